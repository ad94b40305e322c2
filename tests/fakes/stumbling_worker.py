"""A real worker whose database is away when it begins its first job: URL FOLDER NAME LEASE SECONDS."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from corpus.strategy_files import load_strategy
from service.jobs.worker import run_worker
from service.store.database import Database
from tests.fakes.engines import FakeEngine
from tests.fakes.worker_process import durable_backend


class StumblingDatabase(Database):
    """Cannot be reached once, by whoever does a job."""

    stumbled = False

    @contextmanager
    def write(self) -> Iterator[Session]:
        name = threading.current_thread().name
        if not self.stumbled and name not in {"MainThread", "heartbeat"}:
            self.stumbled = True
            raise OSError("away")
        with Database.write(self) as session:
            yield session


def main(url: str, folder: str, name: str, lease: str, _seconds: str) -> None:
    """Work until told to stop."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    engine = FakeEngine(load_strategy("vlaanderen-2025"))
    backend = durable_backend(url, Path(folder), engine, lease_seconds=float(lease))
    run_worker(replace(backend, database=StumblingDatabase(url)), name, stop)


if __name__ == "__main__":
    main(*sys.argv[1:])
