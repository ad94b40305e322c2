"""Workers that are killed at any moment: nothing is lost and nothing is done twice for anybody to see."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import func, select

from corpus.strategy_files import load_strategy
from service.backend import Backend
from service.hooks import add_webhook, list_deliveries, replay
from service.ports import ASSESSMENT_COMPLETED, ROLES, Principal
from service.states import OPEN
from service.store.migrating import upgrade
from service.store.tables import Assessment, Job
from service.submissions import Submission, submit
from service.webhooks.register import DELIVERED
from tests.fakes.databases import KINDS, an_empty_database
from tests.fakes.engines import FakeEngine
from tests.fakes.http_servers import a_server
from tests.fakes.worker_process import durable_backend

ROOT = Path(__file__).parents[2]
ANNA = Principal("anna", "gent", ROLES)
_PATIENCE_SECONDS = 60.0


@dataclass(slots=True)
class Workers:
    """Real workers as processes."""

    backend: Backend
    folder: Path
    lease: float = 1.0
    seconds: float = 0.02
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, module: str = "worker_process") -> None:
        words = (self.backend.database.url, str(self.folder), name, str(self.lease), str(self.seconds))
        command = (sys.executable, "-m", f"tests.fakes.{module}", *words)
        self.running[name] = subprocess.Popen(command, cwd=ROOT)

    def kill(self, name: str) -> None:
        process = self.running.pop(name)
        process.kill()
        process.wait()

    def stop(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait(_PATIENCE_SECONDS)


@pytest.fixture(params=KINDS)
def workers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workers]:
    with an_empty_database(request.param, tmp_path) as url:
        upgrade(url)
        backend = durable_backend(url, tmp_path, FakeEngine(load_strategy("vlaanderen-2025")))
        made = Workers(backend, tmp_path)
        yield made
        made.stop()
        backend.close()


def hand_in(backend: Backend, count: int) -> list[str]:
    return [
        submit(
            backend,
            ANNA,
            Submission("plan.txt", f"Plan {number}. S1=core".encode(), "vlaanderen-2025", "nl"),
        ).assessment.id
        for number in range(count)
    ]


def still_open(backend: Backend) -> int:
    statement = select(func.count()).select_from(Assessment).where(Assessment.state.in_(OPEN))
    with backend.database.read() as session:
        return session.scalar(statement) or 0


def wait_until_done(backend: Backend) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while still_open(backend):
        assert time.monotonic() < end, f"{still_open(backend)} still open"
        time.sleep(0.1)


def states(backend: Backend) -> list[str]:
    with backend.database.read() as session:
        return list(session.scalars(select(Assessment.state)))


def test_every_assessment_ends_once_whatever_is_killed(workers: Workers) -> None:
    ids = hand_in(workers.backend, 30)
    chance = random.Random(7)
    for name in ("a", "b"):
        workers.start(name)
    for _ in range(3):
        time.sleep(1.0 + chance.random())
        name = chance.choice(["a", "b"])
        workers.kill(name)
        workers.start(name)
    wait_until_done(workers.backend)
    assert states(workers.backend) == ["done"] * len(ids)


def test_job_that_fails_each_time_keeps_the_kind_of_fault_and_no_text(workers: Workers) -> None:
    submit(workers.backend, ANNA, Submission("plan.txt", b"FAULT Geheim.", "vlaanderen-2025", "nl"))
    workers.start("a")
    wait_until_done(workers.backend)
    with workers.backend.database.read() as session:
        job = session.scalars(select(Job)).one()
    assert (job.stopped, job.problem) == (True, {"key": "internalError", "fault": "SlipError"})


def test_work_of_a_worker_that_never_returns_is_done_by_another(workers: Workers) -> None:
    workers.seconds = 30.0
    hand_in(workers.backend, 1)
    workers.start("gone")
    end = time.monotonic() + _PATIENCE_SECONDS
    while states(workers.backend) != ["running"]:
        assert time.monotonic() < end
        time.sleep(0.05)
    workers.kill("gone")
    workers.seconds = 0.0
    workers.start("heir")
    wait_until_done(workers.backend)
    assert states(workers.backend) == ["done"]


def test_job_whose_worker_could_not_reach_the_database_is_begun_anew(workers: Workers) -> None:
    hand_in(workers.backend, 2)
    workers.start("stumbles", "stumbling_worker")
    wait_until_done(workers.backend)
    assert states(workers.backend) == ["done", "done"]


def test_message_is_sent_again_as_often_as_asked_under_one_id(workers: Workers) -> None:
    with a_server() as server:
        url = f"http://127.0.0.1:{server.port}/"
        webhook, _ = add_webhook(workers.backend, ANNA, url, [ASSESSMENT_COMPLETED])
        hand_in(workers.backend, 1)
        workers.start("one")
        (delivery,) = wait_until_delivered(workers.backend, webhook.id)
        for _ in range(2):
            replay(workers.backend, ANNA, webhook.id, delivery)
            wait_until_delivered(workers.backend, webhook.id)
        ids = [each.headers["webhook-id"] for each in server.received]
        assert (len(ids), len(set(ids))) == (3, 1)


def wait_until_delivered(backend: Backend, webhook_id: str) -> list[str]:
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        found = list_deliveries(backend, ANNA, webhook_id)
        if found and all(each.state == DELIVERED for each in found):
            return [each.id for each in found]
        assert time.monotonic() < end
        time.sleep(0.1)
