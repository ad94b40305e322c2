"""Feature tables: proposals by spearheads by features, with the grades they should get."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.features import Features
from models.matrices import Cube, Mask, Matrix, Vector

_DIGITS = 5


@dataclass(frozen=True, slots=True)
class FeatureTable:
    """`values` (proposals, spearheads, names); `grades` (proposals, spearheads) are 0, 1 or 2."""

    ids: tuple[str, ...]
    groups: tuple[str, ...]
    names: tuple[str, ...]
    values: Cube
    grades: Matrix

    @property
    def core(self) -> Matrix:
        """1 where a spearhead is core."""
        return np.asarray((self.grades == 2).astype(float))

    @property
    def contributes(self) -> Matrix:
        """1 where a spearhead is core or contributes."""
        return np.asarray((self.grades >= 1).astype(float))

    def rows(self, mask: Mask) -> "FeatureTable":
        """The proposals that `mask` keeps."""
        kept = np.flatnonzero(mask)
        ids, groups = (tuple(names[row] for row in kept) for names in (self.ids, self.groups))
        return FeatureTable(ids, groups, self.names, self.values[kept], self.grades[kept])

    def only(self, prefixes: tuple[str, ...]) -> "FeatureTable":
        """The features whose name starts with one of `prefixes`."""
        kept = [column for column, name in enumerate(self.names) if name.startswith(prefixes)]
        names = tuple(self.names[column] for column in kept)
        return FeatureTable(self.ids, self.groups, names, self.values[:, :, kept], self.grades)

    def features(self, row: int) -> Features:
        """The features of one proposal by name, as the engine makes them."""
        return {name: self.values[row, :, column] for column, name in enumerate(self.names)}


def table_of(
    ids: Sequence[str], groups: Sequence[str], features: Sequence[Features], grades: Sequence[Vector]
) -> FeatureTable:
    """A table from the features of each proposal; names are those of the fullest proposal."""
    fullest = max(range(len(features)), key=lambda row: len(features[row]))
    names = tuple(features[fullest])
    nothing = np.full(len(grades[0]), np.nan)
    values = np.stack([np.stack([found.get(name, nothing) for name in names], axis=1) for found in features])
    return FeatureTable(tuple(ids), tuple(groups), names, values, np.stack(grades).astype(float))


def joined(first: FeatureTable, second: FeatureTable) -> FeatureTable:
    """The proposals of both tables, with the features of the first; raises ValueError when one is missing."""
    order = [second.names.index(name) for name in first.names]
    return FeatureTable(
        first.ids + second.ids,
        first.groups + second.groups,
        first.names,
        np.concatenate([first.values, second.values[:, :, order]]),
        np.concatenate([first.grades, second.grades]),
    )


def write_table(table: FeatureTable, path: Path) -> None:
    """Write one JSON object a line: numbers only, no text of any proposal."""
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps({"names": table.names}) + "\n")
        for row, name in enumerate(table.ids):
            record = {
                "id": name,
                "group": table.groups[row],
                "grades": table.grades[row].astype(int).tolist(),
                "values": [[_written(value) for value in line] for line in table.values[row]],
            }
            file.write(json.dumps(record) + "\n")


def _written(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), _DIGITS)


def read_table(path: Path) -> FeatureTable:
    """Read what `write_table` wrote."""
    head, *lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return FeatureTable(
        tuple(line["id"] for line in lines),
        tuple(line["group"] for line in lines),
        tuple(head["names"]),
        np.array([line["values"] for line in lines], dtype=np.float64),
        np.array([line["grades"] for line in lines], dtype=np.float64),
    )
