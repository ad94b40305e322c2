"""The command that shows what was given up, and tries it again."""

from pathlib import Path

import pytest
from sqlalchemy import select

from service.cli import main
from service.ports import ROLES, Principal
from service.states import State
from service.store.tables import Job
from service.submissions import Submission, submit
from tests.fakes.backends import TestService, a_service
from tests.fakes.engines import FakeEngine, fake_services

ANNA = Principal("anna", "gent", ROLES)


@pytest.fixture
def service(tmp_path: Path) -> TestService:
    made = a_service(tmp_path)
    submit(made.backend, ANNA, Submission("plan.txt", b"FAULT geheim", "vlaanderen-2025", "nl"))
    made.work_off()
    return made


def _run(folder: Path, *words: str) -> int:
    return main(["dead-letters", *words], fake_services(FakeEngine(), data_folder=folder))


def _job(service: TestService) -> Job:
    with service.backend.database.read() as session:
        return session.scalars(select(Job)).one()


def test_what_was_given_up_is_listed_and_tried_again(
    service: TestService, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path) == 0
    line = capsys.readouterr().out.strip()
    assert line.split("\t")[:2] == [_job(service).id, "gent"]
    assert "geheim" not in line
    assert _run(tmp_path, "requeue", _job(service).id) == 0
    assert (_job(service).state, _job(service).run, _job(service).stopped) == (State.QUEUED, 2, False)
    assert _run(tmp_path) == 0
    assert capsys.readouterr().out == ""


def test_job_that_was_not_given_up_cannot_be_tried_again(
    service: TestService, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, "requeue", "gone") == 2
    assert "gone" in capsys.readouterr().err
    assert _job(service).state == State.FAILED
