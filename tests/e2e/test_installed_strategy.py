"""A strategy of an organisation's own: graded by the real engine, and previewed through a killed worker."""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from service.engines import Engines
from service.jobs.work import Work
from service.ports import ROLES, Principal
from service.queue import DurableQueue, JobQueue
from service.services import real_services
from service.settings import Settings
from service.store.admin_tables import StrategyTrial
from service.store.migrating import upgrade
from service.strategies.installing import install
from service.strategies.moves import unpacked
from service.strategies.trials import TrialState, preview, read_file
from service.submissions import Submission, submit
from service.use_cases import LoadedEngine
from tests.fakes.backends import TestService, a_service
from tests.fakes.databases import KINDS, an_empty_database
from tests.fakes.strategy_files import a_file

ROOT = Path(__file__).parents[2]
ANNA = Principal("anna", "gent", ROLES)
PATIENCE_SECONDS = 60.0
HARBOUR = """id: haven
version: "{version}"
title: {{nl: Havenplan}}
source: tests
spearheads:
  - id: W
    title: {{nl: Schone kades}}
    statement: {{nl: "Schepen aan de kade gebruiken walstroom in plaats van hun motoren."}}
  - id: {other}
    title: {{nl: Stille nachten}}
    statement: {{nl: "De haven beperkt lawaai voor de dorpen eromheen."}}
"""
PLAN = """We leggen walstroom aan op vier kades. Schepen zetten er hun motoren af.

Tegen 2028 gebruiken veertig schepen per jaar walstroom in plaats van hun motoren."""


def trial_of(service: TestService, trial_id: str) -> StrategyTrial:
    with service.backend.database.read() as session:
        return session.get_one(StrategyTrial, trial_id)


@pytest.mark.encoder
def test_real_engine_grades_and_previews_a_strategy_without_labels(tmp_path: Path) -> None:
    service = a_service(tmp_path)
    engines = Engines(Settings(data_folder=tmp_path), real_services().open_engine)
    first, second = (
        HARBOUR.format(version=version, other=name) for version, name in (("1", "L"), ("2", "N"))
    )
    name = install(service.backend, ANNA, read_file(service.backend, ANNA, first))
    submit(service.backend, ANNA, Submission("haven.txt", PLAN.encode(), name, "nl"))
    trial_id = read_file(service.backend, ANNA, second)
    work = Work(service.backend, engines)
    job = service.queue.waiting.pop()[1]
    assert work.begin(job)
    work.finish(job, work.assess(job, work.parse(job).file))
    preview(service.backend, ANNA, trial_id, name, every=True)
    assert work.try_strategy(*service.queue.trials.pop()) is None
    found = unpacked(trial_of(service, trial_id).found)
    assert found.spearheads == ["W", "N", "L"]
    ((old, new, _),) = found.of("W")
    assert old == new != "none"  # the words of the spearhead are the same, and the proposal is about them
    assert [new for _, new, _ in found.of("L")] == [""]
    opened = [engine.engine for engine in engines._engines.values() if isinstance(engine, LoadedEngine)]
    assert len({id(engine.encoder) for engine in opened}) == 1 < len(opened)
    assert not any(engine.trained for engine in opened)
    service.backend.close()


@pytest.mark.parametrize("kind", KINDS)
def test_preview_goes_on_when_its_worker_is_killed(kind: str, tmp_path: Path) -> None:
    with an_empty_database(kind, tmp_path) as url:
        upgrade(url)
        made = a_service(tmp_path, url, migrated=False)
        trial_id = _begun(made, DurableQueue(url))
        worker = _start(url, tmp_path, "first")
        _wait(made, trial_id, lambda trial: trial.done > 0)
        worker.kill()
        worker.wait()
        heir = _start(url, tmp_path, "second")
        ended = _wait(made, trial_id, lambda trial: trial.state == TrialState.DONE)
        heir.terminate()
        heir.wait(PATIENCE_SECONDS)
        assert sum(number for _, _, number in unpacked(ended.found).of("W")) == 20
        made.backend.close()


def _begun(made: TestService, queue: JobQueue) -> str:
    """Twenty assessments, and a preview of a strategy on the real queue."""
    for number in range(20):
        submit(
            made.backend, ANNA, Submission("plan.txt", f"S1=core {number}".encode(), "vlaanderen-2025", "nl")
        )
    made.work_off()
    backend = replace(made.backend, queue=queue)
    trial_id = read_file(backend, ANNA, a_file())
    preview(backend, ANNA, trial_id, "vlaanderen-2025", every=True)
    return trial_id


def _start(url: str, folder: Path, name: str) -> "subprocess.Popen[bytes]":
    command = (sys.executable, "-m", "tests.fakes.worker_process", url, str(folder), name, "1.0", "0")
    return subprocess.Popen(command, cwd=ROOT)


def _wait(made: TestService, trial_id: str, enough: Callable[[StrategyTrial], bool]) -> StrategyTrial:
    end = time.monotonic() + PATIENCE_SECONDS
    while not enough(trial := trial_of(made, trial_id)):
        assert time.monotonic() < end, (trial.state, trial.done)
        time.sleep(0.05)
    return trial
