"""`/v1/assessments`: hand in, follow, read."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from service.api.context import BackendOf, PrincipalOf, WordingOf
from service.api.intake import read_submission
from service.api.schemas import Accepted, Status
from service.backend import Backend
from service.ports import Principal
from service.problems import Problem, details
from service.states import OPEN, State
from service.store.tables import Assessment
from service.submissions import submit
from service.wording import Wording

router = APIRouter(prefix="/v1/assessments", tags=["assessments"])
_LOOK_SECONDS = 0.25


@router.post("", status_code=202)
async def create_assessment(
    request: Request,
    backend: BackendOf,
    principal: PrincipalOf,
    prefer: Annotated[str | None, Header()] = None,
) -> Response:
    """Hand in a proposal."""
    submission = await read_submission(request, backend)
    assessment = await run_in_threadpool(submit, backend, principal, submission)
    wait = min(_wait_of(prefer), backend.settings.longest_wait_seconds)
    assessment = await _waited(backend, principal, assessment.id, wait)
    if assessment.state == State.DONE and prefer:
        return Response(
            assessment.report,
            201,
            headers={"Location": f"/v1/assessments/{assessment.id}", "Preference-Applied": f"wait={wait}"},
            media_type="application/json",
        )
    poll = backend.settings.poll_seconds
    body = Accepted(id=assessment.id, state=assessment.state, poll_after=poll)
    return JSONResponse(
        body.model_dump(by_alias=True),
        202,
        headers={"Location": f"/v1/assessments/{assessment.id}/status", "Retry-After": str(poll)},
    )


@router.get("/{assessment_id}/status")
def read_status(
    assessment_id: str, backend: BackendOf, principal: PrincipalOf, wording: WordingOf
) -> Response:
    """Where an assessment stands; 303 to the assessment when it is done."""
    assessment = find(backend, principal, assessment_id)
    if assessment.state == State.DONE:
        return RedirectResponse(f"/v1/assessments/{assessment_id}", 303)
    return JSONResponse(status_content(assessment, backend, wording))


@router.get("/{assessment_id}/events")
async def follow(
    assessment_id: str, backend: BackendOf, principal: PrincipalOf, wording: WordingOf
) -> Response:
    """The status, and again each time that it changes, until the assessment has ended."""
    await run_in_threadpool(find, backend, principal, assessment_id)
    return StreamingResponse(
        _events(backend, principal, assessment_id, wording), media_type="text/event-stream"
    )


@router.get("/{assessment_id}")
def read_assessment(assessment_id: str, backend: BackendOf, principal: PrincipalOf) -> Response:
    """The assessment as JSON."""
    assessment = find(backend, principal, assessment_id)
    if assessment.state != State.DONE:
        raise Problem("notFinished")
    return Response(assessment.report, media_type="application/json")


def find(backend: Backend, principal: Principal, assessment_id: str) -> Assessment:
    """An assessment of the caller's own organisation; raises Problem where there is none."""
    with backend.database.read() as session:
        assessment = session.get(Assessment, assessment_id)
    if assessment is None or assessment.organisation_id != principal.organisation:
        raise Problem("resourceNotFound")
    return assessment


def status_content(assessment: Assessment, backend: Backend, wording: Wording) -> dict[str, Any]:
    """The status as JSON."""
    still = assessment.state in OPEN
    status = Status(
        id=assessment.id,
        state=assessment.state,
        progress=assessment.job.progress if still else 100,
        poll_after=backend.settings.poll_seconds if still else None,
        problem=_problem_content(assessment, wording),
    )
    return status.model_dump(by_alias=True, exclude_none=True)


def _problem_content(assessment: Assessment, wording: Wording) -> dict[str, Any] | None:
    kept = assessment.problem
    if not kept:
        return None
    content = details(Problem(kept["key"], detail=""), wording).content()
    if "sentences" in kept:
        content |= {"detail": kept["sentences"][wording.language], "reason": kept["reason"]}
    return content


async def _events(
    backend: Backend, principal: Principal, assessment_id: str, wording: Wording
) -> AsyncIterator[str]:
    last = ""
    while True:
        assessment = await run_in_threadpool(find, backend, principal, assessment_id)
        now = json.dumps(status_content(assessment, backend, wording), ensure_ascii=False)
        if now != last:
            yield f"event: status\ndata: {now}\n\n"
        last = now
        if assessment.state not in OPEN:
            return
        await asyncio.sleep(_LOOK_SECONDS)


async def _waited(backend: Backend, principal: Principal, assessment_id: str, seconds: int) -> Assessment:
    """The assessment when it has ended, or as it stands when the time is over."""
    end = asyncio.get_running_loop().time() + seconds
    while True:
        assessment = await run_in_threadpool(find, backend, principal, assessment_id)
        if assessment.state not in OPEN or asyncio.get_running_loop().time() >= end:
            return assessment
        await asyncio.sleep(_LOOK_SECONDS)


def _wait_of(prefer: str | None) -> int:
    """The seconds of `Prefer: wait=N`; 0 without it."""
    for part in (prefer or "").split(","):
        name, _, value = part.strip().partition("=")
        if name.lower() == "wait" and value.isascii() and value.isdigit():
            return int(value[:9])
    return 0
