"""A proposal comes in: stored, put on the queue, or answered at once when its result is there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.announcing import announce_ended
from service.backend import Backend
from service.ports import Principal
from service.problems import Issue, Problem
from service.queue import INTERACTIVE
from service.renderings import first_report
from service.states import OPEN, State
from service.store import idempotency, jobs
from service.store.blocks import Content, blocks_of, sha256_of
from service.store.results import unpack_assessment
from service.store.tables import Assessment, IdempotencyKey, Job

if TYPE_CHECKING:
    from corpus.strategies import Strategy

_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Submission:
    """What somebody hands in. `home` is the organisation whose strategies may be chosen; None: its own."""

    name: str
    content: Content
    strategy: str
    language: str
    reference: str | None = None
    batch_id: str | None = None
    place: int = 0
    priority: int = INTERACTIVE
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Once:
    """A request that may be repeated: its key, what tells it from another, and its answer if known."""

    key: str
    fingerprint: str
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What a request made; `repeated` is the first request when this one repeats it."""

    assessment: Assessment
    repeated: IdempotencyKey | None = None


def submit(backend: Backend, principal: Principal, submission: Submission, once: Once | None = None) -> Made:
    """Take a proposal in, all or nothing.

    Raises Problem for an unknown strategy, a full queue, or a key that was used for another request.
    """
    upload = sha256_of(blocks_of(submission.content))
    _check_room(backend, principal, submission, upload)
    backend.files.keep(principal.organisation, upload, submission.content)
    for last in (False, False, True):
        try:
            with backend.database.write() as session:
                made = _submit(backend, session, principal, submission, upload, once)
            break
        except IntegrityError:  # the same file or key came in twice at the same moment: look again
            if last:
                raise
    # An erasure that ran meanwhile may have taken the file for one that nobody needs.
    backend.files.keep(principal.organisation, upload, submission.content)
    return made


def _check_room(backend: Backend, principal: Principal, submission: Submission, upload: str) -> None:
    """Refuse cheaply, before anything is stored or locked, what a full queue would refuse later."""
    strategy = _strategy_of(backend, principal, submission)
    key = backend.strategies.job_key(upload, Path(submission.name).suffix, strategy, backend.engine_version)
    with backend.database.read() as session:
        known = select(Job.id).where(Job.organisation_id == principal.organisation, Job.key == key)
        if jobs.waiting(session) >= backend.settings.queue_size and session.scalar(known) is None:
            raise _too_busy(backend)


def _too_busy(backend: Backend) -> Problem:
    return Problem("tooBusy", headers={"Retry-After": str(backend.settings.poll_seconds * 15)})


def _submit(
    backend: Backend,
    session: Session,
    principal: Principal,
    submission: Submission,
    upload: str,
    once: Once | None,
) -> Made:
    now = backend.services.now()
    if once is not None:
        first = idempotency.recall(session, principal.organisation, once.key, once.fingerprint)
        if first is not None:
            return Made(session.get_one(Assessment, first.subject), first)
    jobs.ensure_organisation(session, principal.organisation, now)
    assessment = take_in(backend, session, principal, submission, upload)
    if assessment.state not in OPEN:
        announce_ended(backend, session, [assessment])
    if once is not None:
        idempotency.remember(
            session, principal.organisation, once.key, once.fingerprint, assessment.id, now, once.status
        )
    return Made(assessment)


def take_in(
    backend: Backend, session: Session, principal: Principal, submission: Submission, upload: str
) -> Assessment:
    """Take a proposal in whose file is stored already, inside the caller's transaction.

    The caller announces it where its result was there already.
    """
    now = backend.services.now()
    job = _job_for(backend, session, principal, submission, upload)
    assessment = Assessment(
        id=jobs.new_id(),
        organisation_id=principal.organisation,
        job=job,
        batch_id=submission.batch_id,
        place=submission.place,
        state=State.QUEUED if job.state == State.DONE else job.state,
        reference=submission.reference,
        language=submission.language,
        name=submission.name[-_LONGEST_NAME:],
        sha256=upload,
        strategy=submission.strategy,
        created_by=principal.name,
        created_at=now,
    )
    session.add(assessment)
    session.flush()
    if job.state == State.DONE and job.content:
        outcome = unpack_assessment(backend.files.get(principal.organisation, job.content))
        jobs.write_report(assessment, outcome, first_report(backend, assessment, outcome), now)
    backend.audit.record(session, principal, "assessment.created", assessment.id, sha256=upload)
    return assessment


def _job_for(
    backend: Backend, session: Session, principal: Principal, submission: Submission, upload: str
) -> Job:
    """The job that computes this, done or on its way; else a new one on the queue."""
    backend.strategies.hold(session, submission.strategy)
    strategy = _strategy_of(backend, principal, submission)
    key = backend.strategies.job_key(upload, Path(submission.name).suffix, strategy, backend.engine_version)
    job = jobs.find_job(session, principal.organisation, key)
    if job is not None and job.state in {*OPEN, State.DONE}:
        return job
    if jobs.waiting(session) >= backend.settings.queue_size:
        raise _too_busy(backend)
    if job is None:
        job = Job(
            id=jobs.new_id(),
            organisation_id=principal.organisation,
            key=key,
            run=0,
            name=submission.name[-_LONGEST_NAME:],
            strategy=submission.strategy,
            upload=upload,
        )
        session.add(job)
    jobs.renew(job, submission.priority, backend.services.now())
    session.flush()
    backend.queue.add(session, job)
    return job


def _strategy_of(backend: Backend, principal: Principal, submission: Submission) -> "Strategy":
    return known_strategy(backend, submission.strategy, submission.home or principal.organisation)


def known_strategy(backend: Backend, name: str, organisation: str) -> "Strategy":
    """A strategy that an organisation may choose. Raises Problem where there is none of that name."""
    strategy = backend.strategies.chosen(name, organisation)
    if strategy is None:
        issue = Issue("body", "strategy", ", ".join(backend.strategies.names(organisation)))
        raise Problem("badRequest", issues=[issue])
    return strategy


def sections_as_file(sections: Sequence[tuple[str, str]]) -> bytes:
    """The sections of a form as one HTML page, in which no text can be taken for markup."""
    parts = ["<!doctype html>", '<meta charset="utf-8">']
    for title, text in sections:
        parts.append(f"<h2>{escape(title)}</h2>")
        parts += [f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip()]
    return "\n".join(parts).encode()
