"""What one reviewer says of one dossier: own grades first, then the reasons for what differs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from service.ports import Principal
from service.problems import Problem
from service.reports.escaping import printable
from service.reviewing.calls import own_call
from service.reviewing.errors import ReviewingError
from service.reviewing.sight import chose_grades, sees_grades
from service.reviewing.statuses import Status
from service.store import jobs
from service.store.review_tables import Call, Dossier, Review, ReviewChange, ReviewGrade
from service.store.tables import AssessmentGrade

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.backend import Backend

GRADES = ("core", "contributes", "none")
"""The grades that a person gives; a checker may also abstain."""
ABSTAINED = "uncertain"
_LONGEST_NOTES = 20_000
_LONGEST_REASON = 2_000


class Intent(StrEnum):
    """DRAFT keeps what there is, SHOW fixes the reviewer's own grades, FINISH closes the review."""

    DRAFT = "draft"
    SHOW = "show"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a reviewer fills in: grades and reasons by spearhead; a grade that is "" is not given yet."""

    grades: Mapping[str, str]
    reasons: Mapping[str, str] = field(default_factory=dict)
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """A dossier with its call, the viewer's own review if there is one, and the checker's grades."""

    call: Call
    dossier: Dossier
    review: Review | None
    machine: Mapping[str, str]


def desk_of(session: "Session", principal: Principal, dossier_id: str, *, locked: bool = False) -> Desk:
    """The dossier as one reviewer has it on the desk; raises Problem for one of another organisation."""
    dossier = session.get(Dossier, dossier_id, with_for_update=locked)
    if dossier is None:
        raise Problem("resourceNotFound")
    call = own_call(session, principal, dossier.call_id)
    own = select(Review).where(Review.dossier_id == dossier_id, Review.reviewer == principal.name)
    return Desk(call, dossier, session.scalar(own), machine_grades(session, dossier))


def machine_grades(session: "Session", dossier: Dossier) -> Mapping[str, str]:
    """The checker's grades by spearhead, in the strategy's order."""
    statement = select(AssessmentGrade).where(AssessmentGrade.assessment_id == dossier.assessment_id)
    found = session.scalars(statement.order_by(AssessmentGrade.position))
    return {grade.spearhead: grade.grade for grade in found}


def save(
    backend: "Backend", principal: Principal, dossier_id: str, entry: Entry, intent: Intent = Intent.DRAFT
) -> None:
    """Keep what a reviewer filled in.

    Raises:
        ReviewingError: `grades_missing` where grades are asked that are not there yet, `reasons_missing`
            where a grade differs from the checker's without a reason. Grades are then kept as a draft.
    """
    missing: ReviewingError | None = None
    with backend.database.write() as session:
        desk = desk_of(session, principal, dossier_id, locked=True)
        _check(entry, desk.machine)
        now = backend.services.now()
        review = desk.review or _new_review(session, principal, desk.dossier, now)
        _write(session, desk.call, review, entry, now)
        try:
            _advance(session, principal, desk, review, intent, now)
        except ReviewingError as error:
            missing = error
        _settle(session, desk, review)
        if intent is not Intent.DRAFT and missing is None:
            backend.audit.record(session, principal, f"review.{intent}", dossier_id, blind=review.blind)
    if missing is not None:
        raise missing


def _check(entry: Entry, machine: Mapping[str, str]) -> None:
    known = set(machine)
    grades = {grade for grade in entry.grades.values() if grade}
    if not set(entry.grades) | set(entry.reasons) <= known or not grades <= set(GRADES):
        raise Problem("badRequest")
    too_long = any(len(reason) > _LONGEST_REASON for reason in entry.reasons.values())
    if too_long or len(entry.notes or "") > _LONGEST_NOTES:
        raise ReviewingError("too_long")


def _new_review(session: "Session", principal: Principal, dossier: Dossier, now: datetime) -> Review:
    review = Review(
        id=jobs.new_id(),
        dossier_id=dossier.id,
        reviewer=principal.name,
        blind=False,
        notes="",
        created_at=now,
    )
    review.grades = []
    session.add(review)
    session.flush()
    return review


def _write(session: "Session", call: Call, review: Review, entry: Entry, now: datetime) -> None:
    if entry.notes is not None:
        review.notes = printable(entry.notes.replace("\r\n", "\n"))
    rows = {row.spearhead: row for row in review.grades}
    place = session.scalar(select(func.count()).where(ReviewChange.review_id == review.id)) or 0
    sighted = sees_grades(call, review)
    for spearhead, grade in entry.grades.items():
        row = rows.get(spearhead)
        reason = printable(entry.reasons.get(spearhead, row.reason if row else "")).strip()
        if not grade or (row is not None and (row.grade, row.reason) == (grade, reason)):
            continue
        before = row.grade if row else None
        if row is None:
            row = ReviewGrade(review_id=review.id, spearhead=spearhead)
            review.grades.append(row)
        row.grade, row.reason = grade, reason
        session.add(
            ReviewChange(
                id=jobs.new_id(),
                review_id=review.id,
                place=place,
                at=now,
                spearhead=spearhead,
                before=before,
                after=grade,
                reason=reason,
                sighted=sighted,
            )
        )
        place += 1


def _advance(
    session: "Session", principal: Principal, desk: Desk, review: Review, intent: Intent, now: datetime
) -> None:
    given = {row.spearhead: row for row in review.grades}
    if intent is not Intent.DRAFT and review.saved_at is None:
        absent = [spearhead for spearhead in desk.machine if spearhead not in given]
        if absent or not desk.machine:
            raise ReviewingError("grades_missing", absent)
        review.blind = desk.call.blind and chose_grades(session, desk.call, principal) is None
        review.saved_at = now
        for row in review.grades:
            row.first = row.grade
    unexplained = unexplained_of(given, desk.machine)
    if review.finished_at is not None and unexplained:
        review.finished_at = None
    if intent is Intent.FINISH:
        if unexplained:
            raise ReviewingError("reasons_missing", unexplained)
        review.finished_at = review.finished_at or now


def unexplained_of(given: Mapping[str, ReviewGrade], machine: Mapping[str, str]) -> list[str]:
    """The spearheads where a reviewer differs from the checker and has not said why."""
    return [
        spearhead
        for spearhead, grade in machine.items()
        if spearhead in given and overrides(given[spearhead].grade, grade) and not given[spearhead].reason
    ]


def overrides(own: str, machine: str) -> bool:
    """Whether a grade of a person goes against one of the checker; where it abstained, nothing does."""
    return machine not in {own, ABSTAINED}


def _settle(session: "Session", desk: Desk, review: Review) -> None:
    """Let the status of the dossier follow its reviews."""
    session.flush()
    finished = select(func.count()).where(
        Review.dossier_id == desk.dossier.id, Review.finished_at.is_not(None)
    )
    count = session.scalar(finished) or 0
    wanted = 2 if desk.dossier.second_reader else 1
    if count >= wanted:
        desk.dossier.status = Status.READ
    else:
        desk.dossier.status = Status.SECOND if count else Status.READING
    if desk.dossier.assigned_to is None:
        desk.dossier.assigned_to = review.reviewer
