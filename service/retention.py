"""Removes what has been kept long enough: first files, then texts, then whole reports."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Select, delete, select

from service.erasure import clear_away, erase_row
from service.ports import Principal
from service.renderings import ANNOTATED
from service.states import OPEN
from service.store import idempotency
from service.store.tables import Assessment, Delivery, Job, Rendering

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.backend import Backend
    from service.settings import Settings

_KEEPER = "keeper"
_UNFINISHED_FOR = timedelta(days=1)
"""How old a file is that nobody can still be writing."""


@dataclass(frozen=True, slots=True)
class Rules:
    """For how long each kind is kept after an assessment has ended; None: until somebody erases it.

    Files are proposals as they were handed in, and copies with marks in them. Texts are what was read
    in them, and the reports rendered from it. Reports are all the rest, with the assessment itself.
    """

    files: timedelta | None = None
    texts: timedelta | None = None
    reports: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """How much was removed: proposals without their file, without their text, and whole assessments."""

    files: int = 0
    texts: int = 0
    reports: int = 0


def rules_of(settings: "Settings") -> Rules:
    """The rules in the settings, where 0 days stands for no end."""
    return Rules(
        _days(settings.keep_files_days), _days(settings.keep_texts_days), _days(settings.keep_reports_days)
    )


def _days(number: int) -> timedelta | None:
    return timedelta(days=number) if number else None


def apply_rules(backend: "Backend", rules: Rules, now: datetime) -> Removed:
    """Remove all that is older than the rules allow; may run in several processes at the same time."""
    reports = _remove_reports(backend, now - rules.reports) if rules.reports else 0
    texts = _remove_texts(backend, now - rules.texts) if rules.texts else 0
    files = _remove_files(backend, now - rules.files) if rules.files else 0
    with backend.database.write() as session:
        idempotency.expire(session, now, backend.settings.idempotency_hours)
    backend.files.storage.tidy(now - _UNFINISHED_FOR)
    backend.database.shed()
    return Removed(files, texts, reports)


def _remove_reports(backend: "Backend", before: datetime) -> int:
    statement = select(Assessment.id).where(Assessment.finished_at < before, Assessment.state.not_in(OPEN))
    with backend.database.read() as session:
        ids = list(session.scalars(statement.order_by(Assessment.finished_at)))
    return sum(_erased(backend, id) for id in ids)


def _erased(backend: "Backend", id: str) -> bool:
    """Erase one assessment with its traces; False where another process was first."""
    with backend.database.write() as session:
        assessment = session.get(Assessment, id, with_for_update={"of": Assessment})
        if assessment is None:
            return False
        organisation = assessment.organisation_id
        leftovers, job = erase_row(session, assessment)
        session.execute(delete(Delivery).where(Delivery.subject == id))
        backend.audit.record(session, Principal(_KEEPER, organisation), "assessment.expired", id)
    clear_away(backend, organisation, leftovers, [job] if job else [])
    return True


def _remove_texts(backend: "Backend", before: datetime) -> int:
    """Remove what was read, and every rendering of it: they hold the text of the proposal too."""
    with backend.database.read() as session:
        jobs = list(session.scalars(_old_jobs(before).where(Job.content.is_not(None))))
    for job in jobs:
        _remove_renderings(backend, job, only=None)
        with backend.database.write() as session:
            kept = session.get(Job, job.id, with_for_update=True)
            if kept is not None:
                # Nothing can be computed from it any more: the same file handed in again is a new job.
                kept.content, kept.key = None, kept.id
        for name in {f"{job.id}.parsed", f"{job.id}.result", str(job.content)}:
            backend.files.delete(job.organisation_id, name)
    return len(jobs)


def _remove_files(backend: "Backend", before: datetime) -> int:
    stored = {(path.split("/")[0], path.rpartition("/")[2]) for path in backend.files.storage.paths()}
    with backend.database.read() as session:
        jobs = list(session.scalars(_old_jobs(before)))
        places = {(job.organisation_id, job.upload): job for job in jobs}
        old = [place for place in sorted(places.keys() & stored) if not _asked_lately(session, place, before)]
    for job in jobs:
        if (job.organisation_id, job.upload) in old:
            _remove_renderings(backend, job, only=ANNOTATED)
    for organisation, name in old:
        backend.files.delete(organisation, name)
    return len(old)


def _old_jobs(before: datetime) -> Select[Job]:
    """Jobs whose assessments have all ended before a moment."""
    younger = select(Assessment.id).where(
        Assessment.job_id == Job.id, (Assessment.finished_at >= before) | Assessment.finished_at.is_(None)
    )
    return select(Job).where(Job.state.not_in(OPEN), ~younger.exists()).order_by(Job.created_at)


def _asked_lately(session: "Session", place: tuple[str, str], before: datetime) -> bool:
    """Whether the organisation has a younger assessment of the same file."""
    younger = select(Assessment.id).where(
        Assessment.organisation_id == place[0],
        Assessment.sha256 == place[1],
        (Assessment.finished_at >= before) | Assessment.finished_at.is_(None),
    )
    return session.scalar(younger.limit(1)) is not None


def _remove_renderings(backend: "Backend", job: Job, *, only: str | None) -> None:
    statement = select(Rendering).join(Assessment, Assessment.id == Rendering.assessment_id)
    statement = statement.where(Assessment.job_id == job.id)
    if only is not None:
        statement = statement.where(Rendering.format == only)
    with backend.database.write() as session:
        renderings = list(session.scalars(statement))
        for rendering in renderings:
            session.delete(rendering)
    for rendering in renderings:
        backend.files.delete(job.organisation_id, rendering.file)
