"""Two assessments beside each other: what became of the passages and of the grades."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.revisions import Change, Revision, revisions
from corpus.strategies import Localized
from models.alignment import Element, Grade, Probability, Reason
from models.assessment import Assessment
from models.errors import ModelError
from models.weighing import Outcome, Weighed

SMALLEST_EFFECT = 0.005
"""Fall of a probability below which a passage is not named as a cause."""
_MOST_CAUSES = 5


class Caution(StrEnum):
    """What a reader must know before reading a comparison."""

    SAME_TEXT = "same_text"
    STRATEGY_DIFFERS = "strategy_differs"
    ENGINE_DIFFERS = "engine_differs"
    CITED_ONLY = "cited_only"


class DifferentSpearheads(ModelError):
    """The two assessments are about other spearheads, so that their grades have nothing in common."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = tuple(old), tuple(new)
        super().__init__(f"Spearheads differ: {', '.join(old)} beside {', '.join(new)}.")


@dataclass(frozen=True, slots=True)
class Version:
    """Name, version and hash of a strategy or an engine; two are the same when all of it is."""

    name: str
    version: str
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SidePassage:
    """A passage of one side with its place."""

    id: str
    text: str
    page: int
    section: str
    language: str


@dataclass(frozen=True, slots=True)
class SideAlignment:
    """What one side says of a spearhead."""

    spearhead: str
    title: Localized
    grade: Grade
    reason: Reason | None
    probability: Probability
    missing: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two assessments.

    `whole` is False where only the cited passages are known, `paged` where its format has no pages.
    """

    name: str
    sha256: str
    strategy: Version
    engine: Version
    passages: tuple[SidePassage, ...]
    alignments: tuple[SideAlignment, ...]
    whole: bool
    paged: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """A passage that the sides do not share, and what deleting it alone changes on its own side.

    `passage` is a position on the side that has it: the old side for a removed passage, else the new one.
    """

    change: Change
    passage: int
    contribution: float


@dataclass(frozen=True, slots=True)
class SpearheadChange:
    """One spearhead on both sides.

    `causes` are exact and the strongest first. `without_added` is the new side without all added
    passages, `without_removed` the old side without all removed ones; None where nothing was
    added or removed, or where a side has no document to compute with.
    """

    old: SideAlignment
    new: SideAlignment
    causes: tuple[Cause, ...] = ()
    without_added: Outcome | None = None
    without_removed: Outcome | None = None

    @property
    def graded_otherwise(self) -> bool:
        """Whether the grade differs."""
        return self.old.grade is not self.new.grade

    @property
    def core_difference(self) -> float:
        """Rise of the probability of core, -1 to 1."""
        return self.new.probability.core - self.old.probability.core

    @property
    def at_least_difference(self) -> float:
        """Rise of the probability of at least contributes, -1 to 1."""
        return self.new.probability.at_least_contributes - self.old.probability.at_least_contributes

    @property
    def within_uncertainty(self) -> bool:
        """Whether the intervals of both probabilities overlap, so that the change may mean nothing."""
        old, new = self.old.probability, self.new.probability
        return _overlap(old.core_interval, new.core_interval) and _overlap(
            old.at_least_contributes_interval, new.at_least_contributes_interval
        )

    @property
    def newly_missing(self) -> tuple[Element, ...]:
        """Elements of a claim that the old side had and the new side lacks."""
        return tuple(element for element in self.new.missing if element not in self.old.missing)

    @property
    def newly_present(self) -> tuple[Element, ...]:
        """Elements of a claim that the old side lacked and the new side has."""
        return tuple(element for element in self.old.missing if element not in self.new.missing)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two assessments beside each other, spearheads in the order of the new side."""

    old: Side
    new: Side
    cautions: tuple[Caution, ...]
    passages: tuple[Revision, ...]
    spearheads: tuple[SpearheadChange, ...]


