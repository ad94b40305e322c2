"""The Python client, against the service itself."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.client import ApiProblem, Client, NotReady
from tests.fakes.backends import TestService, a_service


@pytest.fixture
def portal(client: TestClient, service: TestService) -> Client:
    """A portal; while it waits, the worker works."""
    return Client(client, pause=lambda _seconds: service.work_off())


def a_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_portal_hands_in_a_file_and_reads_the_report(portal: Client, tmp_path: Path) -> None:
    made = portal.submit_file(a_file(tmp_path, "plan.txt", "S1=core"), reference="D 1", language="en")
    assert portal.wait(made.id).state == "done"
    assessment = portal.assessment(made.id)
    assert assessment.alignments[0].grade == "core"
    assert b"<html" in portal.report(made.id, "html", language="fr")
    assert [line.id for line in portal.assessments(reference="D 1")] == [made.id]
    portal.erase(made.id)
    assert list(portal.assessments()) == []


def test_portal_hands_in_sections_once(portal: Client) -> None:
    first = portal.submit_sections([("Doel", "S2=core")], idempotency_key="k", reference="D 2")
    again = portal.submit_sections([("Doel", "S2=core")], idempotency_key="k", reference="D 2")
    assert first == again


def test_portal_hands_in_a_batch(portal: Client, service: TestService, tmp_path: Path) -> None:
    files = {name: a_file(tmp_path, f"{name}.txt", f"{name} S3=core") for name in ("a", "b")}
    made = portal.submit_batch(files, language="nl")
    service.work_off()
    batch = portal.batch(made.id)
    assert [(item.reference, item.state) for item in batch.items] == [("a", "done"), ("b", "done")]


def test_portal_cancels_and_does_not_wait_for_ever(portal: Client) -> None:
    made = portal.submit_sections([("", "S1=core")])
    with pytest.raises(NotReady):
        portal.wait(made.id, seconds=0)
    portal.cancel(made.id)
    assert portal.wait(made.id).state == "cancelled"


def test_portal_scores_and_asks_what_is_loaded(portal: Client) -> None:
    (item,) = portal.score({"p1": "S1=core"}, strategy="vlaanderen-2025").items
    assert (item.id, item.grades["S1"]) == ("p1", "core")
    assert "vlaanderen-2025" in [line.id for line in portal.strategies().items]
    assert portal.engine().workers == 0


def test_problem_is_raised_with_what_the_service_says(portal: Client) -> None:
    with pytest.raises(ApiProblem) as caught:
        portal.assessment("gone")
    assert caught.value.problem.status == 404


def test_full_queue_is_tried_again(tmp_path: Path) -> None:
    service = a_service(tmp_path, migrated=False, queue_size=1)
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        service.work_off()

    with TestClient(create_app(service.backend)) as client:
        portal = Client(client, pause=pause)
        portal.submit_sections([("", "S1=core")])
        portal.submit_sections([("", "S2=core")])
    assert pauses == [30.0]
