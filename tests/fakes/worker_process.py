"""A real worker with a fake engine, for tests to kill: URL FOLDER NAME LEASE SECONDS [burns]."""

import os
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
from service.audit.log import DatabaseAuditLog
from service.backend import Backend
from service.jobs.worker import run_worker
from service.local import PlainIntake
from service.outbound.addresses import Guard
from service.outbound.client import Client
from service.queue import DurableQueue
from service.security.authenticators import KeyAuthenticator
from service.security.key_register import KeyRegister
from service.services import real_services
from service.store.database import Database
from service.store.files import open_files
from service.use_cases import read_document
from service.webhooks.register import WebhookRegister
from tests.fakes.backends import AnyoneMayDoAll, FakeScorer
from tests.fakes.engines import FakeEngine, fake_services


@dataclass(slots=True)
class SlowEngine(FakeEngine):
    """Takes its time, so that a kill hits it in the middle; with `burns`, processor time."""

    seconds: float = 0.0
    burns: bool = False

    def assess(self, document: Document) -> Assessment:
        end = time.process_time() + self.seconds
        while self.burns and time.process_time() < end:
            pass
        if not self.burns:
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
        audit=DatabaseAuditLog(services.now),
        webhooks=WebhookRegister(database, Client(guard), services.now),
    )


def serve(url: str, folder: str, port: str, queue_size: str = "1000", door: str = "open") -> None:
    """The API on the same database and folder, for whoever comes, or with `keys` for who has one."""
    import uvicorn

    from service.app import create_app

    engine = FakeEngine(load_strategy("vlaanderen-2025"))
    backend = durable_backend(
        url, Path(folder), engine, requests_per_minute=1_000_000, queue_size=int(queue_size)
    )
    keys = KeyAuthenticator(KeyRegister(backend.database, backend.services.now))
    guarded = replace(backend, authenticator=keys if door == "keys" else AnyoneMayDoAll())
    uvicorn.run(create_app(guarded), host="127.0.0.1", port=int(port), log_level="critical")


def main(url: str, folder: str, name: str, lease: str, seconds: str, how: str = "sleeps") -> None:
    """Work until told to stop."""
    stop = threading.Event()
    os.nice(10)  # as `speerwijzer worker` is
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    engine = SlowEngine(load_strategy("vlaanderen-2025"), seconds=float(seconds), burns=how == "burns")
    backend = durable_backend(url, Path(folder), engine, lease_seconds=float(lease), job_attempts=20)
    run_worker(backend, name, stop)
    backend.close()


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
