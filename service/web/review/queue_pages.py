"""Calls, and the queue of one call with its filters, views and bulk actions."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from corpus.strategies import in_language
from service.problems import Problem
from service.reviewing.calls import list_calls, spearheads_of
from service.reviewing.errors import ReviewingError
from service.reviewing.filters import NAMES, Filters, filters_from
from service.reviewing.handling import add_tag, assign, drop_view, keep_view, kept_views, remove_tag
from service.reviewing.queue import queue_page
from service.reviewing.sight import choose_grades
from service.security.roles import Scope, may
from service.web.review.visits import Id, ReviewingOf, done_or_told, told_of
from service.web.visit import Known, OurForm

router = APIRouter(prefix="/review", include_in_schema=False)
_STATUSES = ("waiting", "reading", "second", "read")
_GRADES = ("core", "contributes", "none", "uncertain")


@router.get("")
def show_calls(visit: ReviewingOf) -> Response:
    """The calls in which the visitor has a part."""
    lines = list_calls(visit.backend, visit.principal)
    names = {line.call.strategy: _title_of(visit, line.call.strategy) for line in lines}
    may_make = may(visit.principal, Scope.CALLS)
    return visit.show(
        "review/calls.html.j2", lines=lines, strategies=names, may_make=may_make, **told_of(visit)
    )


def _title_of(visit: Known, strategy: str) -> str:
    """The title of a strategy, or its id where it is not known any more."""
    found = visit.backend.strategies.find(strategy)
    return in_language(found.title, visit.wording.language) if found else strategy


@router.get("/calls/{call_id}")
def show_queue(
    visit: ReviewingOf, call_id: Id, page: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> Response:
    """One page of the queue."""
    told = told_of(visit)
    try:
        filters = filters_from(visit.request.query_params)
        found = queue_page(visit.backend, visit.principal, call_id, filters, page)
    except ReviewingError as error:
        told["fault"] = visit.wording.say(f"review.error.{error.key}")
        filters = Filters()
        found = queue_page(visit.backend, visit.principal, call_id, filters)
    spearheads = spearheads_of(visit.backend, found.line.call)
    return visit.show(
        "review/queue.html.j2",
        found=found,
        call=found.line.call,
        path=f"/review/calls/{call_id}",
        spearheads=[(each.id, in_language(each.title, visit.wording.language)) for each in spearheads],
        statuses=_STATUSES,
        grades=_GRADES,
        views=[
            (view.name, urlencode(view.query)) for view in kept_views(visit.backend, visit.principal, call_id)
        ],
        query=urlencode(filters.query()),
        **told,
    )


@router.post("/calls/{call_id}/grades")
async def choose(visit: ReviewingOf, call_id: Id, form: OurForm) -> Response:
    """Let the visitor sort and filter by grade from now on."""
    del form
    await run_in_threadpool(choose_grades, visit.backend, visit.principal, call_id)
    return visit.go(f"/review/calls/{call_id}?done=grades_chosen")


@router.post("/calls/{call_id}/views")
async def keep(visit: ReviewingOf, call_id: Id, form: OurForm) -> Response:
    """Keep the filters of the page under a name, or forget a name."""
    name = str(form.get("name") or "")

    def act() -> str:
        if form.get("act") == "drop":
            drop_view(visit.backend, visit.principal, call_id, name)
            return "view_dropped"
        filters = filters_from({key: str(form.get(key) or "") for key in NAMES})
        keep_view(visit.backend, visit.principal, call_id, name, filters)
        return "view_kept"

    return await run_in_threadpool(done_or_told, visit, _back(call_id, form), act)


@router.post("/calls/{call_id}/dossiers")
async def handle(visit: ReviewingOf, call_id: Id, form: OurForm) -> Response:
    """Tag or assign the dossiers that were ticked."""
    act = str(form.get("act") or "")
    ids = [str(each) for each in form.getlist("dossier")]

    def handled() -> str:
        return _handle(visit, call_id, act, ids, form)

    return await run_in_threadpool(done_or_told, visit, _back(call_id, form), handled)


def _handle(visit: Known, call_id: str, act: str, ids: list[str], form: FormData) -> str:
    backend, principal = visit.backend, visit.principal
    if act in {"tag", "untag"}:
        change = add_tag if act == "tag" else remove_tag
        change(backend, principal, call_id, ids, str(form.get("tag") or ""))
        return "tagged"
    if act in {"first", "second"}:
        assign(
            backend, principal, call_id, ids, str(form.get("reader") or "").strip(), second=act == "second"
        )
        return "assigned"
    raise Problem("badRequest")


def _back(call_id: str, form: FormData) -> str:
    """The page of the queue that a form stood on; only known filters are carried over."""
    kept = {name: str(form.get(f"at-{name}") or "") for name in (*NAMES, "page")}
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"/review/calls/{call_id}" + (f"?{query}" if query else "")
