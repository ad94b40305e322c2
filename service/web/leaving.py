"""Leaving the pages: where scripts run, the browser tells it, and tells when somebody is still there."""

from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from service.web.finding import find_for
from service.web.private import is_private, mark_here, mark_left
from service.web.visit import PRIVATE_CHECKS, OurForm, ReadingOf

if TYPE_CHECKING:
    from service.backend import Backend
    from service.store.tables import Assessment
    from service.web.visit import Known

router = APIRouter(include_in_schema=False)
_MOST = 20


def remember_private(session: MutableMapping[str, Any], assessment_id: str) -> None:
    """Note in the session of a browser that it asked for a private check: only that browser can leave it."""
    session[PRIVATE_CHECKS] = [*session.get(PRIVATE_CHECKS, ()), assessment_id][-_MOST:]


@router.post("/left")
async def left(visit: ReadingOf, form: OurForm) -> Response:
    """A page was closed: what is private goes soon, unless somebody is still there."""
    del form
    return await run_in_threadpool(_mark, visit, mark_left)


@router.post("/here")
async def here(visit: ReadingOf, form: OurForm) -> Response:
    """A page is open: nothing is to go before its time."""
    del form
    return await run_in_threadpool(_mark, visit, mark_here)


def _mark(visit: "Known", mark: "Callable[[Backend, Assessment], None]") -> Response:
    for assessment_id in visit.request.session.get(PRIVATE_CHECKS, ()):
        found = find_for(visit, assessment_id)
        if found is not None and is_private(found[1]):
            mark(visit.backend, found[1])
    return Response(status_code=204)
