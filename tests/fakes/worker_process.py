"""A real worker with a fake engine, as a process that a test can kill: URL FOLDER NAME LEASE SECONDS."""

import signal
import sys
import threading
import time
from dataclasses import dataclass, replace
from ipaddress import ip_network
from pathlib import Path

from corpus.documents import Document
from corpus.strategy_files import load_strategy
from models.assessment import Assessment
from service.backend import Backend
from service.jobs.worker import run_worker
from service.local import PlainIntake
from service.outbound.addresses import Guard
from service.outbound.client import Client
from service.queue import DurableQueue
from service.services import real_services
from service.store.database import Database
from service.store.files import open_files
from service.use_cases import read_document
from service.webhooks.register import WebhookRegister
from tests.fakes.backends import FakeScorer
from tests.fakes.engines import FakeEngine, fake_services


@dataclass(slots=True)
class SlowEngine(FakeEngine):
    """Takes its time, so that a kill hits it in the middle."""

    seconds: float = 0.0

    def assess(self, document: Document) -> Assessment:
        time.sleep(self.seconds)
        return FakeEngine.assess(self, document)


def durable_backend(url: str, folder: Path, engine: FakeEngine, **settings: object) -> Backend:
    """A backend on the real queue, with a fake engine."""
    services = replace(
        fake_services(engine, data_folder=folder, database_url=url, **settings),
        render=real_services().render,
        read_document=read_document,
        now=real_services().now,
    )
    configured = services.load_settings()
    database = Database(url)
    there = tuple(ip_network(part) for part in ("127.0.0.0/8",))
    guard = Guard(schemes=frozenset({"http"}), ports=None, networks=there)
    return Backend(
        settings=configured,
        services=services,
        database=database,
        files=open_files(configured),
        queue=DurableQueue(url),
        intake=PlainIntake(read_document),
        scorer=FakeScorer(engine),
        webhooks=WebhookRegister(database, Client(guard), services.now),
    )


def main(url: str, folder: str, name: str, lease: str, seconds: str) -> None:
    """Work until told to stop."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    engine = SlowEngine(load_strategy("vlaanderen-2025"), seconds=float(seconds))
    backend = durable_backend(url, Path(folder), engine, lease_seconds=float(lease), job_attempts=20)
    run_worker(backend, name, stop)
    backend.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
