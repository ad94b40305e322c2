"""How an assessment is followed until it has ended: status, events, and waiting within a request."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse, StreamingResponse
from sqlalchemy.orm import defer, lazyload
from starlette.concurrency import run_in_threadpool

from service.api.context import BackendOf, Reader, WordingOf, backend_of
from service.api.documented import EVENTS, SEE_OTHER, problems
from service.api.schemas import ID_PATTERN, Status
from service.backend import Backend
from service.ports import Principal
from service.problems import Problem, details
from service.states import OPEN, State
from service.store.tables import Assessment
from service.wording import Wording

router = APIRouter(prefix="/v1/assessments/{assessment_id}", tags=["assessments"])
AssessmentId = Annotated[str, Path(max_length=36, pattern=ID_PATTERN, description="Id of an assessment.")]
_LOOK_SECONDS, _FOLLOW_SECONDS = 0.25, 1.0
"""How often one who waits for an answer is looked for, and one who follows for as long as it takes."""
_QUIET_SECONDS = 15.0
"""How long a stream of events may stay silent before it says that it is still there."""


@router.get(
    "/status",
    response_model=Status,
    response_model_exclude_none=True,
    responses={**SEE_OTHER, **problems("resourceNotFound")},
)
def read_status(
    backend: BackendOf, principal: Reader, wording: WordingOf, assessment_id: AssessmentId
) -> Response:
    """Where an assessment stands; leads to the assessment when it is done."""
    assessment = find(backend, principal, assessment_id, whole=False)
    if assessment.state == State.DONE:
        return RedirectResponse(f"/v1/assessments/{assessment_id}", 303)
    headers = {"Content-Language": wording.language}
    if assessment.state in OPEN:
        headers["Retry-After"] = str(backend.settings.poll_seconds)
    return JSONResponse(status_content(assessment, backend, wording), headers=headers)


@router.get("/events", response_class=StreamingResponse, responses={**EVENTS, **problems("resourceNotFound")})
async def follow(
    request: Request,
    backend: BackendOf,
    principal: Reader,
    wording: WordingOf,
    assessment_id: AssessmentId,
) -> Response:
    """The status as server-sent events, each time that it changes, until the assessment has ended."""
    await run_in_threadpool(find, backend, principal, assessment_id, whole=False)
    events = _events(request, principal, assessment_id, wording)
    return StreamingResponse(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def find(backend: Backend, principal: Principal, assessment_id: str, *, whole: bool = True) -> Assessment:
    """An assessment of the caller's own organisation; raises Problem where there is none.

    One that is not `whole` has no report and no grades, and tells how far it is at half the price.
    """
    less = () if whole else (defer(Assessment.report), lazyload(Assessment.grades))
    with backend.database.read() as session:
        assessment = session.get(Assessment, assessment_id, options=less)
    if assessment is None or assessment.organisation_id != principal.organisation:
        raise Problem("resourceNotFound")
    return assessment


def status_content(assessment: Assessment, backend: Backend, wording: Wording) -> dict[str, Any]:
    """The status as JSON."""
    still = assessment.state in OPEN
    status = Status(
        id=assessment.id,
        state=State(assessment.state).value,
        progress=assessment.job.progress if still else 100,
        poll_after=backend.settings.poll_seconds if still else None,
        problem=problem_content(assessment, wording),
    )
    return status.model_dump(by_alias=True, exclude_none=True)


def problem_content(assessment: Assessment, wording: Wording) -> dict[str, Any] | None:
    """Why an assessment failed, in words; None for one that did not."""
    kept = assessment.problem
    if not kept:
        return None
    content = details(Problem(kept["key"]), wording).content()
    if "sentences" in kept:
        content |= {"detail": kept["sentences"][wording.language], "reason": kept["reason"]}
    return content


async def until_ended(request: Request, principal: Principal, assessment_id: str, seconds: int) -> Assessment:
    """The assessment when it has ended, or as it stands when the time is over or the service stops."""
    end = asyncio.get_running_loop().time() + seconds
    while True:
        assessment = await run_in_threadpool(find, backend_of(request), principal, assessment_id)
        time_is_over = asyncio.get_running_loop().time() >= end
        if assessment.state not in OPEN or time_is_over or request.app.state.stopping():
            return assessment
        await asyncio.sleep(_LOOK_SECONDS)


def wait_of(prefer: str | None) -> int:
    """The seconds of `Prefer: wait=N`; 0 without it."""
    for part in (prefer or "").split(","):
        name, _, value = part.strip().partition("=")
        if name.lower() == "wait" and value.isascii() and value.isdigit():
            return int(value[:9])
    return 0


async def _events(
    request: Request, principal: Principal, assessment_id: str, wording: Wording
) -> AsyncIterator[str]:
    backend, last, quiet = backend_of(request), "", 0.0
    while not request.app.state.stopping():  # whoever follows comes back, to the service that is next
        try:
            assessment = await run_in_threadpool(find, backend, principal, assessment_id, whole=False)
        except Problem:  # erased while somebody was looking
            return
        now = json.dumps(status_content(assessment, backend, wording), ensure_ascii=False)
        if now != last or quiet >= _QUIET_SECONDS:
            yield f"event: status\ndata: {now}\n\n" if now != last else ": still there\n\n"
            last, quiet = now, 0.0
        if assessment.state not in OPEN:
            return
        await asyncio.sleep(_FOLLOW_SECONDS)
        quiet += _FOLLOW_SECONDS
