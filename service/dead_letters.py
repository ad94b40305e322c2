"""Jobs that were given up by a fault of ours: seen by people, and tried again when they ask."""

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from service.ports import OPERATOR, Principal
from service.problems import Problem
from service.states import State
from service.store import jobs
from service.store.tables import Assessment, Job

if TYPE_CHECKING:
    from service.backend import Backend


def list_dead_letters(backend: "Backend", organisation: str | None) -> list[tuple[Job, list[str]]]:
    """The jobs that were given up, oldest first, each with its assessments; None: of all organisations."""
    statement = select(Job).where(Job.stopped.is_(True)).order_by(Job.created_at, Job.id)
    if organisation is not None:
        statement = statement.where(Job.organisation_id == organisation)
    with backend.database.read() as session:
        found = list(session.scalars(statement))
        members = select(Assessment.id).order_by(Assessment.created_at, Assessment.id)
        return [(job, list(session.scalars(members.where(Assessment.job_id == job.id)))) for job in found]


def dismiss(backend: "Backend", principal: Principal, job_id: str) -> None:
    """Take a job that was given up off the list; its assessments stay failed. Raises Problem."""
    with backend.database.write() as session:
        job = session.get(Job, job_id, with_for_update=True)
        if job is None or job.organisation_id != principal.organisation or not job.stopped:
            raise Problem("resourceNotFound")
        job.stopped = False
        backend.audit.record(session, principal, "job.dismissed", job_id)


def requeue(backend: "Backend", principal: Principal, job_id: str) -> None:
    """Try a job again from the start; raises Problem where no such job was given up."""
    with backend.database.write() as session:
        job = session.get(Job, job_id, with_for_update=True)
        if job is None or job.organisation_id != principal.organisation or not job.stopped:
            raise Problem("resourceNotFound")
        jobs.renew(job, job.priority, backend.services.now())
        session.execute(
            update(Assessment)
            .where(Assessment.job_id == job_id, Assessment.state == State.FAILED)
            .values(state=State.QUEUED, finished_at=None, problem=None)
        )
        session.flush()
        backend.queue.add(session, job)
        backend.audit.record(session, principal, "job.requeued", job_id)


def requeue_any(backend: "Backend", job_id: str) -> None:
    """Try a job of any organisation again, for an operator; raises Problem as `requeue` does."""
    with backend.database.read() as session:
        job = session.get(Job, job_id)
    requeue(backend, Principal(OPERATOR, job.organisation_id if job else ""), job_id)
