"""Do grades rest on the evidence that is shown? Measured by deleting it, and by keeping nothing else.

Comprehensiveness and sufficiency as in DeYoung and others (2020), "ERASER", section 4, with deletion of
equally many passages drawn by lot as the control.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from corpus.annotated import AnnotatedProposal, as_document
from evaluation.results import Cell, Table, shown
from evaluation.trials import balanced, by_lot
from models.abstention import decide
from models.alignment import Grade
from models.explaining.findings import Findings, findings
from models.explanation import explain
from models.grading import Judgement

if TYPE_CHECKING:
    from models.encoders.base import Progress
    from models.engine import Engine

SAMPLE = 90
"""Annotated proposals whose graded alignments are measured."""
DRAWS = 5
"""How many times passages are drawn by lot for each alignment."""

_COLUMNS = (
    "grade", "alignments", "evidence", "comprehensiveness", "sufficiency", "control",
    "changed without evidence", "changed with evidence only", "lowered with evidence only", "changed by lot",
)  # fmt: skip
_NOTE = (
    "Mean falls of the calibrated probability of at least the grade given: without the evidence "
    "(comprehensiveness, higher is better), with nothing but the evidence (sufficiency, near or below 0 is "
    f"better), and without equally many counted passages drawn by lot ({DRAWS} draws). `changed` is the "
    "share of grades that differ afterwards, up or down (with little else left, contributes may become "
    "core); `evidence` is the mean number of passages shown."
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
    """One alignment without its evidence, with nothing else, and without passages drawn by lot."""

    proposal: str
    spearhead: str
    grade: Grade
    evidence: int
    without: Deletion
    alone: Deletion
    by_lot: tuple[Deletion, ...]


@dataclass(frozen=True, slots=True)
class FaithfulnessResult:
    """Every graded alignment of the sample.

    Comprehensiveness is the mean fall when the evidence is deleted (higher is better), sufficiency
    the mean fall when only the evidence is kept (near 0 is better, negative when the probability
    rose), control the mean fall after deletion by lot. All are of the probability of at least the
    grade that was given.
    """

    alignments: tuple[Faithfulness, ...]

    def of(self, grade: Grade) -> "FaithfulnessResult":
        """Only the alignments with `grade`."""
        return FaithfulnessResult(tuple(item for item in self.alignments if item.grade is grade))

    @property
    def comprehensiveness(self) -> float:
        """Mean fall of the probability without the evidence."""
        return _mean(item.without.fall for item in self.alignments)

    @property
    def sufficiency(self) -> float:
        """Mean fall of the probability with the evidence only."""
        return _mean(item.alone.fall for item in self.alignments)

    @property
    def control(self) -> float:
        """Mean fall of the probability without as many passages drawn by lot."""
        return _mean(draw.fall for item in self.alignments for draw in item.by_lot)

    @property
    def changed_without(self) -> float:
        """Share of grades that change without the evidence, 0 to 1."""
        return _mean(item.without.changed for item in self.alignments)

    @property
    def changed_alone(self) -> float:
        """Share of grades that change with the evidence only, 0 to 1."""
        return _mean(item.alone.changed for item in self.alignments)

    @property
    def lowered_alone(self) -> float:
        """Share of grades that fall with the evidence only, 0 to 1."""
        return _mean(item.alone.lowered for item in self.alignments)

    @property
    def changed_by_lot(self) -> float:
        """Share of grades that change without as many passages drawn by lot, 0 to 1."""
        return _mean(draw.changed for item in self.alignments for draw in item.by_lot)

    def table(self) -> Table:
        """One row a grade, and one for both together."""
        parts = [(grade.value, self.of(grade)) for grade in _GRADED]
        rows = tuple(_row(name, part) for name, part in (*parts, ("both", self)))
        return Table("faithfulness", "Whether grades rest on the evidence shown", _COLUMNS, rows, _NOTE)

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
    place = {passage.id: row for row, passage in enumerate(found.reading.passages)}
    counted = [row for row, counts in enumerate(found.reading.counted()) if counts]
    for column in range(len(found.engine.strategy.spearheads)):
        alignment = explain(found, column, None)
        if alignment.grade not in _GRADED:
            continue
        cited = {place[evidence.passage.id] for evidence in alignment.evidence}
        others = set(place.values()) - cited
        chance = by_lot(proposal, alignment.spearhead.id)
        draws = [chance.sample(counted, min(len(cited), len(counted))) for _ in range(DRAWS)]
        yield Faithfulness(
            proposal.id,
            alignment.spearhead.id,
            alignment.grade,
            len(cited),
            _deleted(found, column, alignment.grade, cited),
            _deleted(found, column, alignment.grade, others),
            tuple(_deleted(found, column, alignment.grade, set(draw)) for draw in draws),
        )


def _deleted(found: Findings, column: int, grade: Grade, positions: set[int]) -> Deletion:
    whole, less = found.judgement, found.deletions.without(positions)
    fall = _probability(whole, column, grade) - _probability(less, column, grade)
    left, _ = decide(less, column, found.engine.grader.thresholds)
    return Deletion(fall, left is not grade, left in _LOWER[grade])


def _probability(judgement: Judgement, column: int, grade: Grade) -> float:
    values = judgement.core if grade is Grade.CORE else judgement.at_least_contributes
    return float(values[column])


def _mean(values: Iterator[float]) -> float:
    known = list(values)
    return fmean(known) if known else float("nan")


def _row(name: str, part: FaithfulnessResult) -> tuple[Cell, ...]:
    return (
        name,
        len(part.alignments),
        _mean(item.evidence for item in part.alignments),
        part.comprehensiveness,
        part.sufficiency,
        part.control,
        part.changed_without,
        part.changed_alone,
        part.lowered_alone,
        part.changed_by_lot,
    )
