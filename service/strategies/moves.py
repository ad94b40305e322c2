"""What grades become under another strategy: counted for each spearhead, and listed for each assessment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

ABSENT = ""
"""Stands for a grade where a strategy does not have the spearhead."""
_MOST_LISTED = 500
"""Assessments whose moves are kept one by one; the others are counted all the same."""


@dataclass(frozen=True, slots=True)
class Move:
    """A spearhead whose grade is another one now; `old` or `new` may be `ABSENT`."""

    spearhead: str
    old: str
    new: str


@dataclass(slots=True)
class Found:
    """What a trial has found: how often a grade became another, and which grades of which assessment.

    `counts` holds the number of assessments by spearhead, old grade and new grade, those that stayed
    the same included; `changed` the moves by id.
    """

    counts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    changed: dict[str, list[Move]] = field(default_factory=dict)

    def add(self, id: str, old: Mapping[str, str], new: Mapping[str, str]) -> None:
        """Count one assessment by its grades of before and of now."""
        moves = [
            Move(name, old.get(name, ABSENT), new.get(name, ABSENT)) for name in dict.fromkeys([*new, *old])
        ]
        for move in moves:
            key = (move.spearhead, move.old, move.new)
            self.counts[key] = self.counts.get(key, 0) + 1
        other = [move for move in moves if move.old != move.new]
        if other and len(self.changed) < _MOST_LISTED:
            self.changed[id] = other

    @property
    def spearheads(self) -> list[str]:
        """Those that were counted, in the order of the new strategy."""
        return list(dict.fromkeys(name for name, _, _ in self.counts))

    def of(self, spearhead: str) -> Iterator[tuple[str, str, int]]:
        """Old grade, new grade and number of a spearhead, what became another grade first."""
        rows = [(old, new, number) for (name, old, new), number in self.counts.items() if name == spearhead]
        yield from sorted(rows, key=lambda row: (row[0] == row[1], -row[2], row))

    def packed(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "counts": [[*key, number] for key, number in self.counts.items()],
            "changed": {
                id: [[move.spearhead, move.old, move.new] for move in moves]
                for id, moves in self.changed.items()
            },
        }


def unpacked(content: Mapping[str, Any]) -> Found:
    """What was packed; nothing in it is nothing found."""
    counts = {(name, old, new): number for name, old, new, number in content.get("counts", ())}
    changed = {id: [Move(*move) for move in moves] for id, moves in content.get("changed", {}).items()}
    return Found(counts, changed)
