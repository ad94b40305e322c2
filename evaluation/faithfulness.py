"""Do grades rest on the evidence that is shown? Measured by deleting it, and by keeping nothing else.

Comprehensiveness and sufficiency as in DeYoung and others (2020), "ERASER", section 4, with deletion of
equally many passages drawn by lot as the control.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from corpus.annotated import AnnotatedProposal, as_document
from evaluation.intervals import Estimate, estimate
from evaluation.results import Cell, Table, shown
from evaluation.trials import balanced, by_lot
from models.abstention import decide
from models.alignment import Alignment, Grade
from models.explaining.findings import Findings, findings
from models.explanation import explain
from models.grading import Judgement
from models.matrices import Matrix, Vector

if TYPE_CHECKING:
    from models.encoders.base import Progress
    from models.engine import Engine

SAMPLE = 90
"""Annotated proposals whose graded alignments are measured."""
DRAWS = 5
"""How many times passages are drawn by lot for each alignment."""

_NOTE = (
    "Mean falls of the calibrated probability of at least the grade given: without the evidence "
    "(comprehensiveness, higher is better), with nothing but the evidence (sufficiency, near or below 0 is "
    f"better), and without equally many counted passages drawn by lot ({DRAWS} draws). `changed` is the "
    "share of grades that differ afterwards, up or down (with little else left, contributes may become "
    "core); `evidence` is the mean number of passages shown. `smallest set found` is the share of grades "
    "for which a set was found whose deletion changes the grade, which it then does by definition; "
    "`changed by lot, set` is the share that changes without equally many passages drawn by lot. Each "
    "value has a 95 % interval over proposals."
)
_GRADED = (Grade.CORE, Grade.CONTRIBUTES)
_LOWER = {
    Grade.CORE: (Grade.CONTRIBUTES, Grade.UNCERTAIN, Grade.NONE),
    Grade.CONTRIBUTES: (Grade.UNCERTAIN, Grade.NONE),
}


@dataclass(frozen=True, slots=True)
class Deletion:
    """What a deletion did to one alignment.

    `fall` is of the probability of at least the grade it had; `lowered` is false where the grade rose.
    """

    fall: float
    changed: bool
    lowered: bool


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """One alignment without its evidence, with nothing else, and without passages drawn by lot.

    `smallest` is the number of passages in the set that changes the grade, 0 where none was found;
    `smallest_by_lot` is what as many passages drawn by lot do.
    """

    proposal: str
    spearhead: str
    grade: Grade
    evidence: int
    without: Deletion
    alone: Deletion
    by_lot: tuple[Deletion, ...]
    smallest: int = 0
    smallest_by_lot: tuple[Deletion, ...] = ()


_Values = Callable[[Faithfulness], Sequence[float]]
MEASURES: Mapping[str, _Values] = MappingProxyType(
    {
        "evidence": lambda item: [item.evidence],
        "comprehensiveness": lambda item: [item.without.fall],
        "sufficiency": lambda item: [item.alone.fall],
        "control": lambda item: [draw.fall for draw in item.by_lot],
        "changed without evidence": lambda item: [item.without.changed],
        "changed with evidence only": lambda item: [item.alone.changed],
        "lowered with evidence only": lambda item: [item.alone.lowered],
        "changed by lot": lambda item: [draw.changed for draw in item.by_lot],
        "smallest set found": lambda item: [item.smallest > 0],
        "passages in smallest set": lambda item: [item.smallest] if item.smallest else [],
        "changed by lot, set": lambda item: [draw.changed for draw in item.smallest_by_lot],
    }
)
"""What is measured of each alignment: values to be averaged, falls of a probability or shares of 0 to 1."""


@dataclass(frozen=True, slots=True)
class FaithfulnessResult:
    """Every graded alignment of the sample."""

    alignments: tuple[Faithfulness, ...]

    def of(self, grade: Grade) -> "FaithfulnessResult":
        """Only the alignments with `grade`."""
        return FaithfulnessResult(tuple(item for item in self.alignments if item.grade is grade))

    def measured(self, name: str) -> Estimate:
        """The mean of one of MEASURES over all its values, with a 95 % interval over proposals."""
        proposals = sorted({item.proposal for item in self.alignments})
        values = [
            [MEASURES[name](item) for item in self.alignments if item.proposal == one] for one in proposals
        ]
        sums = np.array([sum(map(sum, found)) for found in values], dtype=np.float64)
        counts = np.array([sum(map(len, found)) for found in values], dtype=np.float64)
        return estimate(lambda weights: _ratio(weights, sums, counts), len(proposals))

    def table(self) -> Table:
        """One row a grade, and one for both together."""
        parts = [(grade.value, self.of(grade)) for grade in _GRADED]
        rows = tuple(_row(name, part) for name, part in (*parts, ("both", self)))
        columns = ("grade", "alignments", *MEASURES)
        return Table("faithfulness", "Whether grades rest on the evidence shown", columns, rows, _NOTE)

    def lines(self) -> tuple[str, ...]:
        """The table as lines of text, heading first, with cells between bars."""
        table = self.table()
        return (" | ".join(table.columns), *(" | ".join(map(shown, row)) for row in table.rows))


def measure_faithfulness(
    engine: "Engine",
    proposals: Sequence[AnnotatedProposal],
    *,
    size: int = SAMPLE,
    progress: "Progress | None" = None,
) -> FaithfulnessResult:
    """Delete and keep the evidence of every graded alignment in a fixed sample of `proposals`."""
    measured: list[Faithfulness] = []
    sample = balanced(proposals, size)
    for done, proposal in enumerate(sample, start=1):
        document, passages = as_document(proposal)
        found = findings(engine, engine.reader.read(document.title or "", passages))
        measured += _measured(found, proposal)
        if progress is not None:
            progress("faithfulness", done, len(sample))
    return FaithfulnessResult(tuple(measured))


def _measured(found: Findings, proposal: AnnotatedProposal) -> Iterator[Faithfulness]:
    for column in range(len(found.engine.strategy.spearheads)):
        alignment = explain(found, column, None)
        if alignment.grade in _GRADED:
            yield _faithfulness(found, column, alignment, proposal)


def _faithfulness(
    found: Findings, column: int, alignment: Alignment, proposal: AnnotatedProposal
) -> Faithfulness:
    place = {passage.id: row for row, passage in enumerate(found.reading.passages)}
    cited = {place[evidence.passage.id] for evidence in alignment.evidence}
    counterfactual = alignment.counterfactual
    changes = counterfactual.without_evidence is not alignment.grade
    smallest = len(counterfactual.deleted) if changes else 0
    chance = by_lot(proposal, alignment.spearhead.id)
    grade = alignment.grade
    return Faithfulness(
        proposal.id,
        alignment.spearhead.id,
        grade,
        len(cited),
        _deleted(found, column, grade, cited),
        _deleted(found, column, grade, set(place.values()) - cited),
        _drawn(found, column, grade, len(cited), chance),
        smallest,
        _drawn(found, column, grade, smallest, chance) if smallest else (),
    )


def _drawn(found: Findings, column: int, grade: Grade, number: int, chance: Random) -> tuple[Deletion, ...]:
    counted = [row for row, counts in enumerate(found.reading.counted()) if counts]
    draws = [chance.sample(counted, min(number, len(counted))) for _ in range(DRAWS)]
    return tuple(_deleted(found, column, grade, set(draw)) for draw in draws)


def _deleted(found: Findings, column: int, grade: Grade, positions: set[int]) -> Deletion:
    whole, less = found.judgement, found.deletions.without(positions)
    fall = _probability(whole, column, grade) - _probability(less, column, grade)
    left, _ = decide(less, column, found.engine.grader.thresholds)
    return Deletion(fall, left is not grade, left in _LOWER[grade])


def _probability(judgement: Judgement, column: int, grade: Grade) -> float:
    values = judgement.core if grade is Grade.CORE else judgement.at_least_contributes
    return float(values[column])


def _ratio(weights: Matrix, sums: Vector, counts: Vector) -> Vector:
    """Weighted means, not a number where a draw of proposals holds no value."""
    total = weights @ counts
    undefined = np.full(len(total), np.nan)
    return np.asarray(np.divide(weights @ sums, total, out=undefined, where=total > 0))


def _row(name: str, part: FaithfulnessResult) -> tuple[Cell, ...]:
    return (name, len(part.alignments), *(part.measured(measure) for measure in MEASURES))
