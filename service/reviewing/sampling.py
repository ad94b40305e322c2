"""What reviewers found in the low-graded files that the lot put in the queue."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from service.reviewing.calls import own_call, spearheads_of
from service.store.review_tables import Call, Dossier, Review, ReviewGrade

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from evaluation.intervals import Estimate
    from service.backend import Backend
    from service.ports import Principal

_LOWEST = "none"


@dataclass(frozen=True, slots=True)
class SampleOutcome:
    """What the sample says of all `low_graded` files: those that the checker grades none where it counts.

    `above` is the share of the sample in which a reviewer gave a higher grade at first, on a spearhead that
    counts; `grades` tells which, by spearhead. Both are None as long as not every file of the sample is
    graded: until then nobody can tell from here which files are in it.
    """

    low_graded: int
    sampled: int
    above: "Estimate | None"
    grades: Mapping[str, Mapping[str, int]] | None

    @property
    def unread(self) -> int:
        """Low-graded files outside the sample."""
        return self.low_graded - self.sampled


def sample_outcome(backend: "Backend", principal: "Principal", call_id: str) -> SampleOutcome | None:
    """The outcome of the sample of a call; None for a call that puts every file in its queue."""
    from evaluation.intervals import proportion

    with backend.database.read() as session:
        call = own_call(session, principal, call_id)
        if call.sample_share >= 1:
            return None
        sampled = set(session.scalars(select(Dossier.id).where(Dossier.call_id == call.id, Dossier.sampled)))
        low_graded, first = _low_graded(session, call), _first_grades(session, call)
    graded = {row.dossier_id for row in first}
    if not sampled or not sampled <= graded:
        return SampleOutcome(low_graded, len(sampled), None, None)
    counting = call.focus or [each.id for each in spearheads_of(backend, call)]
    above = [row for row in first if row.spearhead in counting and row.first != _LOWEST]
    hits = len({row.dossier_id for row in above})
    grades = {name: Counter(row.first for row in above if row.spearhead == name) for name in counting}
    return SampleOutcome(low_graded, len(sampled), proportion(hits, len(sampled)), grades)


def _low_graded(session: "Session", call: Call) -> int:
    apart = or_(Dossier.sampled, Dossier.queued.is_(False))
    statement = select(func.count()).where(Dossier.call_id == call.id, apart, Dossier.language.is_not(None))
    return session.scalar(statement) or 0


def _first_grades(session: "Session", call: Call) -> "Sequence[Any]":
    statement = (
        select(Review.dossier_id, ReviewGrade.spearhead, ReviewGrade.first)
        .join(Dossier, Dossier.id == Review.dossier_id)
        .join(ReviewGrade, ReviewGrade.review_id == Review.id)
        .where(Dossier.call_id == call.id, Dossier.sampled, ReviewGrade.first.is_not(None))
    )
    return session.execute(statement).all()
