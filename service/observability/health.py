"""How the service is, after the Belgif REST guide: UP, DEGRADED or DOWN, with one line for each part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from service.states import State
from service.store.database import Database
from service.store.tables import Job, Worker

_OLDEST_WAIT = timedelta(minutes=15)


class Status(StrEnum):
    """How a part or the whole is; in the order from good to bad."""

    UP = "UP"
    DEGRADED = "DEGRADED"
    DOWN = "DOWN"


Check = Callable[[], Status]
"""Looks at one part; must not raise."""


@dataclass(frozen=True, slots=True)
class Health:
    """How the whole is, which is how its worst part is, and how each part is."""

    status: Status
    parts: Mapping[str, Status]

    @property
    def http_status(self) -> int:
        """A service that is DEGRADED still answers 200."""
        return 503 if self.status is Status.DOWN else 200

    def content(self, *, detailed: bool) -> dict[str, object]:
        """As JSON; the parts are for callers that are trusted."""
        if not detailed:
            return {"status": self.status.value}
        parts = {name: {"status": status.value} for name, status in self.parts.items()}
        return {"status": self.status.value, "details": parts}


def look(checks: Mapping[str, Check]) -> Health:
    """Look at every part."""
    parts = {name: check() for name, check in checks.items()}
    order = list(Status)
    worst = max(parts.values(), key=order.index, default=Status.UP)
    return Health(worst, parts)


def database_answers(database: Database) -> Status:
    """DOWN where the database does not answer."""
    try:
        with database.read() as session:
            session.execute(select(1))
    except SQLAlchemyError:
        return Status.DOWN
    return Status.UP


def work_gets_done(database: Database, now: datetime) -> Status:
    """DEGRADED where jobs wait without a worker, or one has waited very long: requests are still taken."""
    try:
        with database.read() as session:
            workers = session.scalar(select(func.count()).select_from(Worker)) or 0
            oldest = session.scalar(select(func.min(Job.created_at)).where(Job.state == State.QUEUED))
    except SQLAlchemyError:
        return Status.DOWN
    if oldest is None:
        return Status.UP
    return Status.DEGRADED if workers == 0 or now - oldest > _OLDEST_WAIT else Status.UP


def health_of(database: Database, now: datetime) -> Health:
    """The health of the service."""
    return look(
        {
            "database": lambda: database_answers(database),
            "workers": lambda: work_gets_done(database, now),
        }
    )
