"""Removes what has been kept long enough: first files, then texts, then whole reports."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Select, delete, select

from service.erasure import clear_away, erase_row
from service.ports import Principal
from service.renderings import ANNOTATED
from service.states import OPEN
from service.store import idempotency
from service.store.tables import Assessment, Delivery, Job, Organisation, Rendering
from service.strategies import trials

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.backend import Backend

_KEEPER = "keeper"
_UNFINISHED_FOR = timedelta(days=1)
"""How old a file is that nobody can still be writing."""
_TRIAL = timedelta(days=30)
"""For how long a strategy file is kept that somebody tried."""


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


RulesOf = Callable[[str], Rules]
"""The rules of each organisation."""


def apply_rules(backend: "Backend", rules_of: RulesOf, now: datetime) -> Removed:
    """Remove all that is older than the rules allow; may run in several processes at the same time."""
    with backend.database.read() as session:
        organisations = list(session.scalars(select(Organisation.id).order_by(Organisation.id)))
    stored = _stored(backend)
    removed = Removed()
    for organisation in organisations:
        one = _applied(backend, organisation, rules_of(organisation), stored.get(organisation, set()), now)
        removed = Removed(removed.files + one.files, removed.texts + one.texts, removed.reports + one.reports)
    with backend.database.write() as session:
        idempotency.expire(session, now, backend.settings.idempotency_hours)
        trials.expire(session, now - _TRIAL)
    backend.files.storage.tidy(now - _UNFINISHED_FOR)
    backend.database.shed()
    return removed


def _stored(backend: "Backend") -> dict[str, set[str]]:
    """The names of all stored files, by organisation; listed once, for it may be far away."""
    names: dict[str, set[str]] = {}
    for path in backend.files.storage.paths():
        names.setdefault(path.split("/")[0], set()).add(path.rpartition("/")[2])
    return names


def _applied(backend: "Backend", organisation: str, rules: Rules, stored: set[str], now: datetime) -> Removed:
    reports = _remove_reports(backend, organisation, now - rules.reports) if rules.reports else 0
    texts = _remove_texts(backend, organisation, now - rules.texts) if rules.texts else 0
    files = _remove_files(backend, organisation, now - rules.files, stored) if rules.files else 0
    return Removed(files, texts, reports)


def _remove_reports(backend: "Backend", organisation: str, before: datetime) -> int:
    statement = select(Assessment.id).where(
        Assessment.organisation_id == organisation,
        Assessment.finished_at < before,
        Assessment.state.not_in(OPEN),
    )
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


def _remove_texts(backend: "Backend", organisation: str, before: datetime) -> int:
    """Remove what was read, and every rendering of it: they hold the text of the proposal too."""
    with backend.database.read() as session:
        jobs = list(session.scalars(_old_jobs(organisation, before).where(Job.content.is_not(None))))
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


def _remove_files(backend: "Backend", organisation: str, before: datetime, stored: set[str]) -> int:
    with backend.database.read() as session:
        jobs = list(session.scalars(_old_jobs(organisation, before)))
        uploads = sorted({job.upload for job in jobs} & stored)
        old = [name for name in uploads if not _asked_lately(session, organisation, name, before)]
    for job in jobs:
        if job.upload in old:
            _remove_renderings(backend, job, only=ANNOTATED)
    for name in old:
        backend.files.delete(organisation, name)
    return len(old)


def _old_jobs(organisation: str, before: datetime) -> Select[Job]:
    """Jobs of an organisation whose assessments have all ended before a moment."""
    younger = select(Assessment.id).where(
        Assessment.job_id == Job.id, (Assessment.finished_at >= before) | Assessment.finished_at.is_(None)
    )
    mine = Job.organisation_id == organisation
    return select(Job).where(mine, Job.state.not_in(OPEN), ~younger.exists()).order_by(Job.created_at)


def _asked_lately(session: "Session", organisation: str, sha256: str, before: datetime) -> bool:
    """Whether the organisation has a younger assessment of the same file."""
    younger = select(Assessment.id).where(
        Assessment.organisation_id == organisation,
        Assessment.sha256 == sha256,
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
