"""A reading with everything that explanations draw on."""

from dataclasses import dataclass

import numpy as np

from models.alignment import Role
from models.deletion import Deletions
from models.engine import Engine
from models.features import families_of
from models.grading import Judgement
from models.matrices import Matrix
from models.reading import Reading
from models.relevance import relevance

SMALLEST_PULL = 0.02
"""In log-odds; less is noise to a reader."""


@dataclass(frozen=True, slots=True)
class Findings:
    """A judged reading; `about` is (passages, spearheads), 0 to 1."""

    engine: Engine
    reading: Reading
    judgement: Judgement
    deletions: Deletions
    roles: tuple[Role, ...]
    commitment: np.ndarray[tuple[int], np.dtype[np.float64]]
    about: Matrix

    def candidates(self, column: int, most: int) -> list[int]:
        """Passages that may carry a grade, those that are most about it and promise most first."""
        weight = self.about[:, column] * self.commitment * self.reading.counted()
        return [int(row) for row in np.argsort(-weight, kind="stable")[:most] if weight[row] > 0]

    def ids(self, rows: "list[int] | set[int]") -> tuple[str, ...]:
        """The ids of passages, in reading order."""
        return tuple(self.reading.passages[row].id for row in sorted(rows))


def findings(engine: Engine, reading: Reading) -> Findings:
    """Judge a reading and gather what its explanation needs."""
    deletions = Deletions(engine, reading)
    return Findings(
        engine,
        reading,
        deletions.without(()),
        deletions,
        engine.roles.roles(reading),
        engine.roles.commitment(reading),
        relevance(families_of(reading, engine.reader.channels)),
    )
