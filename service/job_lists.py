"""Jobs as people see them: those that run or wait, which can be stopped, and those that could not be read."""

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.erasure import cancel
from service.ports import Principal
from service.problems import Problem
from service.states import OPEN, State
from service.store import jobs
from service.store.tables import Job

if TYPE_CHECKING:
    from service.backend import Backend


def list_open(backend: "Backend", organisation: str, most: int) -> list[Job]:
    """The jobs of an organisation that run or wait, in the order in which they come up."""
    statement = (
        select(Job)
        .where(Job.organisation_id == organisation, Job.state.in_(OPEN))
        .order_by(Job.state.desc(), Job.priority, Job.created_at, Job.id)
    )
    with backend.database.read() as session:
        return list(session.scalars(statement.limit(most)))


def list_unreadable(backend: "Backend", organisation: str, most: int) -> list[Job]:
    """The jobs whose file could not be read, the latest first."""
    statement = (
        select(Job)
        .where(Job.organisation_id == organisation, Job.state == State.FAILED, Job.stopped.is_(False))
        .order_by(Job.finished_at.desc(), Job.id)
    )
    with backend.database.read() as session:
        return list(session.scalars(statement.limit(most)))


def cancel_job(backend: "Backend", principal: Principal, job_id: str) -> None:
    """Stop a job for all that wait for it; raises Problem where there is none that runs or waits."""
    with backend.database.read() as session:
        job = session.get(Job, job_id)
        if job is None or job.organisation_id != principal.organisation or job.state not in OPEN:
            raise Problem("resourceNotFound")
        waiting = [each.id for each in jobs.open_assessments(session, job_id)]
    for assessment_id in waiting:
        with suppress(Problem):  # it ended in the meantime
            cancel(backend, principal, assessment_id)
