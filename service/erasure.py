"""Erasing: rows, files, queue and renderings of an assessment, until nothing of it is left."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from service.announcing import announce_ended
from service.ports import Principal
from service.problems import Problem
from service.states import OPEN, State
from service.store import idempotency
from service.store.dossiers import digests_of
from service.store.tables import Assessment, Batch, Job, Rendering

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.backend import Backend


def cancel(backend: "Backend", principal: Principal, assessment_id: str) -> None:
    """Stop waiting for an assessment. Raises Problem for one that has ended already."""
    with backend.database.write() as session:
        assessment = own(session, principal, assessment_id)
        if assessment.state == State.CANCELLED:
            return
        if assessment.state not in OPEN:
            raise Problem("conflict")
        assessment.state, assessment.finished_at = State.CANCELLED, backend.services.now()
        session.flush()
        job = assessment.job
        unwanted = job.state in OPEN and not _others(session, job, assessment, open_only=True)
        if unwanted:
            job.state, job.finished_at = State.CANCELLED, backend.services.now()
        announce_ended(backend, session, [assessment])
        backend.audit.record(session, principal, "assessment.cancelled", assessment_id)
    if unwanted:
        backend.queue.cancel(job)


def erase(backend: "Backend", principal: Principal, assessment_id: str) -> None:
    """Remove an assessment with everything that is kept for its sake alone."""
    with backend.database.write() as session:
        assessment = own(session, principal, assessment_id)
        leftovers, job = erase_row(session, assessment)
        backend.audit.record(session, principal, "assessment.erased", assessment_id)
    clear_away(backend, principal.organisation, leftovers, [job] if job else [])


def erase_row(session: "Session", assessment: Assessment) -> tuple[list[str], Job | None]:
    """Remove the rows; gives the stored files and the job that nothing needs any more.

    They are removed with `clear_away` once the transaction is over: files know no way back.
    """
    job, organisation = assessment.job, assessment.organisation_id
    renderings = select(Rendering.file).where(Rendering.assessment_id == assessment.id)
    leftovers = [
        *session.scalars(renderings),
        *digests_of(session, assessment.id),
        left_file(assessment.id),
    ]
    idempotency.forget(session, assessment.id)
    lonely = not _others(session, job, assessment)
    session.delete(assessment)
    session.flush()
    _drop_empty_batch(session, assessment.batch_id)
    if not lonely:
        return leftovers, None
    shared = select(Job.id).where(
        Job.organisation_id == organisation, Job.upload == job.upload, Job.id != job.id
    )
    if session.scalar(shared.limit(1)) is None:
        leftovers.append(job.upload)
    leftovers += [f"{job.id}.parsed", f"{job.id}.result", f"{job.id}.places"]
    session.delete(job)
    return leftovers, job


def left_file(assessment_id: str) -> str:
    """The name of the stored note that the reader of a private check has gone."""
    return f"{assessment_id}.left"


def _drop_empty_batch(session: "Session", batch_id: str | None) -> None:
    members = select(Assessment.id).where(Assessment.batch_id == batch_id)
    if batch_id is not None and session.scalar(members.limit(1)) is None:
        idempotency.forget(session, batch_id)
        session.execute(delete(Batch).where(Batch.id == batch_id))


def clear_away(backend: "Backend", organisation: str, files: Iterable[str], jobs: Iterable[Job]) -> None:
    """Remove files and work that no row speaks of any more."""
    for job in jobs:
        backend.queue.cancel(job)
        backend.queue.forget(job)
    for name in files:
        with backend.database.read() as session:
            wanted = select(Job.id).where(Job.organisation_id == organisation, Job.upload == name)
            needed_again = session.scalar(wanted.limit(1)) is not None
        if not needed_again:
            backend.files.delete(organisation, name)
    backend.database.shed()


def own(session: "Session", principal: Principal, assessment_id: str) -> Assessment:
    """An assessment of the caller's own organisation, locked; raises Problem where there is none."""
    assessment = session.get(Assessment, assessment_id, with_for_update={"of": Assessment})
    if assessment is None or assessment.organisation_id != principal.organisation:
        raise Problem("resourceNotFound")
    return assessment


def _others(session: "Session", job: Job, assessment: Assessment, *, open_only: bool = False) -> bool:
    """Whether other assessments rest on the same job."""
    others = select(Assessment.id).where(Assessment.job_id == job.id, Assessment.id != assessment.id)
    if open_only:
        others = others.where(Assessment.state.in_(OPEN))
    return session.scalar(others.limit(1)) is not None
