"""`/v1/assessments`: hand in, list, cancel, erase."""

import hashlib
import json
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from service import erasure
from service.api.answers import kept_json
from service.api.context import BackendOf, Eraser, LanesOf, Reader, Submitter
from service.api.documented import CREATED, NO_CONTENT, problems
from service.api.following import until_ended, wait_of
from service.api.intake import REQUEST_BODY, read_submission
from service.api.paging import GRADE_PARAMETER, FiltersOf, page_of
from service.api.schemas import ID_PATTERN, Accepted, Page
from service.backend import Backend
from service.ports import Principal
from service.problems import Problem
from service.states import OPEN, State
from service.store import idempotency
from service.store.blocks import blocks_of, sha256_of
from service.store.tables import Assessment
from service.submissions import Made, Once, Submission, submit

router = APIRouter(prefix="/v1/assessments", tags=["assessments"])
AssessmentId = Annotated[str, Path(max_length=36, pattern=ID_PATTERN, description="Id of an assessment.")]
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1, max_length=255, pattern=r"^[!-~]+$", description="Makes that repeating does no harm."
    ),
]
_FORGOTTEN_SECONDS = 30
"""A first request that has not been answered this long after its longest wait never will be."""


@router.post(
    "",
    status_code=202,
    response_model=Accepted,
    responses={
        **CREATED,
        **problems(
            "requestInProgress",
            "payloadTooLarge",
            "unsupportedMediaType",
            "idempotencyKeyReused",
            "refusedAddress",
        ),
    },
    openapi_extra={"requestBody": REQUEST_BODY},
)
async def create_assessment(
    request: Request,
    backend: BackendOf,
    lanes: LanesOf,
    principal: Submitter,
    prefer: Annotated[str | None, Header(max_length=200, examples=["wait=10"])] = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Hand in a proposal: a file, the sections of a form, or an address to fetch it from."""
    lanes.submitting.check_room()
    asked = wait_of(prefer)
    async with read_submission(request, backend) as submission:
        status = None if asked else 202
        made = await lanes.submitting.run(_hand_in, backend, principal, submission, idempotency_key, status)
    if made.repeated is not None:
        return _answer_again(backend, made.assessment, made.repeated.status, made.repeated.created_at)
    if not asked:
        return _accepted(backend, made.assessment.id, made.assessment.state)
    wait = min(asked, backend.settings.longest_wait_seconds)
    assessment = await until_ended(request, principal, made.assessment.id, wait)
    finished = assessment.state == State.DONE
    if idempotency_key is not None:
        key, status = (principal.organisation, idempotency_key), 201 if finished else 202
        await run_in_threadpool(idempotency.answered, backend.database, *key, status)
    return _created(assessment, wait) if finished else _accepted(backend, assessment.id, assessment.state)


@router.get(
    "",
    response_model=Page,
    response_model_exclude_none=True,
    responses=problems("resourceNotFound"),
    openapi_extra={"parameters": [GRADE_PARAMETER]},
)
def list_assessments(
    request: Request,
    backend: BackendOf,
    principal: Reader,
    filters: FiltersOf,
    cursor: Annotated[
        str | None, Query(max_length=200, pattern=ID_PATTERN, description="From the `next` of a page.")
    ] = None,
    page_size: Annotated[int, Query(alias="pageSize", ge=1, le=200)] = 50,
) -> Response:
    """The assessments of the organisation, newest first."""
    page = page_of(request, backend, principal, filters, cursor, page_size)
    return kept_json(request, page.model_dump(by_alias=True, exclude_none=True, mode="json"))


@router.delete("/{assessment_id}", status_code=204, responses={**NO_CONTENT, **problems("resourceNotFound")})
def erase_assessment(backend: BackendOf, principal: Eraser, assessment_id: AssessmentId) -> Response:
    """Erase an assessment with its file, text, reports and traces; only the audit log knows it was there."""
    erasure.erase(backend, principal, assessment_id)
    return Response(status_code=204)


@router.post(
    "/{assessment_id}/cancel",
    status_code=204,
    responses={**NO_CONTENT, **problems("resourceNotFound", "conflict")},
)
def cancel_assessment(backend: BackendOf, principal: Submitter, assessment_id: AssessmentId) -> Response:
    """Stop an assessment that has not ended yet."""
    erasure.cancel(backend, principal, assessment_id)
    return Response(status_code=204)


def _answer_again(backend: Backend, assessment: Assessment, status: int | None, begun: object) -> Response:
    """The answer that the first request got, or will have got."""
    from datetime import datetime, timedelta

    patience = timedelta(seconds=backend.settings.longest_wait_seconds + _FORGOTTEN_SECONDS)
    if status is None and isinstance(begun, datetime) and backend.services.now() - begun < patience:
        raise Problem("requestInProgress", headers={"Retry-After": str(backend.settings.poll_seconds)})
    if status == 201:  # noqa: PLR2004
        return _created(assessment, 0)
    # The first answer was given before there was a result, and this one is to say the same.
    state = State.QUEUED if assessment.state == State.DONE else assessment.state
    return _accepted(backend, assessment.id, state)


def _created(assessment: Assessment, wait: int) -> Response:
    headers = {"Location": f"/v1/assessments/{assessment.id}"}
    if wait:
        headers["Preference-Applied"] = f"wait={wait}"
    return Response(assessment.report, 201, headers=headers, media_type="application/json")


def _accepted(backend: Backend, id: str, state: str) -> Response:
    poll = backend.settings.poll_seconds if state in OPEN else 0
    body = Accepted(id=id, state=State(state).value, poll_after=poll)
    return JSONResponse(
        body.model_dump(by_alias=True),
        202,
        headers={"Location": f"/v1/assessments/{id}/status", "Retry-After": str(poll)},
    )


def _hand_in(
    backend: Backend, principal: Principal, submission: Submission, key: str | None, status: int | None
) -> Made:
    """Take a proposal in; `status` is that of the answer where it is known already."""
    once = Once(key, _fingerprint(submission), status) if key is not None else None
    return submit(backend, principal, submission, once)


def _fingerprint(submission: Submission) -> str:
    """Tells one request from another, whatever the form it came in."""
    parts = [
        sha256_of(blocks_of(submission.content)),
        submission.name,
        submission.strategy,
        submission.language,
        submission.reference,
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
