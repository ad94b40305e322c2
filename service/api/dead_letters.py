"""`/v1/deadletters`: jobs that were given up by a fault of ours."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from service.api.context import BackendOf, JobKeeper
from service.api.documented import NO_CONTENT, problems
from service.api.operation_schemas import DeadLetter, DeadLetterList
from service.api.schemas import ID_PATTERN
from service.dead_letters import list_dead_letters, requeue

router = APIRouter(prefix="/v1/deadletters", tags=["operation"])


@router.get("", response_model=DeadLetterList, responses=problems())
def read_dead_letters(backend: BackendOf, principal: JobKeeper) -> DeadLetterList:
    """The jobs that were given up, oldest first."""
    items = [
        DeadLetter(
            id=job.id,
            strategy=job.strategy,
            attempts=job.attempts,
            finished_at=job.finished_at or job.created_at,
            assessments=assessments,
        )
        for job, assessments in list_dead_letters(backend, principal.organisation)
    ]
    return DeadLetterList(items=items, self="/v1/deadletters")


@router.post("/{job_id}/requeue", status_code=204, responses={**NO_CONTENT, **problems("resourceNotFound")})
def requeue_job(
    backend: BackendOf,
    principal: JobKeeper,
    job_id: Annotated[str, Path(max_length=36, pattern=ID_PATTERN)],
) -> Response:
    """Try a job again from the start."""
    requeue(backend, principal, job_id)
    return Response(status_code=204)
