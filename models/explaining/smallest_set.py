"""The smallest set of passages whose deletion changes a grade, as far as a greedy search finds it."""

from dataclasses import dataclass

from models.abstention import decide, leans_on_core
from models.alignment import Grade
from models.deletion import Deletions
from models.explaining.findings import Findings

MOST_DELETED = 24
"""Passages; a longer list explains nothing to a reader."""
_CANDIDATES = 40
_LOOKED_AT = 3
"""How many of the remaining passages are weighed anew after each deletion, the strongest first."""


@dataclass(frozen=True, slots=True)
class DeletedSet:
    """Passages by position, and the grade without them; the grade it had where nothing helped."""

    positions: tuple[int, ...]
    grade: Grade


def smallest_set(found: Findings, column: int, grade: Grade) -> DeletedSet:
    """The passages to delete for another grade than `grade`.

    Each step deletes the passage that then pulls most, by judging the proposal without it; at the
    end every passage is put back that can be. So no member can be left out, though a set of other
    passages may be smaller. Where `MOST_DELETED` passages change nothing, they are returned with
    the same grade.
    """
    search = _Search(found, column, grade)
    deleted = search.forward()
    changed = search.grade_without(deleted)
    if changed is not grade:
        deleted = search.pruned(deleted)
        changed = search.grade_without(deleted)
    return DeletedSet(tuple(sorted(deleted)), changed)


class _Search:
    def __init__(self, found: Findings, column: int, grade: Grade) -> None:
        self._thresholds = found.engine.grader.thresholds
        self._deletions: Deletions = found.deletions
        self._column = column
        self._grade = grade
        leans = grade is Grade.UNCERTAIN and leans_on_core(found.judgement, column, self._thresholds)
        self._core = grade is Grade.CORE or leans
        self._candidates = found.candidates(column, _CANDIDATES)

    def grade_without(self, deleted: tuple[int, ...]) -> Grade:
        return decide(self._deletions.without(deleted), self._column, self._thresholds)[0]

    def forward(self) -> tuple[int, ...]:
        """Delete until the grade changes, nothing pulls any more, or the limit is reached."""
        deleted: tuple[int, ...] = ()
        pulls = {row: self._pull(row, ()) for row in self._candidates}
        while pulls and len(deleted) < MOST_DELETED:
            strongest = sorted(pulls, key=lambda row: (-pulls[row], row))[:_LOOKED_AT]
            for row in strongest if deleted else ():
                pulls[row] = self._pull(row, deleted)
            best = min(strongest, key=lambda row: (-pulls[row], row))
            if pulls.pop(best) <= 0.0:
                break
            deleted = (*deleted, best)
            if self.grade_without(deleted) is not self._grade:
                break
        return deleted

    def pruned(self, deleted: tuple[int, ...]) -> tuple[int, ...]:
        """Put back, the weakest first, every passage that is not needed; again until none is."""
        for row in sorted(deleted, key=lambda row: (self._pull(row, ()), row)):
            fewer = tuple(kept for kept in deleted if kept != row)
            if fewer and self.grade_without(fewer) is not self._grade:
                return self.pruned(fewer)
        return deleted

    def _pull(self, row: int, deleted: tuple[int, ...]) -> float:
        return self._deletions.pull(row, self._column, after=deleted, core=self._core)
