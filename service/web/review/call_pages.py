"""A call as a whole: portfolio, shared passages, agreement, and what can be taken along."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from starlette.concurrency import run_in_threadpool

from service.problems import Problem
from service.reviewing.agreeing import call_agreement, disagreements
from service.reviewing.errors import ReviewingError
from service.reviewing.exporting import export_annotated, export_table
from service.reviewing.portfolio import overlapping, portfolio
from service.security.roles import Scope, may
from service.web.review.desk_pages import attached
from service.web.review.visits import Id, ManagingOf, ReviewingOf, told_of
from service.web.visit import OurForm

router = APIRouter(prefix="/review/calls/{call_id}", include_in_schema=False)
ROWS = 100
"""Rows of the heat map on a page."""
_GRADES = ("core", "contributes", "uncertain", "none")
_MOST_LISTED = 20
_MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("/portfolio")
def show_portfolio(
    visit: ReviewingOf, call_id: Id, page: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> Response:
    """Heat map, coverage, languages and organisations."""
    found = portfolio(visit.backend, visit.principal, call_id)
    pages = max(1, -(-len(found.rows) // ROWS))
    at = min(page, pages)
    return visit.show(
        "review/portfolio.html.j2",
        found=found,
        call=found.call,
        path=f"/review/calls/{call_id}",
        rows=found.rows[(at - 1) * ROWS : at * ROWS],
        page=at,
        pages=pages,
        grades=_GRADES,
        most_listed=_MOST_LISTED,
        may_manage=may(visit.principal, Scope.CALLS),
        **told_of(visit),
    )


@router.get("/overlap")
def show_overlap(visit: ReviewingOf, call_id: Id) -> Response:
    """The proposals that share text, and which passages."""
    found = overlapping(visit.backend, visit.principal, call_id)
    return visit.show("review/overlap.html.j2", found=found, call=found.call, path=f"/review/calls/{call_id}")


@router.get("/agreement")
def show_agreement(visit: ReviewingOf, call_id: Id) -> Response:
    """How far reviewers agree with each other and with the checker."""
    found = call_agreement(visit.backend, visit.principal, call_id)
    return visit.show(
        "review/agreement.html.j2",
        found=found,
        call=found.call,
        path=f"/review/calls/{call_id}",
        differing=disagreements(visit.backend, visit.principal, call_id),
    )


@router.post("/export")
async def export(visit: ReviewingOf, call_id: Id, form: OurForm) -> Response:
    """The dossiers that were ticked, or all of them, as a table."""
    format = str(form.get("format") or "csv")
    if format not in _MEDIA_TYPES:
        raise Problem("badRequest")
    ids, redacted = [str(each) for each in form.getlist("dossier")], form.get("redacted") == "yes"
    content = await run_in_threadpool(
        export_table, visit.backend, visit.principal, call_id, format, ids=ids, redacted=redacted
    )
    return attached(content, _MEDIA_TYPES[format], f"call-{call_id[:8]}.{format}")


@router.post("/labels")
async def export_labels(visit: ManagingOf, call_id: Id, form: OurForm) -> Response:
    """The grades of reviewers as a dataset to measure the checker with."""
    del form
    try:
        content = await run_in_threadpool(export_annotated, visit.backend, visit.principal, call_id)
    except ReviewingError as error:
        return visit.go(f"/review/calls/{call_id}/portfolio?fault={error.key}")
    return attached(content, "application/zip", f"labels-{call_id[:8]}.zip")
