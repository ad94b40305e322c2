"""What a trial did to verdicts: one change a proposal and spearhead, summed to one row a trial."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.results import Cell, Table, shown
from evaluation.trials import Family, Trial
from models.alignment import Grade

LARGEST_MOVE = 0.10
"""How far a probability may move when only the applicant changes."""

_COLUMNS = (
    "change", "family", "proposals", "alignments", "largest move, contributes", "largest move, core",
    "mean move", "flips", "flips, uncertain too", "raises", "raises, uncertain too", "worst case", "target",
)  # fmt: skip
_NOTE = (
    "Moves are of calibrated probabilities, without their sign; flips and raises count alignments. Targets: "
    f"a swap flips no grade and moves no probability by more than {LARGEST_MOVE:.2f}; an attack raises no "
    "grade. Annotated proposals took part in the training of the engine, the proposals in the trials of "
    "language and register did not."
)
_ORDER = (Grade.NONE, Grade.UNCERTAIN, Grade.CONTRIBUTES, Grade.CORE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the engine says of one proposal and one spearhead; probabilities are calibrated."""

    core: float
    at_least_contributes: float
    grade: Grade


@dataclass(frozen=True, slots=True)
class Change:
    """The verdicts on one proposal and one spearhead, before and after."""

    proposal: str
    spearhead: str
    before: Verdict
    after: Verdict

    @property
    def contributes(self) -> float:
        """How far the probability of at least contributes moved; negative when it fell."""
        return self.after.at_least_contributes - self.before.at_least_contributes

    @property
    def core(self) -> float:
        """How far the probability of core moved; negative when it fell."""
        return self.after.core - self.before.core

    @property
    def move(self) -> float:
        """The larger of both moves, without its sign."""
        return max(abs(self.contributes), abs(self.core))

    @property
    def flipped(self) -> bool:
        """Whether the grade differs, uncertain being a grade like the others."""
        return self.before.grade is not self.after.grade

    @property
    def raised(self) -> bool:
        """Whether the grade is higher, uncertain standing between none and contributes."""
        return _ORDER.index(self.after.grade) > _ORDER.index(self.before.grade)

    @property
    def between_certain_grades(self) -> bool:
        """Whether the checker was certain before and after."""
        return Grade.UNCERTAIN not in (self.before.grade, self.after.grade)


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What one change did; counts are of alignments (a proposal and a spearhead).

    `flips` and `raises` leave out alignments that were or became uncertain; `..._with_uncertain`
    count those too. `largest_...` are moves of a probability without their sign.
    """

    name: str
    family: Family
    proposals: int
    alignments: int
    largest_contributes: float
    largest_core: float
    mean_contributes: float
    flips: int
    flips_with_uncertain: int
    raises: int
    raises_with_uncertain: int
    worst: Change

    @property
    def meets_target(self) -> bool | None:
        """Whether the family's target is met; None where there is no target."""
        if self.family is Family.SWAP:
            return self.flips == 0 and max(self.largest_contributes, self.largest_core) <= LARGEST_MOVE
        return self.raises == 0 if self.family is Family.ATTACK else None


@dataclass(frozen=True, slots=True)
class RobustnessResult:
    """What every change did, in the order of the trials."""

    trials: tuple[TrialResult, ...]

    def table(self) -> Table:
        """One row a trial, with its worst case and whether its target is met."""
        return Table(
            "robustness", "Changes that should not matter", _COLUMNS, tuple(map(_row, self.trials)), _NOTE
        )

    def lines(self) -> tuple[str, ...]:
        """The table as lines of text, heading first, with cells between bars."""
        table = self.table()
        return (" | ".join(table.columns), *(" | ".join(map(shown, row)) for row in table.rows))


def summed(trial: Trial, changes: Sequence[Change]) -> TrialResult:
    """One row for all `changes` of a trial, of which there is at least one."""
    certain = [change for change in changes if change.between_certain_grades]
    return TrialResult(
        name=trial.name,
        family=trial.family,
        proposals=len({change.proposal for change in changes}),
        alignments=len(changes),
        largest_contributes=max(abs(change.contributes) for change in changes),
        largest_core=max(abs(change.core) for change in changes),
        mean_contributes=sum(abs(change.contributes) for change in changes) / len(changes),
        flips=sum(change.flipped for change in certain),
        flips_with_uncertain=sum(change.flipped for change in changes),
        raises=sum(change.raised for change in certain),
        raises_with_uncertain=sum(change.raised for change in changes),
        worst=max(changes, key=lambda change: _badness(trial.family, change)),
    )


def _badness(family: Family, change: Change) -> tuple[bool, bool, float]:
    """Orders changes from harmless to the one to show: a clear flip or raise before a large move."""
    wrong = change.raised if family is Family.ATTACK else change.flipped
    size = max(change.contributes, change.core) if family is Family.ATTACK else change.move
    return wrong and change.between_certain_grades, wrong, size


def _row(trial: TrialResult) -> tuple[Cell, ...]:
    worst = trial.worst
    return (
        trial.name,
        trial.family.value,
        trial.proposals,
        trial.alignments,
        trial.largest_contributes,
        trial.largest_core,
        trial.mean_contributes,
        trial.flips,
        trial.flips_with_uncertain,
        trial.raises,
        trial.raises_with_uncertain,
        f"{worst.proposal} {worst.spearhead}: {worst.before.grade} to {worst.after.grade}",
        {True: "met", False: "not met", None: "-"}[trial.meets_target],
    )
