"""The review screen as data. What a reviewer may not see yet is not in it: hiding is no task of a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.ports import Principal
from service.renderings import outcome_of
from service.reviewing.calls import reviewers_of
from service.reviewing.queue import neighbours
from service.reviewing.reviews import Desk, desk_of, overrides, unexplained_of
from service.reviewing.sight import sees_grades
from service.states import State
from service.store.dossiers import FLAG, TAG
from service.store.files import MissingFile
from service.store.review_tables import Call, Dossier, DossierMark, Review, ReviewChange
from service.store.tables import Assessment as AssessmentRow
from service.submissions import known_strategy

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from corpus.strategies import Localized, Spearhead, Strategy
    from models.alignment import Alignment
    from models.assessment import Assessment
    from service.backend import Backend


@dataclass(frozen=True, slots=True)
class OwnGrade:
    """The viewer's own grade of a spearhead; "" is not given yet. `unexplained`: a reason is still owed."""

    grade: str = ""
    first: str | None = None
    reason: str = ""
    unexplained: bool = False


@dataclass(frozen=True, slots=True)
class DecidingQuestion:
    """The question that tells a spearhead from another that looks like it."""

    other: "Spearhead"
    question: "Localized"


@dataclass(frozen=True, slots=True)
class SpearheadDesk:
    """One spearhead on the desk. `alignment` is what the checker says, None while that stays covered."""

    spearhead: "Spearhead"
    questions: Sequence[DecidingQuestion]
    focus: bool
    own: OwnGrade
    alignment: "Alignment | None"
    differs: bool


@dataclass(frozen=True, slots=True)
class OtherReview:
    """The saved review of somebody else."""

    reviewer: str
    grades: Mapping[str, str]
    reasons: Mapping[str, str]
    notes: str
    finished: bool


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """All that one reviewer sees of one dossier.

    `open` tells whether the checker's grades are in view. `outcome` is the proposal to read: covered, it
    holds no evidence and no grades; None where the assessment has not ended well or was erased.
    """

    call: Call
    dossier: Dossier
    assessment: AssessmentRow
    open: bool
    blind: bool
    saved_at: datetime | None
    finished_at: datetime | None
    notes: str
    spearheads: Sequence[SpearheadDesk]
    outcome: "Assessment | None"
    flags: Sequence[str]
    tags: Sequence[str]
    others: Sequence[OtherReview]
    changes: Sequence[ReviewChange]
    reviewers: Sequence[str]
    before: str | None
    after: str | None

    @property
    def gradable(self) -> bool:
        """Whether there is an assessment to lay own grades beside."""
        return self.assessment.state == State.DONE

    @property
    def without_text(self) -> str:
        """Why there is nothing to read: the text is gone, is not there yet, or the file or we failed."""
        if self.assessment.state == State.FAILED:
            return "fault" if self.assessment.job.stopped else "failed"
        return "gone" if self.gradable else "open"


def review_desk(backend: "Backend", principal: Principal, dossier_id: str) -> ReviewDesk:
    """The dossier as this reviewer may see it now; raises Problem."""
    with backend.database.read() as session:
        desk = desk_of(session, principal, dossier_id)
        review, shown = desk.review, sees_grades(desk.call, desk.review)
        row = session.get_one(AssessmentRow, desk.dossier.assessment_id)
        outcome = _outcome(backend, row)
        before, after = neighbours(session, desk.call, desk.dossier)
        marks = _marks(session, dossier_id)
        return ReviewDesk(
            call=desk.call,
            dossier=desk.dossier,
            assessment=row,
            open=shown,
            blind=review.blind if review and review.saved_at else desk.call.blind,
            saved_at=review.saved_at if review else None,
            finished_at=review.finished_at if review else None,
            notes=review.notes if review else "",
            spearheads=_spearheads(backend, desk, outcome if shown else None),
            outcome=outcome if shown else _covered(outcome),
            flags=marks[FLAG],
            tags=marks[TAG],
            others=_others(session, principal, dossier_id) if review and review.saved_at else (),
            changes=_changes(session, review),
            reviewers=reviewers_of(session, desk.call),
            before=before,
            after=after,
        )


def assessment_of(backend: "Backend", principal: Principal, dossier_id: str) -> AssessmentRow:
    """The assessment behind a dossier; raises Problem for one of another organisation or call."""
    with backend.database.read() as session:
        desk = desk_of(session, principal, dossier_id)
        return session.get_one(AssessmentRow, desk.dossier.assessment_id)


def _outcome(backend: "Backend", row: AssessmentRow) -> "Assessment | None":
    if row.state != State.DONE:
        return None
    try:
        return outcome_of(backend, row)
    except MissingFile:
        return None


def _covered(outcome: "Assessment | None") -> "Assessment | None":
    """The proposal without anything that the checker says of it."""
    return None if outcome is None else replace(outcome, alignments=(), flags=(), roles=())


def _spearheads(backend: "Backend", desk: Desk, outcome: "Assessment | None") -> list[SpearheadDesk]:
    given = {row.spearhead: row for row in desk.review.grades} if desk.review else {}
    shown = {item.spearhead.id: item for item in outcome.alignments} if outcome else {}
    owed = unexplained_of(given, desk.machine) if shown else ()
    found = []
    strategy = known_strategy(backend, desk.call.strategy, desk.call.organisation_id)
    for spearhead in strategy.spearheads:
        row, alignment = given.get(spearhead.id), shown.get(spearhead.id)
        own = OwnGrade(row.grade, row.first, row.reason, spearhead.id in owed) if row else OwnGrade()
        differs = bool(row and alignment and overrides(row.grade, alignment.grade.value))
        focus, questions = spearhead.id in desk.call.focus, _questions(strategy, spearhead.id)
        found.append(SpearheadDesk(spearhead, questions, focus, own, alignment, differs))
    return found


def _questions(strategy: "Strategy", spearhead: str) -> list[DecidingQuestion]:
    known = {each.id: each for each in strategy.spearheads}
    return [
        DecidingQuestion(known[other], pair.question)
        for pair in strategy.confusable
        if (other := pair.other(spearhead)) is not None
    ]


def _marks(session: "Session", dossier_id: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {FLAG: [], TAG: []}
    statement = select(DossierMark).where(DossierMark.dossier_id == dossier_id).order_by(DossierMark.value)
    for mark in session.scalars(statement):
        found[mark.kind].append(mark.value)
    return found


def _others(session: "Session", principal: Principal, dossier_id: str) -> list[OtherReview]:
    """Reviews of others, for somebody whose own grades are fixed: two readers do not look at each other."""
    saved = select(Review).where(
        Review.dossier_id == dossier_id, Review.reviewer != principal.name, Review.saved_at.is_not(None)
    )
    return [other_review(review) for review in session.scalars(saved.order_by(Review.created_at, Review.id))]


def other_review(review: Review) -> OtherReview:
    """A review as others see it."""
    return OtherReview(
        review.reviewer,
        {row.spearhead: row.grade for row in review.grades},
        {row.spearhead: row.reason for row in review.grades if row.reason},
        review.notes,
        review.finished_at is not None,
    )


def _changes(session: "Session", review: Review | None) -> list[ReviewChange]:
    if review is None:
        return []
    statement = select(ReviewChange).where(ReviewChange.review_id == review.id).order_by(ReviewChange.place)
    return list(session.scalars(statement))
