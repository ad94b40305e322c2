"""What the service is doing: the queue of work, what could not be read, and jobs that were given up."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response
from sqlalchemy import func, select
from starlette.concurrency import run_in_threadpool

from service.dead_letters import dismiss, list_dead_letters, requeue
from service.job_lists import cancel_job, list_open, list_unreadable
from service.store.tables import Job, Worker
from service.web.admin.visits import JobsOf, told_of
from service.web.visit import Known, OurForm

if TYPE_CHECKING:
    from service.backend import Backend
    from service.ports import Principal

PATH = "/admin/work"
router = APIRouter(prefix=PATH, include_in_schema=False)
_MOST_OPEN, _MOST_UNREADABLE = 100, 50


@router.get("")
def show_work(visit: JobsOf) -> Response:
    """The queue, the workers, what could not be read, and the jobs that were given up."""
    backend, organisation = visit.backend, visit.principal.organisation
    since = backend.services.now() - timedelta(seconds=backend.settings.lease_seconds)
    counted = select(Job.state, func.count()).where(Job.organisation_id == organisation).group_by(Job.state)
    with backend.database.read() as session:
        states = dict(session.execute(counted).all())
        workers = list(session.scalars(select(Worker).where(Worker.seen_at >= since).order_by(Worker.name)))
    return visit.show(
        "admin/work.html.j2",
        states=states,
        workers=workers,
        open=list_open(backend, organisation, _MOST_OPEN),
        unreadable=list_unreadable(backend, organisation, _MOST_UNREADABLE),
        letters=list_dead_letters(backend, organisation),
        **told_of(visit),
    )


@router.post("/cancel")
async def stop(visit: JobsOf, form: OurForm) -> Response:
    """Stop a job for all that wait for it."""
    return await run_in_threadpool(_done, visit, cancel_job, str(form.get("job") or ""), "job_cancelled")


@router.post("/requeue")
async def try_again(visit: JobsOf, form: OurForm) -> Response:
    """Try a job again from the start."""
    return await run_in_threadpool(_done, visit, requeue, str(form.get("job") or ""), "requeued")


@router.post("/dismiss")
async def let_rest(visit: JobsOf, form: OurForm) -> Response:
    """Take a job that was given up off the list."""
    return await run_in_threadpool(_done, visit, dismiss, str(form.get("job") or ""), "job_dismissed")


def _done(visit: Known, act: "Callable[[Backend, Principal, str], None]", job_id: str, told: str) -> Response:
    """Do something to a job; raises Problem where there is no such job."""
    act(visit.backend, visit.principal, job_id[:36])
    return visit.go(f"{PATH}?done={told}")