Weigh = Callable[[Sequence[int]], Weighed]
"""Weighs the passages at some positions of one side."""


def side_of(assessment: Assessment) -> Side:
    """An assessment as a side of a comparison, with all its passages."""
    strategy, engine, pages = assessment.strategy, assessment.engine, assessment.document.pages
    hashes = (engine.encoder_sha256, engine.artefact_sha256, engine.settings_sha256, engine.code_sha256)
    return Side(
        name=assessment.document.name,
        sha256=assessment.document.sha256,
        strategy=Version(strategy.id, strategy.version, (strategy.sha256,)),
        engine=Version(engine.encoder, engine.version, hashes),
        passages=tuple(
            SidePassage(found.id, found.text, found.page, found.section, found.language)
            for found in assessment.passages
        ),
        alignments=tuple(
            SideAlignment(
                found.spearhead.id,
                found.spearhead.title,
                found.grade,
                found.reason,
                found.probability,
                found.counterfactual.missing,
            )
            for found in assessment.alignments
        ),
        whole=True,
        paged=len(pages) > 1 or any(page.height is not None for page in pages),
    )


def compare(
    old: Side, new: Side, *, weigh_old: Weigh | None = None, weigh_new: Weigh | None = None
) -> Comparison:
    """What changed between two sides; causes only for a side that can be weighed.

    Raises DifferentSpearheads.
    """
    before = {found.spearhead: found for found in old.alignments}
    if before.keys() != {found.spearhead for found in new.alignments}:
        raise DifferentSpearheads(tuple(before), [found.spearhead for found in new.alignments])
    found = revisions([item.text for item in old.passages], [item.text for item in new.passages])
    lost = _Weights(weigh_old, [item.old for item in found if item.change is Change.REMOVED], Change.REMOVED)
    won = _Weights(weigh_new, [item.new for item in found if item.change is Change.ADDED], Change.ADDED)
    again = _Weights(weigh_new, [item.new for item in found if item.change is Change.CHANGED], Change.CHANGED)
    columns = {alignment.spearhead: column for column, alignment in enumerate(old.alignments)}
    return Comparison(
        old,
        new,
        tuple(_cautions(old, new, found)),
        found,
        tuple(
            SpearheadChange(
                before[after.spearhead],
                after,
                _strongest(
                    *lost.causes(columns[after.spearhead]), *won.causes(column), *again.causes(column)
                ),
                won.together(column),
                lost.together(columns[after.spearhead]),
            )
            for column, after in enumerate(new.alignments)
        ),
    )


class _Weights:
    """What the passages with one kind of change weigh on their side; nothing where it cannot be weighed."""

    def __init__(self, weigh: Weigh | None, places: Sequence[int | None], change: Change) -> None:
        self._change = change
        self._places = [place for place in places if place is not None]
        self._weighed = weigh(self._places) if weigh and self._places else None

    def causes(self, column: int) -> Iterator[Cause]:
        if self._weighed is not None:
            for place, row in zip(self._places, self._weighed.contributions, strict=True):
                if abs(row[column]) >= SMALLEST_EFFECT:
                    yield Cause(self._change, place, row[column])

    def together(self, column: int) -> Outcome | None:
        return self._weighed.without[column] if self._weighed and self._weighed.without else None


def _strongest(*causes: Cause) -> tuple[Cause, ...]:
    ranked = sorted(causes, key=lambda cause: (-abs(cause.contribution), cause.change, cause.passage))
    return tuple(ranked[:_MOST_CAUSES])


def _cautions(old: Side, new: Side, found: Sequence[Revision]) -> Iterator[Caution]:
    if old.strategy != new.strategy:
        yield Caution.STRATEGY_DIFFERS
    if old.engine != new.engine:
        yield Caution.ENGINE_DIFFERS
    if not (old.whole and new.whole):
        yield Caution.CITED_ONLY
    elif all(item.change is Change.KEPT for item in found):
        yield Caution.SAME_TEXT


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
