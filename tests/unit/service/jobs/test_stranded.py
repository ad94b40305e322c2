"""Work that nobody does any more though its worker lives."""

from pathlib import Path

import pytest
from sqlalchemy import select

from service.hooks import add_webhook
from service.jobs.stranded import Stranded
from service.ports import ASSESSMENT_COMPLETED, ROLES, Principal
from service.queue import delivery, workflow_id
from service.store.tables import Delivery, Job
from service.submissions import Submission, submit
from tests.fakes.backends import TestService, a_service

ANNA = Principal("anna", "gent", ROLES)


@pytest.fixture
def service(tmp_path: Path) -> TestService:
    return a_service(tmp_path, migrated=False)


def the_job(service: TestService) -> Job:
    with service.backend.database.read() as session:
        return session.scalars(select(Job)).one()


def hand_in(service: TestService) -> Job:
    submit(service.backend, ANNA, Submission("plan.txt", b"S1=core", "vlaanderen-2025", "nl"))
    return the_job(service)


def test_only_what_is_idle_twice_running_is_put_back(service: TestService) -> None:
    looks: list[set[str]] = [{"a", "b"}, {"b", "c"}, set()]
    back: list[str] = []
    stranded = Stranded(service.backend, lambda: looks.pop(0), back.append)
    for expected in (list[str](), ["b"], ["b"]):
        stranded.look()
        assert back == expected


def test_job_whose_run_broke_is_begun_anew_once(service: TestService) -> None:
    job = hand_in(service)
    service.queue.waiting.clear()
    service.queue.faults.append(workflow_id(job))
    stranded = Stranded(service.backend, set, lambda _: None)
    stranded.look()
    stranded.look()
    assert [id for _, id in service.queue.waiting] == [job.id]
    assert the_job(service).run == job.run + 1


@pytest.mark.parametrize("what", ["ended", "newer", "gone"])
def test_what_nobody_waits_for_is_not_begun_anew(service: TestService, what: str) -> None:
    job = hand_in(service)
    run = workflow_id(job)
    if what == "ended":
        service.work_off()
    elif what == "newer":
        run = f"{job.id}-{job.run - 1}"
    else:
        run = "00000000-0000-0000-0000-000000000000-1"
    service.queue.waiting.clear()
    service.queue.faults.append(run)
    Stranded(service.backend, set, lambda _: None).look()
    assert (service.queue.waiting, service.queue.faults) == ([], [])


@pytest.mark.parametrize(("state", "sent"), [("pending", 1), ("delivered", 0), ("failed", 0)])
def test_message_whose_attempt_broke_is_tried_again(service: TestService, state: str, sent: int) -> None:
    backend = service.backend
    add_webhook(backend, ANNA, "https://portal.example.org/h", [ASSESSMENT_COMPLETED])
    hand_in(service)
    service.work_off()
    (id,) = service.queue.deliveries
    service.queue.deliveries.clear()
    with backend.database.write() as session:
        session.get_one(Delivery, id).state = state
    service.queue.faults.append(str(delivery(id, "0a1b2c3d", 1)[0].get("workflow_id")))
    Stranded(backend, set, lambda _: None).look()
    assert service.queue.deliveries == [id] * sent
