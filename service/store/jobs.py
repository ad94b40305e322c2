"""Jobs and the assessments that wait for them: every change of state in one place."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from service.states import OPEN, State
from service.store.tables import Assessment, AssessmentGrade, Job, Organisation

if TYPE_CHECKING:
    from models.assessment import Assessment as Outcome


def new_id() -> str:
    """A random id."""
    return str(uuid.uuid4())


def waiting(session: Session) -> int:
    """Number of jobs that no worker has begun yet."""
    return session.scalar(select(func.count()).select_from(Job).where(Job.state == State.QUEUED)) or 0


def ensure_organisation(session: Session, organisation: str, now: datetime) -> None:
    """Make the row of an organisation that is seen for the first time."""
    if session.get(Organisation, organisation) is None:
        session.add(Organisation(id=organisation, name=organisation, created_at=now))
        session.flush()


def find_job(session: Session, organisation: str, key: str) -> Job | None:
    """The job of an organisation with this key, locked until the transaction ends."""
    statement = select(Job).where(Job.organisation_id == organisation, Job.key == key)
    return session.scalar(statement.with_for_update())


def renew(job: Job, priority: int, now: datetime) -> None:
    """Make a job ready for another run, as if nothing had happened before."""
    job.run += 1
    job.state, job.stopped, job.problem, job.finished_at = State.QUEUED, False, None, None
    job.progress, job.attempts, job.priority, job.created_at = 0, 0, priority, now


def open_assessments(session: Session, job_id: str) -> list[Assessment]:
    """The assessments that still wait for a job."""
    statement = select(Assessment).where(Assessment.job_id == job_id, Assessment.state.in_(OPEN))
    return list(session.scalars(statement))


def begin(session: Session, job_id: str) -> Job | None:
    """Count one more attempt at a job; None where nobody waits for it any more."""
    job = session.get(Job, job_id, with_for_update=True)
    if job is None or job.state not in OPEN:
        return None
    job.state = State.RUNNING
    job.attempts += 1
    job.progress = max(job.progress, 1)
    session.execute(
        update(Assessment)
        .where(Assessment.job_id == job_id, Assessment.state == State.QUEUED)
        .values(state=State.RUNNING)
    )
    return job


def advance(session: Session, job_id: str, progress: int) -> None:
    """Tell how far a job is, 0 to 100."""
    session.execute(update(Job).where(Job.id == job_id, Job.state == State.RUNNING).values(progress=progress))


def settle(
    session: Session, job: Job, state: State, now: datetime, *, problem: Mapping[str, Any] | None = None
) -> list[Assessment]:
    """End a job, and give the assessments that waited for it; a failure ends them too."""
    job.state, job.finished_at, job.progress = state, now, 100
    job.problem = dict(problem) if problem else None
    ended = open_assessments(session, job.id)
    if state is State.FAILED:
        for assessment in ended:
            assessment.state, assessment.finished_at, assessment.problem = state, now, job.problem
    return ended


def facts_of(outcome: "Outcome") -> dict[str, Any]:
    """What lists and metrics need to know of an outcome; nothing of its text."""
    return {
        "mediaType": outcome.document.media_type,
        "pages": len(outcome.document.pages),
        "words": outcome.document.words,
        "grades": {item.spearhead.id: item.grade.value for item in outcome.alignments},
    }


def write_report(assessment: Assessment, outcome: "Outcome", report: str, now: datetime) -> None:
    """Give an assessment its report, for good."""
    assessment.report = report
    assessment.state, assessment.finished_at = State.DONE, now
    assessment.grades = [
        AssessmentGrade(
            assessment_id=assessment.id, spearhead=item.spearhead.id, position=at, grade=item.grade.value
        )
        for at, item in enumerate(outcome.alignments)
    ]
