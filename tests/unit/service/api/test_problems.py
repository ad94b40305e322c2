"""Every error has one shape, says all that is wrong, and quotes nothing of a proposal."""

from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient

from service.app import create_app
from service.problems import MEDIA_TYPE, STATUS
from tests.fakes.backends import TestService, a_service

SECRET = "Geheime tekst van een voorstel"


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    made = a_service(tmp_path, migrated=False, limit_bytes=2000, limit_request_bytes=4000)
    return TestClient(create_app(made.backend), raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/v1/assessments/", 404),
        ("PUT", "/v1/assessments", 405),
        ("POST", "/v1/assessments", 415),
        ("GET", "/v1/assessments?pageSize=x", 400),
    ],
)
def test_every_error_is_a_problem(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.json()["status"] == status
    assert answer.json()["type"].startswith("urn:problem-type:speerwijzer:")
    assert answer.headers["api-version"]


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_quoted(client: TestClient) -> None:
    sent = {"sections": [{"text": 5, "title": SECRET * 50}], "language": "de", SECRET: 1}
    answer = client.post("/v1/assessments", json=sent)
    named = {issue["name"] for issue in answer.json()["issues"]}
    assert {"sections.0.text", "sections.0.title", "language"} <= named
    assert "Geheime" not in answer.text


def test_fault_of_ours_says_nothing_of_what_went_wrong(client: TestClient) -> None:
    app = client.app
    backend = app.state.backend  # type: ignore[attr-defined]  # the test client types it as any application
    backend.scorer.engine.strategy = None
    answer = client.post("/v1/score", json={"texts": [{"id": "1", "text": SECRET}]})
    assert answer.status_code == 500
    assert "Geheime" not in answer.text


@pytest.mark.parametrize("size", [2500, 5000])
def test_too_large_a_file_is_refused(client: TestClient, size: int) -> None:
    answer = client.post("/v1/assessments", files={"file": ("plan.txt", b"x" * size)})
    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:problem-type:speerwijzer:payloadTooLarge"


def test_body_without_a_length_is_counted(client: TestClient) -> None:
    blocks = (b"x" * 1000 for _ in range(50))
    answer = client.post("/v1/score", content=blocks, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_json_may_be_as_large_as_a_file_and_files_together_larger(tmp_path: Path) -> None:
    made = a_service(tmp_path, migrated=False, limit_bytes=1_000, limit_request_bytes=100_000)
    client = TestClient(create_app(made.backend))
    refused = client.post("/v1/batches", json={"items": [{"sections": [{"text": "x" * 400}]}] * 3})
    assert refused.status_code == 413
    files = [("file", (f"{number}.txt", b"%d" % number * 900)) for number in range(3)]
    assert client.post("/v1/batches", files=files).status_code == 202


@pytest.mark.parametrize(("language", "title"), [("nl", "Niet gevonden"), ("fr-BE", "Introuvable")])
def test_problem_speaks_the_language_of_the_caller(client: TestClient, language: str, title: str) -> None:
    answer = client.get("/v1/assessments/gone", headers={"Accept-Language": language})
    assert answer.json()["title"] == title
    assert answer.headers["content-language"] == language[:2]


def test_every_type_has_a_title_in_every_language() -> None:
    for language in ("nl", "en", "fr"):
        path = Path(__file__).parents[4] / "service" / "messages" / f"{language}.yaml"
        assert set(yaml.safe_load(path.read_text(encoding="utf-8"))["problem"]) == set(STATUS)


def test_too_many_requests_are_told_when_to_come_back(tmp_path: Path) -> None:
    made: TestService = a_service(tmp_path, migrated=False, requests_per_minute=2)
    client = TestClient(create_app(made.backend))
    first = client.get("/v1/engine")
    assert (first.headers["ratelimit-limit"], first.headers["ratelimit-remaining"]) == ("2", "1")
    client.get("/v1/engine")
    refused = client.get("/v1/engine")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert client.get("/livez").status_code == 200


def test_full_queue_asks_for_patience(tmp_path: Path) -> None:
    made = a_service(tmp_path, migrated=False, queue_size=2)
    client = TestClient(create_app(made.backend))
    answers = [
        client.post("/v1/assessments", files={"file": ("plan.txt", f"Plan {number}".encode())})
        for number in range(3)
    ]
    assert [answer.status_code for answer in answers] == [202, 202, 503]
    assert answers[2].headers["retry-after"] == "30"
    known = client.post("/v1/assessments", files={"file": ("plan.txt", b"Plan 0")})
    assert known.status_code == 202
