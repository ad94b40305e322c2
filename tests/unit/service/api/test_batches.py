"""Batches: many proposals in one request, behind those that somebody waits for."""

from fastapi.testclient import TestClient

from tests.fakes.backends import TestService
from tests.unit.service.api.test_assessments import hand_in


def test_files_keep_the_references_and_the_order_of_the_caller(
    client: TestClient, service: TestService
) -> None:
    files = [("file", (f"{name}.txt", f"Plan {name} S1=core".encode())) for name in "abc"]
    answer = client.post("/v1/batches", files=files, data={"reference": ["r-a", "r-b", "r-c"]})
    assert answer.status_code == 202
    assert client.get(answer.headers["location"]).json()["counts"] == {"queued": 3}
    service.work_off()
    batch = client.get(answer.headers["location"]).json()
    assert batch["state"] == "done"
    assert "pollAfter" not in batch
    assert [(item["reference"], item["name"]) for item in batch["items"]] == [
        ("r-a", "a.txt"),
        ("r-b", "b.txt"),
        ("r-c", "c.txt"),
    ]


def test_batch_waits_for_those_who_wait(client: TestClient, service: TestService) -> None:
    client.post("/v1/batches", json={"items": [{"sections": [{"text": "S1=core"}]}]})
    hand_in(client)
    service.queue.waiting.sort()
    assert [priority for priority, _ in service.queue.waiting] == [1, 100]


def test_batch_is_taken_in_whole_or_not_at_all(client: TestClient, service: TestService) -> None:
    items = [{"sections": [{"text": "S1=core"}]}, {"sections": [{"text": "x"}], "href": "https://a.example"}]
    answer = client.post("/v1/batches", json={"items": items})
    assert answer.status_code == 400
    assert [issue["name"] for issue in answer.json()["issues"]] == ["items.1.sections"]
    assert service.queue.waiting == []
    assert client.get("/v1/assessments").json()["items"] == []


def test_results_that_are_there_already_end_a_batch_at_once(client: TestClient, service: TestService) -> None:
    sent = {"items": [{"sections": [{"text": f"S{number}=core"}]} for number in (1, 2)]}
    client.post("/v1/batches", json=sent)
    service.work_off()
    again = client.post("/v1/batches", json=sent)
    batch = client.get(again.headers["location"]).json()
    assert (batch["state"], batch["counts"]) == ("done", {"done": 2})
    assert "finishedAt" in batch


def test_there_is_one_reference_a_file_or_none(client: TestClient) -> None:
    files = [("file", ("a.txt", b"S1=core")), ("file", ("b.txt", b"S2=core"))]
    answer = client.post("/v1/batches", files=files, data={"reference": ["only one"]})
    assert answer.status_code == 400
    assert answer.json()["issues"][0]["name"] == "reference"
