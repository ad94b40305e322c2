"""How workers know of each other: each tells that it is alive, and the living take over from the dead."""

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from service.store.database import Database
from service.store.tables import Worker

_BEATS_A_LEASE = 4
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_LOOK_SECONDS = 0.5
_TIDY_EVERY, _KEEP_DONE = timedelta(minutes=10), timedelta(hours=24)
"""How often work that is done is cleared out of the queue's tables, and how long it is kept there."""


class NameTaken(Exception):
    """Another worker works under this name."""


@dataclass(slots=True)
class Heartbeat:
    """Tells that a worker is alive, and hands the work of silent workers to the living."""

    database: Database
    name: str
    lease_seconds: float
    now: Callable[[], datetime]
    recover: Callable[[str], None]
    engines: Callable[[], dict[str, Any]]
    tidy: Callable[[datetime], object]
    look_after: Callable[[], None] = lambda: None
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _tidied: datetime = datetime(2000, 1, 1, tzinfo=UTC)

    def start(self) -> None:
        """Beat once, and go on beating beside the work."""
        self.beat()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)
        self._thread.start()

    def stop(self, *, unfinished: bool) -> None:
        """Stop beating and sign off; with unfinished work, so that others take it over at once."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        with self.database.write() as session:
            row = session.get(Worker, self.name)
            if row is not None and unfinished:
                row.seen_at = _LONG_AGO
            elif row is not None:
                session.delete(row)

    def beat(self) -> None:
        """Tell that this worker is alive, and recover the work of those that are not."""
        now = self.now()
        with self.database.write() as session:
            row = session.get(Worker, self.name)
            if row is None:
                row = Worker(name=self.name, started_at=now)
                session.add(row)
            row.host, row.pid, row.seen_at = socket.gethostname(), os.getpid(), now
            row.engines = self.engines()
        for silent in self._silent(now):
            self.recover(silent)
            self._sign_off(silent, now)
        self.look_after()
        if now - self._tidied > _TIDY_EVERY:
            self.tidy(now - _KEEP_DONE)
            self._tidied = now

    def _silent(self, now: datetime) -> list[str]:
        deadline = now - timedelta(seconds=self.lease_seconds)
        with self.database.read() as session:
            return list(session.scalars(select(Worker.name).where(Worker.seen_at < deadline)))

    def _sign_off(self, name: str, now: datetime) -> None:
        """Forget a silent worker, unless it was heard of in the meantime."""
        deadline = now - timedelta(seconds=self.lease_seconds)
        with self.database.write() as session:
            # Two of the living may sign off the same silent worker at the same moment.
            session.execute(delete(Worker).where(Worker.name == name, Worker.seen_at < deadline))

    def _run(self) -> None:
        while not self._stop.wait(self.lease_seconds / _BEATS_A_LEASE):
            try:
                self.beat()
            except Exception:  # a database that is away for a moment: the next beat tries again
                continue


def wait_for_name(
    database: Database, name: str, lease_seconds: float, now: Callable[[], datetime], stop: threading.Event
) -> None:
    """Wait until nobody works under a name: after a crash, the one before may still seem to be alive.

    Raises:
        NameTaken: somebody alive bears it.
    """
    first: datetime | None = None
    while not stop.is_set():
        with database.read() as session:
            row = session.get(Worker, name)
        if row is None or row.seen_at < now() - timedelta(seconds=lease_seconds) or _is_gone(row):
            return
        first = first or row.seen_at
        if row.seen_at > first:
            raise NameTaken(name)
        stop.wait(_LOOK_SECONDS)


def _is_gone(row: Worker) -> bool:
    """Whether the process was on this machine and is not there any more."""
    if row.host != socket.gethostname():
        return False
    if row.pid == os.getpid():
        return True
    try:
        os.kill(row.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
