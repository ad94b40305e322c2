"""The proposals that somebody has had checked: the newest version of each, and those before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy import func, select
from sqlalchemy.orm import aliased, defer, selectinload

from service.store.page_tables import Version
from service.store.tables import Assessment
from service.web.private import in_private, is_private
from service.web.visit import Known, ReadingOf

router = APIRouter(include_in_schema=False)
_ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal with its newest version; `grades` are in the order of the strategy."""

    assessment: Assessment
    versions: int
    private: bool
    grades: Sequence[tuple[str, str]]


@router.get("/proposals")
def list_proposals(visit: ReadingOf, page: Annotated[int, Query(ge=1, le=10_000)] = 1) -> Response:
    """One page of them, the newest first."""
    found = _lines(visit, page)
    return visit.show("proposals.html.j2", lines=found[:_ON_A_PAGE], page=page, more=len(found) > _ON_A_PAGE)


def _lines(visit: Known, page: int) -> list[Line]:
    own, later = aliased(Version), aliased(Version)
    newest = select(func.max(later.number)).where(later.proposal_id == own.proposal_id).scalar_subquery()
    owners = (visit.principal.organisation, in_private(visit.principal).organisation)
    statement = (
        select(Assessment, own.number)
        .join(own, own.assessment_id == Assessment.id)
        .where(Assessment.organisation_id.in_(owners), Assessment.created_by == visit.principal.name)
        .where(own.number == newest)
        .order_by(Assessment.created_at.desc(), Assessment.id)
        .offset((page - 1) * _ON_A_PAGE)
        .limit(_ON_A_PAGE + 1)
        .options(defer(Assessment.report), selectinload(Assessment.grades))
    )
    with visit.backend.database.read() as session:
        return [_line(assessment, number) for assessment, number in session.execute(statement)]


def _line(assessment: Assessment, number: int) -> Line:
    grades = [
        (each.spearhead, each.grade) for each in sorted(assessment.grades, key=lambda each: each.position)
    ]
    return Line(assessment, number, is_private(assessment), grades)
