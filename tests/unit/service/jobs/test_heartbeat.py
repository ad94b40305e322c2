"""Workers that come, go and vanish, and a clock that a test moves."""

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from service.jobs.heartbeat import Heartbeat, NameTaken, wait_for_name
from service.store.database import Database
from service.store.tables import Worker
from tests.fakes.engines import NOW

LEASE = 60.0
NOBODY = 2**22 + 1
"""A process id that Linux never gives."""


@dataclass(slots=True)
class Clock:
    """Tells the time that a test sets."""

    moment: datetime = NOW

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass(slots=True)
class Crew:
    """Workers on one database."""

    database: Database
    clock: Clock = field(default_factory=Clock)
    recovered: list[str] = field(default_factory=list)

    def worker(self, name: str) -> Heartbeat:
        return Heartbeat(
            self.database, name, LEASE, self.clock, self.recovered.append, dict, lambda _before: None
        )

    def names(self) -> list[str]:
        with self.database.read() as session:
            return list(session.scalars(select(Worker.name).order_by(Worker.name)))


@pytest.fixture
def crew(database: Database) -> Crew:
    return Crew(database)


def test_silent_worker_is_recovered_once_after_its_lease(crew: Crew) -> None:
    alive, silent = crew.worker("alive"), crew.worker("silent")
    silent.beat()
    crew.clock.forward(LEASE - 1)
    alive.beat()
    assert crew.recovered == []
    crew.clock.forward(2)
    alive.beat()
    alive.beat()
    assert crew.recovered == ["silent"]
    assert crew.names() == ["alive"]


def test_worker_that_left_in_order_is_not_recovered(crew: Crew) -> None:
    alive, gone = crew.worker("alive"), crew.worker("gone")
    gone.beat()
    gone.stop(unfinished=False)
    crew.clock.forward(LEASE * 2)
    alive.beat()
    assert crew.recovered == []


def test_worker_that_left_work_behind_is_recovered_at_once(crew: Crew) -> None:
    alive, gone = crew.worker("alive"), crew.worker("gone")
    gone.beat()
    gone.stop(unfinished=True)
    alive.beat()
    assert crew.recovered == ["gone"]


def seen(database: Database, host: str, pid: int) -> None:
    with database.write() as session:
        session.add(Worker(name="w", host=host, pid=pid, started_at=NOW, seen_at=NOW, engines={}))


@pytest.mark.parametrize(
    ("host", "pid"), [(socket.gethostname(), NOBODY), (socket.gethostname(), os.getpid())]
)
def test_name_of_a_process_that_is_gone_is_free(database: Database, host: str, pid: int) -> None:
    seen(database, host, pid)
    wait_for_name(database, "w", LEASE, lambda: NOW, threading.Event())


def test_name_on_another_machine_is_free_after_its_lease(database: Database) -> None:
    seen(database, "elsewhere", 1)
    wait_for_name(database, "w", LEASE, lambda: NOW + timedelta(seconds=LEASE + 1), threading.Event())


def test_name_of_the_living_is_refused(database: Database) -> None:
    seen(database, "elsewhere", 1)
    with pytest.raises(NameTaken):
        wait_for_name(database, "w", LEASE, beating(database), threading.Event())


def beating(database: Database) -> Callable[[], datetime]:
    """A clock, and with each look at it the other worker beats."""

    def now() -> datetime:
        with database.write() as session:
            row = session.get_one(Worker, "w")
            row.seen_at += timedelta(seconds=1)
            return row.seen_at

    return now
