"""`/v1/batches`: many proposals in one request."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse

from service.api.answers import kept_json
from service.api.assessments import IdempotencyKey
from service.api.context import BackendOf, LanesOf, Reader, Submitter
from service.api.documented import problems
from service.api.intake import REFERENCE, STRATEGY, read_batch
from service.api.paging import summary_of
from service.api.schemas import ID_PATTERN, Batch, BatchAccepted
from service.batches import find_batch, submit_batch

router = APIRouter(prefix="/v1/batches", tags=["batches"])
BatchId = Annotated[str, Path(max_length=36, pattern=ID_PATTERN, description="Id of a batch.")]
_REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {"schema": {"$ref": "#/components/schemas/BatchRequest"}},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "array", "minItems": 1, "items": {"type": "string", "format": "binary"}},
                    "reference": {
                        "type": "array",
                        "items": REFERENCE,
                        "description": "One for each file, in the same order.",
                    },
                    "strategy": STRATEGY,
                    "language": {"type": "string", "enum": ["nl", "en", "fr"]},
                },
                "additionalProperties": False,
            }
        },
    },
}


@router.post(
    "",
    status_code=202,
    response_model=BatchAccepted,
    responses=problems(
        "requestInProgress",
        "payloadTooLarge",
        "unsupportedMediaType",
        "idempotencyKeyReused",
        "refusedAddress",
    ),
    openapi_extra={"requestBody": _REQUEST_BODY},
)
async def create_batch(
    request: Request,
    backend: BackendOf,
    lanes: LanesOf,
    principal: Submitter,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Hand in many proposals: files with the caller's own references, or forms. All are taken in or none."""
    lanes.batches.check_room()
    async with read_batch(request, backend) as (submissions, reference):
        batch_id = await lanes.batches.run(
            submit_batch, backend, principal, submissions, reference, idempotency_key
        )
    poll = backend.settings.poll_seconds
    body = BatchAccepted(id=batch_id, state="running", poll_after=poll)
    headers = {"Location": f"/v1/batches/{batch_id}", "Retry-After": str(poll)}
    return JSONResponse(body.model_dump(by_alias=True), 202, headers=headers)


@router.get(
    "/{batch_id}",
    response_model=Batch,
    response_model_exclude_none=True,
    responses=problems("resourceNotFound"),
)
def read_batch_state(request: Request, backend: BackendOf, principal: Reader, batch_id: BatchId) -> Response:
    """A batch: how far it is, and each of its assessments."""
    batch = find_batch(backend, principal, batch_id)
    content = Batch(
        id=batch_id,
        state="done" if batch.ended else "running",
        reference=batch.row.reference,
        created_at=batch.row.created_at,
        finished_at=batch.row.finished_at,
        counts=batch.counts,
        poll_after=None if batch.ended else backend.settings.poll_seconds,
        items=[summary_of(assessment) for assessment in batch.assessments],
        self=f"/v1/batches/{batch_id}",
    )
    return kept_json(request, content.model_dump(by_alias=True, exclude_none=True, mode="json"))
