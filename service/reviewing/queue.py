"""The queue of a call, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from service.ports import Principal
from service.reviewing.calls import CallLine, call_line, own_call
from service.reviewing.errors import ReviewingError
from service.reviewing.filters import Filters, filtered, ordered
from service.reviewing.sight import chose_grades, seen_dossiers
from service.store.dossiers import FLAG, TAG
from service.store.review_tables import Call, Dossier, DossierMark, Review
from service.store.tables import Assessment, AssessmentGrade

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.backend import Backend

PAGE = 50
"""Dossiers on a page."""
_MOST_CHOICES = 200
"""Values of one filter that are offered to choose from."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A dossier in a queue. `own` is how far the viewer's own review is: "", draft, saved or finished.

    `grades` are the checker's, by spearhead; None as long as the viewer may not see them.
    """

    id: str
    number: int
    name: str
    applicant: str
    language: str | None
    status: str
    state: str
    assigned_to: str | None
    own: str
    flags: tuple[str, ...]
    tags: tuple[str, ...]
    arrived_at: "datetime"
    grades: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page; `page` counts from 1. `choices` are the values that occur, by filter.

    `grades_chosen` tells that the viewer may sort and filter by grade.
    """

    line: CallLine
    filters: Filters
    rows: Sequence[QueueRow]
    total: int
    page: int
    pages: int
    choices: Mapping[str, Sequence[str]]
    grades_chosen: bool


def queue_page(
    backend: "Backend", principal: Principal, call_id: str, filters: Filters, page: int = 1
) -> QueuePage:
    """A page of the queue.

    Raises:
        ReviewingError: the filters are about grades, and the principal has not chosen to see those.
    """
    with backend.database.read() as session:
        call = own_call(session, principal, call_id)
        chosen = chose_grades(session, call, principal) is not None
        if filters.by_grade and not chosen:
            raise ReviewingError("grades_not_chosen")
        found = filtered(select(Dossier).where(Dossier.call_id == call.id), filters)
        total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
        pages = max(1, -(-total // PAGE))
        at = min(max(page, 1), pages)
        limited = ordered(found, filters).offset((at - 1) * PAGE).limit(PAGE)
        rows = _rows(session, call, principal, list(session.scalars(limited)))
        choices = _choices(session, call)
        return QueuePage(call_line(session, call), filters, rows, total, at, pages, choices, chosen)


def _rows(
    session: "Session", call: Call, principal: Principal, dossiers: Sequence[Dossier]
) -> list[QueueRow]:
    ids = [dossier.id for dossier in dossiers]
    seen = seen_dossiers(session, call, principal)
    shown = [each.assessment_id for each in dossiers if seen is None or each.id in seen]
    marks, grades, own = _marks(session, ids), _grades(session, shown), _own(session, principal, ids)
    states = _states(session, [dossier.assessment_id for dossier in dossiers])
    return [
        QueueRow(
            id=each.id,
            number=each.number,
            name=each.name,
            applicant=each.applicant,
            language=each.language,
            status=each.status,
            state=states[each.assessment_id],
            assigned_to=each.assigned_to,
            own=own.get(each.id, ""),
            flags=tuple(marks.get((each.id, FLAG), ())),
            tags=tuple(marks.get((each.id, TAG), ())),
            arrived_at=each.arrived_at,
            grades=grades.get(each.assessment_id),
        )
        for each in dossiers
    ]


def _marks(session: "Session", ids: Sequence[str]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    statement = select(DossierMark).where(DossierMark.dossier_id.in_(ids)).order_by(DossierMark.value)
    for mark in session.scalars(statement):
        found.setdefault((mark.dossier_id, mark.kind), []).append(mark.value)
    return found


def _grades(session: "Session", assessments: Sequence[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    statement = select(AssessmentGrade).where(AssessmentGrade.assessment_id.in_(assessments))
    for grade in session.scalars(statement.order_by(AssessmentGrade.position)):
        found.setdefault(grade.assessment_id, {})[grade.spearhead] = grade.grade
    return found


def _own(session: "Session", principal: Principal, ids: Sequence[str]) -> dict[str, str]:
    statement = select(Review.dossier_id, Review.saved_at, Review.finished_at).where(
        Review.dossier_id.in_(ids), Review.reviewer == principal.name
    )
    return {
        id: "finished" if finished else "saved" if saved else "draft"
        for id, saved, finished in session.execute(statement)
    }


def _states(session: "Session", ids: Sequence[str]) -> dict[str, str]:
    statement = select(Assessment.id, Assessment.state).where(Assessment.id.in_(ids))
    return dict(session.execute(statement).all())


def _choices(session: "Session", call: Call) -> dict[str, list[str]]:
    """The values that occur in the queue, by filter."""
    choices = {}
    for name, column in (
        ("language", Dossier.language),
        ("applicant", Dossier.applicant),
        ("assigned", Dossier.assigned_to),
    ):
        values = select(column).where(Dossier.call_id == call.id, Dossier.queued).distinct()
        found = session.scalars(values.order_by(column).limit(_MOST_CHOICES))
        choices[name] = [value for value in found if value]
    for kind in (FLAG, TAG):
        marked = select(DossierMark.value).join(Dossier, Dossier.id == DossierMark.dossier_id)
        values = marked.where(Dossier.call_id == call.id, Dossier.queued, DossierMark.kind == kind).distinct()
        choices[kind] = list(session.scalars(values.order_by(DossierMark.value).limit(_MOST_CHOICES)))
    return choices


def neighbours(session: "Session", call: Call, dossier: Dossier) -> tuple[str | None, str | None]:
    """The dossiers before and after one in the queue, in order of arrival."""
    ids = select(Dossier.id).where(Dossier.call_id == call.id, Dossier.queued)
    before = ids.where(Dossier.number < dossier.number).order_by(Dossier.number.desc()).limit(1)
    after = ids.where(Dossier.number > dossier.number).order_by(Dossier.number).limit(1)
    return session.scalar(before), session.scalar(after)
