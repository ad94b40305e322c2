"""What the service is doing: the queue of work, jobs that were given up, and the audit log."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy import func, select
from starlette.concurrency import run_in_threadpool

from service.audit.log import verify_log
from service.dead_letters import list_dead_letters, requeue
from service.store.tables import AuditEntry, Job, Worker
from service.web.review.visits import ManagingOf, told_of
from service.web.visit import Known, OurForm

router = APIRouter(prefix="/admin", include_in_schema=False)
_ENTRIES = 100
"""Entries of the audit log on a page."""


@router.get("/work")
def show_work(visit: ManagingOf) -> Response:
    """The queue, the workers, and the jobs that were given up."""
    since = visit.backend.services.now() - timedelta(seconds=visit.backend.settings.lease_seconds)
    mine = Job.organisation_id == visit.principal.organisation
    with visit.backend.database.read() as session:
        states = dict(session.execute(select(Job.state, func.count()).where(mine).group_by(Job.state)).all())
        workers = list(session.scalars(select(Worker).where(Worker.seen_at >= since).order_by(Worker.name)))
    letters = list_dead_letters(visit.backend, visit.principal.organisation)
    return visit.show("admin/work.html.j2", states=states, workers=workers, letters=letters, **told_of(visit))


@router.post("/work/requeue")
async def try_again(visit: ManagingOf, form: OurForm) -> Response:
    """Try a job again from the start; raises Problem where there is no such job."""
    await run_in_threadpool(requeue, visit.backend, visit.principal, str(form.get("job") or ""))
    return visit.go("/admin/work?done=requeued")


@router.get("/audit")
def show_log(visit: ManagingOf, before: Annotated[int | None, Query(ge=1)] = None) -> Response:
    """The audit log of the organisation, newest first."""
    return _log(visit, before)


@router.post("/audit")
async def verify(visit: ManagingOf, form: OurForm) -> Response:
    """Check the whole chain, of all organisations, from the first entry to the last."""
    del form
    return await run_in_threadpool(_log, visit, None, check=True)


def _log(visit: Known, before: int | None, *, check: bool = False) -> Response:
    statement = select(AuditEntry).where(AuditEntry.organisation_id == visit.principal.organisation)
    if before is not None:
        statement = statement.where(AuditEntry.number < before)
    with visit.backend.database.read() as session:
        newest = statement.order_by(AuditEntry.number.desc()).limit(_ENTRIES + 1)
        rows = list(session.scalars(newest))
    verdict = verify_log(visit.backend.database) if check else None
    more = len(rows) > _ENTRIES
    return visit.show("admin/audit.html.j2", rows=rows[:_ENTRIES], more=more, verdict=verdict)
