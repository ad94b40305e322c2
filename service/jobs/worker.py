"""A worker: one process that takes jobs from the queue, and tells the others that it is alive."""

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.store.database import Database
from service.store.tables import Worker as WorkerRow

if TYPE_CHECKING:
    from service.backend import Backend

_BEATS_A_LEASE = 4
_GOODBYE_SECONDS = 30
"""How long a worker that is asked to stop may take to end the job it is doing."""


@dataclass(slots=True)
class Heartbeat:
    """Tells that a worker is alive, and hands the work of silent workers to the living."""

    database: Database
    name: str
    lease_seconds: float
    now: Callable[[], datetime]
    recover: Callable[[str], None]
    engines: Callable[[], dict[str, Any]]
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Beat once, and go on beating beside the work."""
        self.beat()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop beating and sign off."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        with self.database.write() as session:
            row = session.get(WorkerRow, self.name)
            if row is not None:
                session.delete(row)

    def beat(self) -> None:
        """Tell that this worker is alive, and recover the work of those that are not."""
        now = self.now()
        with self.database.write() as session:
            row = session.get(WorkerRow, self.name)
            if row is None:
                row = WorkerRow(name=self.name, started_at=now)
                session.add(row)
            row.host, row.pid, row.seen_at = socket.gethostname(), os.getpid(), now
            row.engines = self.engines()
        for silent in self._silent(now):
            self.recover(silent)
            self._sign_off(silent, now)

    def _silent(self, now: datetime) -> list[str]:
        deadline = now - timedelta(seconds=self.lease_seconds)
        with self.database.read() as session:
            return list(session.scalars(select(WorkerRow.name).where(WorkerRow.seen_at < deadline)))

    def _sign_off(self, name: str, now: datetime) -> None:
        """Forget a silent worker, unless it was heard of in the meantime."""
        deadline = now - timedelta(seconds=self.lease_seconds)
        with self.database.write() as session:
            row = session.get(WorkerRow, name)
            if row is not None and row.seen_at < deadline:
                session.delete(row)

    def _run(self) -> None:
        while not self._stop.wait(self.lease_seconds / _BEATS_A_LEASE):
            try:
                self.beat()
            except Exception:  # a database that is away for a moment: the next beat tries again
                continue


def run_worker(backend: "Backend", name: str, stop: threading.Event) -> None:
    """Work until `stop` is set; what is being done then is ended first, or left for the next start."""
    from dbos import DBOS

    from service.engines import Engines
    from service.jobs import workflows
    from service.jobs.work import Work
    from service.store.migrating import upgrade

    upgrade(backend.database.url)
    engines = Engines(backend.settings, backend.services.open_engine)
    engines(backend.settings.strategy)
    work = Work(backend, engines)
    DBOS(config=workflows.configuration(backend.database.url, name))
    workflows.register(work, backend.webhooks.deliver)
    workflows.launch()
    heartbeat = Heartbeat(
        backend.database,
        name,
        backend.settings.lease_seconds,
        backend.services.now,
        workflows.recover,
        engines.identities,
    )
    heartbeat.start()
    stop.wait()
    DBOS.destroy(workflow_completion_timeout_sec=_GOODBYE_SECONDS)
    heartbeat.stop()
