"""Tries a strategy file on assessments that are there already, a few at a time, beside the other work."""

import hashlib
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from corpus.strategy_files import validate
from service.ports import Principal
from service.problems import Problem
from service.renderings import outcome_of
from service.reviewing.errors import ReviewingError
from service.states import State
from service.store import jobs
from service.store.admin_tables import StrategyTrial
from service.store.files import MissingFile
from service.store.tables import Assessment
from service.strategies.moves import unpacked

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from corpus.strategies import Strategy
    from service.backend import Backend
    from service.use_cases import OpenEngine

SAMPLE = 50
"""Assessments of a preview that does not take them all: drawn by lot, and the same ones each time."""
AT_ONCE = 5
"""Assessments of one step: whoever waits for a check of their own waits for no more than these."""


class TrialState(StrEnum):
    """Where a trial stands: only read, being previewed, previewed, or stopped by a fault of ours."""

    READ = "read"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


def read_file(backend: "Backend", principal: Principal, content: str) -> str:
    """Keep a strategy file to be tried, and give the id of the trial.

    Raises:
        InvalidStrategy: the file has problems; holds all of them, with their lines.
    """
    validate(content, "strategy.yaml")
    now = backend.services.now()
    trial = StrategyTrial(
        id=jobs.new_id(),
        organisation_id=principal.organisation,
        content=content,
        state=TrialState.READ,
        round=0,
        members=[],
        done=0,
        unread=0,
        found={},
        created_by=principal.name,
        created_at=now,
    )
    with backend.database.write() as session:
        jobs.ensure_organisation(session, principal.organisation, now)
        session.add(trial)
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        backend.audit.record(session, principal, "strategy.read", trial.id, sha256=sha256)
    return trial.id


def preview(backend: "Backend", principal: Principal, trial_id: str, base: str, *, every: bool) -> None:
    """Begin to grade the assessments by the strategy `base`, or a sample of them, by the file.

    Raises ReviewingError where there are none, and Problem where there is no such trial.
    """
    with backend.database.write() as session:
        trial = own_trial(session, principal, trial_id, lock=True)
        members = _members(session, principal.organisation, base)
        if not every:
            members = sorted(members, key=lambda id: hashlib.sha256(id.encode()).digest())[:SAMPLE]
        if not members:
            raise ReviewingError("no_assessments")
        trial.base, trial.members, trial.state = base, members, TrialState.RUNNING
        trial.done, trial.unread, trial.found, trial.round = 0, 0, {}, trial.round + 1
        backend.queue.try_strategy(session, trial.id, trial.round, 0)
        backend.audit.record(session, principal, "strategy.previewed", trial.id, assessments=len(members))


def own_trial(
    session: "Session", principal: Principal, trial_id: str, *, lock: bool = False
) -> StrategyTrial:
    """A trial of the principal's own organisation; raises Problem where there is none."""
    trial = session.get(StrategyTrial, trial_id, with_for_update=lock)
    if trial is None or trial.organisation_id != principal.organisation:
        raise Problem("resourceNotFound")
    return trial


def discard(backend: "Backend", principal: Principal, trial_id: str) -> None:
    """Forget a file that was tried; what was installed from it stays. Raises Problem."""
    with backend.database.write() as session:
        session.delete(own_trial(session, principal, trial_id))
        backend.audit.record(session, principal, "strategy.discarded", trial_id)


def expire(session: "Session", before: "datetime") -> None:
    """Forget files that were tried before a moment."""
    session.execute(delete(StrategyTrial).where(StrategyTrial.created_at < before))


def advance(
    backend: "Backend",
    engine: "Callable[[Strategy], OpenEngine]",
    trial_id: str,
    round: int,
    done: int,
) -> int | None:
    """Grade the next few assessments; gives how many are done, None where no more are to come.

    A step that is done twice changes nothing the second time.
    """
    with backend.database.read() as session:
        trial = session.get(StrategyTrial, trial_id)
    if trial is None or (trial.round, trial.state) != (round, TrialState.RUNNING):
        return None
    if trial.done != done:
        return trial.done
    opened = engine(validate(trial.content, "strategy.yaml"))
    members = trial.members[done : done + AT_ONCE]
    return _keep(backend, trial_id, round, {id: _graded(backend, opened, id) for id in members}, done)


def begin_anew(backend: "Backend", session: "Session", trial_id: str, round: int) -> None:
    """Go on with a preview whose round was broken off, inside the caller's transaction."""
    trial = session.get(StrategyTrial, trial_id, with_for_update=True)
    if trial is not None and (trial.round, trial.state) == (round, TrialState.RUNNING):
        trial.round += 1
        backend.queue.try_strategy(session, trial.id, trial.round, trial.done)


def fail(backend: "Backend", trial_id: str) -> None:
    """End a preview that met a fault of ours."""
    with backend.database.write() as session:
        trial = session.get(StrategyTrial, trial_id, with_for_update=True)
        if trial is not None and trial.state == TrialState.RUNNING:
            trial.state = TrialState.FAILED


_Grades = tuple[Mapping[str, str], Mapping[str, str]]
"""The grades of an assessment by spearhead, those of before and those of now."""


def _keep(
    backend: "Backend", trial_id: str, round: int, graded: "Mapping[str, _Grades | None]", done: int
) -> int | None:
    with backend.database.write() as session:
        trial = session.get(StrategyTrial, trial_id, with_for_update=True)
        if trial is None or (trial.round, trial.done) != (round, done):
            return None
        found = unpacked(trial.found)
        for id, grades in graded.items():
            if grades is None:
                trial.unread += 1
            else:
                found.add(id, *grades)
        trial.found, trial.done = found.packed(), done + len(graded)
        ended = trial.done >= len(trial.members)
        trial.state = TrialState.DONE if ended else TrialState.RUNNING
        return None if ended else trial.done


def _graded(backend: "Backend", engine: "OpenEngine", assessment_id: str) -> "_Grades | None":
    """The grades of an assessment, and what the engine makes of its text; None where that was erased."""
    with backend.database.read() as session:
        assessment = session.get(Assessment, assessment_id)
    if assessment is None:
        return None
    try:
        document = outcome_of(backend, assessment).document
    except MissingFile:
        return None
    old = {each.spearhead: each.grade for each in sorted(assessment.grades, key=lambda each: each.position)}
    now = engine.assess(document).alignments
    return old, {each.spearhead.id: each.grade.value for each in now}


def _members(session: "Session", organisation: str, base: str) -> list[str]:
    """The assessments by a strategy that have ended well, newest first; of one file the newest only."""
    statement = (
        select(Assessment.id, Assessment.job_id)
        .where(Assessment.organisation_id == organisation, Assessment.strategy == base)
        .where(Assessment.state == State.DONE)
        .order_by(Assessment.created_at.desc(), Assessment.id)
    )
    newest: dict[str, str] = {}
    for id, job_id in session.execute(statement):
        newest.setdefault(job_id, id)
    return list(newest.values())
