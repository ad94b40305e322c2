"""A call as a whole: who covers which spearhead, in which languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, select

from service.ports import Principal
from service.reviewing.calls import own_call, spearheads_of
from service.reviewing.sight import shown_dossiers
from service.store.review_tables import Call, Dossier, Review, ReviewGrade
from service.store.tables import AssessmentGrade

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from corpus.strategies import Spearhead
    from service.backend import Backend


PAGE = 100
"""Dossiers on a page."""
Conditions = Sequence[ColumnElement[bool]]
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """A dossier with the checker's grades by spearhead; None where the viewer may not see them yet."""

    id: str
    number: int
    name: str
    applicant: str
    grades: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A call as a whole, with one page of its dossiers.

    `machine` and `people` count grades by spearhead over all dossiers, without the `covered` ones.
    """

    call: Call
    spearheads: "Sequence[Spearhead]"
    rows: Sequence[PortfolioRow]
    page: int
    pages: int
    machine: Mapping[str, Mapping[str, int]]
    people: Mapping[str, Mapping[str, int]]
    languages: Mapping[str, int]
    applicants: Mapping[str, int]
    covered: int


def portfolio(backend: "Backend", principal: Principal, call_id: str, page: int = 1) -> Portfolio:
    """The call as this principal may see it."""
    with backend.database.read() as session:
        call = own_call(session, principal, call_id)
        seen = shown_dossiers(session, call, principal)
        listed = [Dossier.call_id == call.id, Dossier.language.is_not(None)]
        if seen is not None:  # whoever may not know which files are low-graded sees those in the queue
            listed.append(Dossier.queued.is_(True))
        shown = [*listed, Dossier.id.in_(seen)] if seen is not None else listed
        total, uncovered = (_number(session, where) for where in (listed, shown))
        pages = max(1, -(-total // PAGE))
        at = min(page, pages)
        return Portfolio(
            call=call,
            spearheads=spearheads_of(backend, call),
            rows=_rows(session, listed, seen, at),
            page=at,
            pages=pages,
            machine=_machine(session, shown),
            people=_people(session, shown),
            languages=_most_first(session, call, Dossier.language),
            applicants=_most_first(session, call, Dossier.applicant),
            covered=total - uncovered,
        )


def _number(session: "Session", where: Conditions) -> int:
    return session.scalar(select(func.count()).select_from(Dossier).where(*where)) or 0


def _rows(session: "Session", where: Conditions, seen: set[str] | None, page: int) -> list[PortfolioRow]:
    columns = select(Dossier.id, Dossier.number, Dossier.name, Dossier.applicant, Dossier.assessment_id)
    found = columns.where(*where).order_by(Dossier.number).offset((page - 1) * PAGE).limit(PAGE)
    rows = session.execute(found).all()
    statement = select(AssessmentGrade.assessment_id, AssessmentGrade.spearhead, AssessmentGrade.grade)
    grades: dict[str, dict[str, str]] = {}
    shown = [row.assessment_id for row in rows if seen is None or row.id in seen]
    for assessment, spearhead, grade in session.execute(
        statement.where(AssessmentGrade.assessment_id.in_(shown))
    ):
        grades.setdefault(assessment, {})[spearhead] = grade
    return [PortfolioRow(*row[:4], grades.get(row.assessment_id)) for row in rows]


def _machine(session: "Session", where: Conditions) -> Counts:
    counted = select(AssessmentGrade.spearhead, AssessmentGrade.grade, func.count()).join(
        Dossier, Dossier.assessment_id == AssessmentGrade.assessment_id
    )
    by = (AssessmentGrade.spearhead, AssessmentGrade.grade)
    return _counts(session.execute(counted.where(*where).group_by(*by)).all())


def _people(session: "Session", where: Conditions) -> Counts:
    counted = (
        select(ReviewGrade.spearhead, ReviewGrade.grade, func.count())
        .join(Review, Review.id == ReviewGrade.review_id)
        .join(Dossier, Dossier.id == Review.dossier_id)
        .where(*where, Review.saved_at.is_not(None))
    )
    return _counts(session.execute(counted.group_by(ReviewGrade.spearhead, ReviewGrade.grade)).all())


def _counts(rows: Sequence[Any]) -> Counts:
    counts: Counts = {}
    for spearhead, grade, number in rows:
        counts.setdefault(spearhead, {})[grade] = number
    return counts


def _most_first(session: "Session", call: Call, column: "InstrumentedAttribute[Any]") -> dict[str, int]:
    counted = select(column, func.count()).where(Dossier.call_id == call.id).group_by(column)
    found = [(value, number) for value, number in session.execute(counted) if value]
    return dict(sorted(found, key=lambda item: (-item[1], item[0])))
