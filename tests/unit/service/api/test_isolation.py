"""One organisation never sees, changes or notices what belongs to another, whatever route it tries."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from tests.fakes.backends import FakeAuthenticator, TestService, a_service

GENT, HASSELT = {"X-API-Key": "anna@gent"}, {"X-API-Key": "bert@hasselt"}
DOCUMENT = Path(__file__).parents[3] / "golden" / "openapi" / "openapi.json"
ROUTES = [
    (method, f"/v1{path}")
    for path, item in json.loads(DOCUMENT.read_text(encoding="utf-8"))["paths"].items()
    for method in item
]
BY_ID = [(method, path) for method, path in ROUTES if "_id}" in path and "strategy_id" not in path]
LISTS = ["/v1/assessments", "/v1/webhooks", "/v1/deadletters"]
SECRET = "Geheim plan van Gent"
OPEN = ("/v1/livez", "/v1/readyz", "/v1/health")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestService]:
    folder = tmp_path_factory.mktemp("service")
    made = a_service(folder, authenticator=FakeAuthenticator(), migrated=False)
    yield made
    made.backend.close()


@pytest.fixture(scope="module")
def client(service: TestService) -> Iterator[TestClient]:
    with TestClient(create_app(service.backend), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def ids(client: TestClient, service: TestService) -> dict[str, str]:
    """Something of everything, all of it of Gent."""
    found = {}
    for name, text in (("assessment", f"{SECRET} S1=core"), ("job", f"FAULT {SECRET}")):
        answer = client.post("/v1/assessments", files={"file": ("plan.txt", text.encode())}, headers=GENT)
        found[f"{name}_id"] = answer.json()["id"]
    batch = {"items": [{"sections": [{"text": f"{SECRET} S2=core"}], "reference": "g"}]}
    found["batch_id"] = client.post("/v1/batches", json=batch, headers=GENT).json()["id"]
    hook = {"url": "https://portal.example.org/h", "events": ["assessment.completed"]}
    found["webhook_id"] = client.post("/v1/webhooks", json=hook, headers=GENT).json()["id"]
    hand_in = {"file": ("plan.txt", f"{SECRET} S3=core".encode())}
    client.post("/v1/assessments", files=hand_in, headers=GENT)
    service.work_off()
    found["job_id"] = client.get("/v1/deadletters", headers=GENT).json()["items"][0]["id"]
    deliveries = client.get(f"/v1/webhooks/{found['webhook_id']}/deliveries", headers=GENT).json()["items"]
    return {**found, "delivery_id": deliveries[0]["id"], "format": "html"}


@pytest.mark.parametrize(("method", "path"), BY_ID, ids=[" ".join(route) for route in BY_ID])
def test_stranger_finds_nothing_by_id(
    client: TestClient, ids: dict[str, str], method: str, path: str
) -> None:
    address = path.format(**ids)
    answer = client.request(method, address, headers=HASSELT)
    nothing = client.request(method, path.format(**dict.fromkeys(ids, "gone")), headers=HASSELT)
    assert answer.status_code == 404
    assert answer.content == nothing.content


@pytest.mark.parametrize("path", LISTS)
def test_stranger_has_empty_lists(client: TestClient, ids: dict[str, str], path: str) -> None:
    assert client.get(path, headers=GENT).json()["items"], ids
    assert client.get(path, headers=HASSELT).json()["items"] == []


def test_every_list_is_tried() -> None:
    plural = {path for method, path in ROUTES if method == "get" and "{" not in path and path not in OPEN}
    assert plural == {*LISTS, "/v1/strategies", "/v1/engine", "/v1/card", "/v1/metrics"}


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=[" ".join(route) for route in ROUTES])
def test_nobody_gets_in_without_a_key(
    client: TestClient, ids: dict[str, str], method: str, path: str
) -> None:
    filled = path.format(**ids, strategy_id="vlaanderen-2025")
    assert client.request(method, filled).status_code == (200 if path in OPEN else 401)


def test_the_same_file_of_another_is_computed_anew(client: TestClient, service: TestService) -> None:
    file = {"file": ("plan.txt", f"{SECRET} S1=core".encode())}
    answer = client.post("/v1/assessments", files=file, headers={**HASSELT, "Prefer": "wait=0"})
    assert answer.status_code == 202
    assert service.work_off() == 1
