"""Two assessments side by side, where the service can compare."""

from dataclasses import replace
from pathlib import Path

from fastapi.testclient import TestClient

from models.assessment import Assessment
from service.app import create_app
from tests.fakes.backends import FakeAuthenticator, a_service

GENT, HASSELT = {"X-API-Key": "anna@gent"}, {"X-API-Key": "bert@hasselt"}


def fake_compare(old: Assessment, new: Assessment, *, language: str) -> str:
    return f'{{"from": "{old.document.name}", "to": "{new.document.name}", "language": "{language}"}}'


def test_two_assessments_are_compared_by_their_own_organisation_only(tmp_path: Path) -> None:
    made = a_service(tmp_path, authenticator=FakeAuthenticator(), migrated=False)
    client = TestClient(create_app(replace(made.backend, compare=fake_compare)))
    ids = [
        client.post(
            "/v1/assessments", files={"file": (f"{name}.txt", f"{name} S1=core".encode())}, headers=GENT
        ).json()["id"]
        for name in ("oud", "nieuw")
    ]
    made.work_off()
    asked = {"from": ids[0], "to": ids[1]}
    answer = client.post("/v1/comparisons", json=asked, headers={**GENT, "Accept-Language": "fr"})
    assert answer.json() == {"from": "oud.txt", "to": "nieuw.txt", "language": "fr"}
    assert client.post("/v1/comparisons", json=asked, headers=HASSELT).status_code == 404


def test_service_that_cannot_compare_does_not_say_that_it_can(tmp_path: Path) -> None:
    backend = replace(a_service(tmp_path, migrated=False).backend, compare=None)
    client = TestClient(create_app(backend))
    assert client.post("/v1/comparisons", json={}).status_code == 404
    assert "/comparisons" not in client.get("/openapi.json").json()["paths"]
