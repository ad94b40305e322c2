"""Strategies of an organisation's own: installed from a file that was tried, and withdrawn again."""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from corpus.strategy_files import validate
from service.ports import Principal
from service.problems import Problem
from service.reviewing.errors import ReviewingError
from service.store.admin_tables import InstalledStrategy, StrategyTrial
from service.store.review_tables import Call
from service.store.tables import Assessment, Job
from service.strategies.trials import own_trial

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from corpus.strategies import Strategy
    from service.backend import Backend

_LONGEST_NAME, _ATTEMPTS = 120, 10


@dataclass(frozen=True, slots=True)
class Uses:
    """How many assessments and calls rest on a strategy."""

    assessments: int
    calls: int


def install(backend: "Backend", principal: Principal, trial_id: str) -> str:
    """Let the organisation choose the strategy of a file that was tried; gives its name.

    Raises:
        ReviewingError: it is there already, or its version is that of another file.
        Problem: there is no such trial.
    """
    for _ in range(_ATTEMPTS - 1):
        # Where somebody takes the name at the same moment, the next attempt sees it taken.
        with suppress(IntegrityError):
            return _install(backend, principal, trial_id)
    return _install(backend, principal, trial_id)


def _install(backend: "Backend", principal: Principal, trial_id: str) -> str:
    with backend.database.write() as session:
        trial = own_trial(session, principal, trial_id, lock=True)
        strategy = validate(trial.content, "strategy.yaml")
        _check_new(backend, principal.organisation, strategy)
        taken = {*backend.strategies.shipped(), *session.scalars(select(InstalledStrategy.name))}
        name = next(name for name in _names(strategy) if name not in taken)
        session.add(
            InstalledStrategy(
                name=name,
                organisation_id=principal.organisation,
                strategy=strategy.id,
                version=strategy.version,
                sha256=strategy.sha256,
                content=trial.content,
                created_by=principal.name,
                created_at=backend.services.now(),
            )
        )
        trial.installed = name
        backend.audit.record(session, principal, "strategy.installed", name, sha256=strategy.sha256)
    return name


def _check_new(backend: "Backend", organisation: str, strategy: "Strategy") -> None:
    """What people choose by must tell them apart: an id has one file for each version."""
    for known in backend.strategies.all_of(organisation).values():
        if known.sha256 == strategy.sha256:
            raise ReviewingError("strategy_there")
        if (known.id, known.version) == (strategy.id, strategy.version):
            raise ReviewingError("strategy_version")
    if len(strategy.id) + len(strategy.version) > _LONGEST_NAME:
        raise ReviewingError("strategy_name")


def _names(strategy: "Strategy") -> Iterator[str]:
    """Names for a strategy, the best first: its id, its id with the version, and then with a number."""
    version = re.sub(r"[^A-Za-z0-9.-]+", "-", strategy.version).strip("-") or "1"
    yield strategy.id
    yield f"{strategy.id}_{version}"
    for number in count(2):
        yield f"{strategy.id}_{version}_{number}"


def withdraw(backend: "Backend", principal: Principal, name: str) -> None:
    """Take a strategy away that nothing uses.

    Raises:
        ReviewingError: an assessment or a call uses it.
        Problem: there is no such strategy of the organisation's own.
    """
    with backend.database.write() as session:
        # Locked, so that nobody begins to use it between the look and the end.
        row = session.get(InstalledStrategy, name, with_for_update=True)
        if row is None or row.organisation_id != principal.organisation:
            raise Problem("resourceNotFound")
        if uses_of(session, [name])[name] != Uses(0, 0) or _has_job(session, name):
            raise ReviewingError("strategy_used")
        session.delete(row)
        session.execute(update(StrategyTrial).where(StrategyTrial.installed == name).values(installed=None))
        backend.audit.record(session, principal, "strategy.withdrawn", name, sha256=row.sha256)


def uses_of(session: "Session", names: Collection[str], organisation: str | None = None) -> dict[str, Uses]:
    """What uses each of these strategies, in one organisation or, for None, anywhere."""
    assessments = select(Assessment.strategy, func.count()).group_by(Assessment.strategy)
    calls = select(Call.strategy, func.count()).group_by(Call.strategy)
    if organisation is not None:
        assessments = assessments.where(Assessment.organisation_id == organisation)
        calls = calls.where(Call.organisation_id == organisation)
    found = [dict(session.execute(statement).all()) for statement in (assessments, calls)]
    return {name: Uses(*(counted.get(name, 0) for counted in found)) for name in names}


def _has_job(session: "Session", name: str) -> bool:
    return session.scalar(select(Job.id).where(Job.strategy == name).limit(1)) is not None
