"""What some passages of a proposal weigh, alone and together: computed by deleting them."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.documents import Document
from corpus.passages import split
from models.abstention import decide, document_reason
from models.alignment import Grade, Reason
from models.deletion import Deletions
from models.engine import Engine


@dataclass(frozen=True, slots=True)
class Outcome:
    """The grade and the calibrated probabilities, 0 to 1, of one spearhead; `reason` for uncertain only."""

    grade: Grade
    reason: Reason | None
    core: float
    at_least_contributes: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """What passages weigh, by spearhead in the strategy's order.

    `contributions` holds a row for each passage that was asked for: the fall of the probability of
    at least contributes when that passage alone is deleted. `without` is the outcome without all of them;
    empty where that was not computed.
    """

    contributions: tuple[tuple[float, ...], ...]
    without: tuple[Outcome, ...]


def weigh(engine: Engine, document: Document, positions: Sequence[int]) -> Weighed:
    """Delete the passages at `positions`, one by one and all together, and judge again."""
    passages = split(document)
    deletions = Deletions(engine, engine.reader.read(document.title or "", passages))
    columns = range(len(engine.strategy.spearheads))
    gone = frozenset(positions)
    left = [passage for place, passage in enumerate(passages) if place not in gone]
    judgement = deletions.without(gone)
    unfit = document_reason(left, document.remarks)

    def outcome(column: int) -> Outcome:
        grade, reason = decide(judgement, column, engine.grader.thresholds)
        if unfit is not None:
            grade, reason = Grade.UNCERTAIN, unfit
        core, at_least = judgement.core[column], judgement.at_least_contributes[column]
        return Outcome(grade, reason, float(core), float(at_least))

    return Weighed(
        tuple(tuple(deletions.contribution(place, column) for column in columns) for place in positions),
        tuple(outcome(column) for column in columns),
    )
