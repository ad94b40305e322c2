"""A call as a whole: portfolio, shared passages, agreement, and what can be taken along."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from service.problems import Problem
from service.reviewing.agreeing import call_agreement, disagreements
from service.reviewing.call_archive import archive_call
from service.reviewing.errors import ReviewingError
from service.reviewing.exporting import export_annotated, export_table
from service.reviewing.mapping import call_map
from service.reviewing.overlapping import compared_pair, overlapping
from service.reviewing.portfolio import portfolio
from service.reviewing.sampling import sample_outcome
from service.security.roles import Scope, may
from service.web.review.desk_pages import attached
from service.web.review.digesting import refreshed
from service.web.review.map_drawing import drawn
from service.web.review.visits import Id, ManagingOf, ReviewingOf, told_of
from service.web.visit import Known, OurForm

router = APIRouter(prefix="/review/calls/{call_id}", include_in_schema=False)
PageNumber = Annotated[int, Query(ge=1, le=100_000)]
Number = Annotated[int, Path(ge=1, le=1_000_000)]
_GRADES = ("core", "contributes", "uncertain", "none")
_MOST_LISTED = 20
_MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("/portfolio")
def show_portfolio(visit: ReviewingOf, call_id: Id, page: PageNumber = 1) -> Response:
    """Heat map, coverage, languages and organisations."""
    found = portfolio(visit.backend, visit.principal, call_id, page)
    return _call_page(
        visit,
        "review/portfolio.html.j2",
        found,
        grades=_GRADES,
        most_listed=_MOST_LISTED,
        may_manage=may(visit.principal, Scope.CALLS),
        **told_of(visit),
    )


@router.get("/map")
def show_map(visit: ReviewingOf, call_id: Id, page: PageNumber = 1) -> Response:
    """The proposals as points: the closer, the more alike their chances on all spearheads."""
    found = call_map(visit.backend, visit.principal, call_id, page)
    drawing = drawn(found) if found.plane else None
    shown = _call_page(visit, "review/map.html.j2", found, drawing=drawing)
    return refreshed(visit, shown, found.call, waiting=found.waiting, empty=found.plane is None)


@router.get("/overlap")
def show_overlap(visit: ReviewingOf, call_id: Id, page: PageNumber = 1) -> Response:
    """The proposals that share text, and how much."""
    found = overlapping(visit.backend, visit.principal, call_id, page)
    shown = _call_page(visit, "review/overlap.html.j2", found)
    return refreshed(visit, shown, found.call, waiting=found.waiting, empty=not found.made)


@router.get("/overlap/{first}/{second}")
def show_pair(visit: ReviewingOf, call_id: Id, first: Number, second: Number) -> Response:
    """Two proposals, and the passages that stand in both."""
    found = compared_pair(visit.backend, visit.principal, call_id, (first, second))
    return _call_page(visit, "review/pair.html.j2", found)


def _call_page(visit: Known, template: str, found: Any, **content: Any) -> Response:  # noqa: ANN401
    return visit.show(
        template, found=found, call=found.call, path=f"/review/calls/{found.call.id}", **content
    )


@router.get("/agreement")
def show_agreement(visit: ReviewingOf, call_id: Id) -> Response:
    """How far reviewers agree with each other and with the checker."""
    found = call_agreement(visit.backend, visit.principal, call_id)
    return _call_page(
        visit,
        "review/agreement.html.j2",
        found,
        differing=disagreements(visit.backend, visit.principal, call_id),
        sample=sample_outcome(visit.backend, visit.principal, call_id),
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


@router.post("/archive")
async def download(visit: ReviewingOf, call_id: Id, form: OurForm) -> Response:
    """The dossiers that were ticked, or all of them, as one archive."""
    ids, redacted = [str(each) for each in form.getlist("dossier")], form.get("redacted") == "yes"
    try:
        content = await run_in_threadpool(
            archive_call,
            visit.backend,
            visit.principal,
            call_id,
            visit.wording.language,
            ids=ids,
            redacted=redacted,
        )
    except ReviewingError as error:
        return visit.go(f"/review/calls/{call_id}/portfolio?fault={error.key}")
    headers = {"Content-Disposition": f'attachment; filename="call-{call_id[:8]}.zip"'}
    return StreamingResponse(content, media_type="application/zip", headers=headers)


@router.post("/labels")
async def export_labels(visit: ManagingOf, call_id: Id, form: OurForm) -> Response:
    """The grades of reviewers as a dataset to measure the checker with."""
    del form
    try:
        content = await run_in_threadpool(export_annotated, visit.backend, visit.principal, call_id)
    except ReviewingError as error:
        return visit.go(f"/review/calls/{call_id}/portfolio?fault={error.key}")
    return attached(content, "application/zip", f"labels-{call_id[:8]}.zip")
