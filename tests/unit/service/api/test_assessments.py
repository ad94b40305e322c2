"""Hand in, follow, read: the way of one proposal."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import select

from corpus.limits import DocumentLimits
from service.app import create_app
from service.ports import Fetched
from service.store.tables import Job
from tests.fakes.backends import TestService

PLAN = b"Wij leiden 200 burgers op in digitale vaardigheden. S1=core S3=contributes"


def hand_in(client: TestClient, content: bytes = PLAN, name: str = "plan.txt", **fields: str) -> str:
    answer = client.post("/v1/assessments", files={"file": (name, content)}, data=fields)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def test_proposal_is_taken_in_and_can_be_followed(client: TestClient) -> None:
    answer = client.post("/v1/assessments", files={"file": ("plan.txt", PLAN)})
    assert answer.status_code == 202
    id = answer.json()["id"]
    assert answer.json() == {"id": id, "state": "queued", "pollAfter": 2}
    assert answer.headers["location"] == f"/v1/assessments/{id}/status"
    status = client.get(answer.headers["location"])
    assert status.json() == {"id": id, "state": "queued", "progress": 0, "pollAfter": 2}


def test_status_leads_to_the_assessment_when_it_is_done(client: TestClient, service: TestService) -> None:
    id = hand_in(client)
    assert client.get(f"/v1/assessments/{id}").status_code == 409
    service.work_off()
    status = client.get(f"/v1/assessments/{id}/status")
    assert status.status_code == 303
    report = client.get(status.headers["location"]).json()
    assert report["id"] == id
    assert report["proposal"]["name"] == "plan.txt"
    assert {item["spearhead"]: item["grade"] for item in report["alignments"]}["S1"] == "core"


def test_the_same_file_is_computed_once_and_bears_each_name(client: TestClient, service: TestService) -> None:
    first, second = hand_in(client), hand_in(client, name="ander.txt")
    assert service.work_off() == 1
    third = hand_in(client, name="derde.txt")
    assert service.work_off() == 0
    names = [client.get(f"/v1/assessments/{id}").json()["proposal"]["name"] for id in (first, second, third)]
    assert names == ["plan.txt", "ander.txt", "derde.txt"]


def test_unreadable_proposal_fails_with_a_reason(client: TestClient, service: TestService) -> None:
    id = hand_in(client, b"%PDF-1.4 broken", "kapot.pdf")
    service.work_off()
    status = client.get(f"/v1/assessments/{id}/status", headers={"Accept-Language": "en"})
    assert status.status_code == 200
    assert status.json()["state"] == "failed"
    assert status.json()["problem"]["type"] == "urn:problem-type:speerwijzer:unreadableProposal"
    assert status.json()["problem"]["reason"] == "damaged"


def test_slip_of_the_program_becomes_a_dead_letter(client: TestClient, service: TestService) -> None:
    id = hand_in(client, b"FAULT geheim plan")
    service.work_off()
    status = client.get(f"/v1/assessments/{id}/status").json()
    assert status["problem"]["type"] == "urn:problem-type:speerwijzer:internalError"
    assert "geheim" not in str(status)
    (letter,) = client.get("/v1/deadletters").json()["items"]
    assert letter["assessments"] == [id]
    assert client.post(f"/v1/deadletters/{letter['id']}/requeue").status_code == 204
    assert client.get(f"/v1/assessments/{id}/status").json()["state"] == "queued"
    assert client.get("/v1/deadletters").json()["items"] == []


def test_waiting_gives_the_assessment_at_once_when_it_is_there(
    client: TestClient, service: TestService
) -> None:
    hand_in(client)
    service.work_off()
    answer = client.post("/v1/assessments", files={"file": ("plan.txt", PLAN)}, headers={"Prefer": "wait=5"})
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/assessments/{answer.json()['id']}"
    assert answer.headers["preference-applied"] == "wait=5"


def test_waiting_tells_of_a_proposal_that_failed(client: TestClient, service: TestService) -> None:
    headers = {"Prefer": "wait=30", "Idempotency-Key": "once"}
    with ThreadPoolExecutor() as worker:
        work = worker.submit(work_off_the_next, service)
        answer = client.post("/v1/assessments", files={"file": ("kapot.pdf", b"%PDF-1.4")}, headers=headers)
        assert work.result() == 1
    assert answer.status_code == 202
    assert (answer.json()["state"], answer.json()["pollAfter"]) == ("failed", 0)
    again = client.post("/v1/assessments", files={"file": ("kapot.pdf", b"%PDF-1.4")}, headers=headers)
    assert again.json() == answer.json()


def work_off_the_next(service: TestService) -> int:
    while not committed(service):
        time.sleep(0.01)
    return service.work_off()


def committed(service: TestService) -> bool:
    with service.backend.database.read() as session:
        return session.scalar(select(Job.id)) is not None


def test_nobody_waits_in_a_service_that_stops(client: TestClient) -> None:
    client.app.state.stopping = lambda: True  # type: ignore[attr-defined]
    answer = client.post("/v1/assessments", files={"file": ("plan.txt", PLAN)}, headers={"Prefer": "wait=60"})
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")


def test_sections_of_a_form_are_text_and_never_markup(client: TestClient, service: TestService) -> None:
    sections = [{"title": "Doel <b>", "text": "<script>x</script> S2=core\nTweede regel"}]
    answer = client.post("/v1/assessments", json={"sections": sections, "name": "Formulier"})
    service.work_off()
    id = answer.json()["id"]
    text = client.get(f"/v1/assessments/{id}/text").text
    assert "<script>x</script> S2=core" in text
    assert "Doel <b>" in text


class FakeFetcher:
    """Finds one text at every address, and keeps it no longer than the request."""

    def fetch(self, href: str, folder: Path, limits: DocumentLimits) -> Fetched:
        del href, limits
        (folder / "fetched").write_bytes(PLAN)
        return Fetched(folder / "fetched", "plan.txt")


def test_proposal_is_fetched_from_an_address(service: TestService) -> None:
    backend = replace(service.backend, fetcher=FakeFetcher())
    client = TestClient(create_app(backend))
    one = client.post("/v1/assessments", json={"href": "https://portal.example/plan"})
    many = client.post("/v1/batches", json={"items": [{"href": "https://portal.example/plan"}] * 2})
    assert (one.status_code, many.status_code) == (202, 202)
    service.work_off()
    assert client.get(f"/v1/assessments/{one.json()['id']}/text").text.startswith("Wij leiden 200")
    assert client.get(many.headers["location"]).json()["counts"] == {"done": 2}
