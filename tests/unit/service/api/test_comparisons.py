"""Two assessments side by side."""

from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.ports import ROLES, Principal
from service.store.results import pack_assessment, unpack_assessment
from service.strategies.installing import install
from service.strategies.trials import read_file
from tests.fakes.backends import FakeAuthenticator, TestService, a_service
from tests.fakes.strategy_files import a_file

GENT, HASSELT = {"X-API-Key": "anna@gent"}, {"X-API-Key": "bert@hasselt"}
OLD = "Wij leren ouderen videobellen. S1=core\n\nWij delen de code. S4=none"
NEW = "Wij leren ouderen videobellen. S1=none\n\nWij meten elk jaar hoeveel. S2=core"


@pytest.fixture
def service(tmp_path: Path) -> TestService:
    return a_service(tmp_path, authenticator=FakeAuthenticator(), migrated=False)


@pytest.fixture
def client(service: TestService) -> TestClient:
    return TestClient(create_app(service.backend))


@pytest.fixture
def asked(client: TestClient, service: TestService) -> dict[str, str]:
    ids = [_hand_in(client, name, text) for name, text in (("oud", OLD), ("nieuw", NEW))]
    service.work_off()
    return {"from": ids[0], "to": ids[1]}


def _hand_in(client: TestClient, name: str, text: str, **fields: str) -> str:
    file = {"file": (f"{name}.txt", text.encode())}
    return str(client.post("/v1/assessments", files=file, data=fields, headers=GENT).json()["id"])


def test_what_changed_is_told_for_passages_and_grades(client: TestClient, asked: dict[str, str]) -> None:
    answer = client.post("/v1/comparisons", json=asked, headers={**GENT, "Accept-Language": "fr"})
    found = answer.json()
    assert (found["schema"], found["language"]) == ("speerwijzer/comparison/1", "fr")
    assert answer.headers["content-language"] == "fr"
    assert (found["from"]["proposal"]["name"], found["to"]["proposal"]["name"]) == ("oud.txt", "nieuw.txt")
    assert found["from"]["allPassages"]
    changed = {item["spearhead"] for item in found["alignments"] if item["gradeChanged"]}
    assert changed == {"S1", "S2"}


def test_the_passages_that_changed_a_grade_are_named(client: TestClient, asked: dict[str, str]) -> None:
    found = client.post("/v1/comparisons", json=asked, headers=GENT).json()
    first = found["alignments"][0]
    told = {(cause["change"], cause["side"], cause["contribution"]) for cause in first["causes"]}
    assert told == {("removed", "from", 0.1), ("added", "to", 0.1)}
    assert first["toWithoutAdded"]["grade"] == "none"


def test_passages_are_named_for_a_strategy_that_an_organisation_installed(
    client: TestClient, service: TestService
) -> None:
    anna = Principal("anna", "gent", ROLES)
    names = [
        install(service.backend, anna, read_file(service.backend, anna, a_file(version)))
        for version in ("1", "2")
    ]
    ids = [
        _hand_in(client, "plan", text, strategy=names[1]) for text in ("Een put. W=core", "Een put. W=none")
    ]
    service.work_off()
    asked = dict(zip(("from", "to"), ids, strict=True))
    found = client.post("/v1/comparisons", json=asked, headers=GENT).json()["alignments"]
    assert [(each["gradeChanged"], bool(each["causes"])) for each in found] == [(True, True), (False, True)]


def test_no_passage_is_blamed_by_another_engine_than_the_one_that_graded(
    client: TestClient, service: TestService, asked: dict[str, str]
) -> None:
    files = service.backend.files
    for path in list(files.storage.paths()):
        organisation, _, name = path.split("/")
        if name.endswith(".result"):
            outcome = unpack_assessment(files.get(organisation, name))
            files.delete(organisation, name)
            before = replace(outcome, engine=replace(outcome.engine, artefact_sha256="0" * 64))
            files.keep(organisation, name, pack_assessment(before))
    found = client.post("/v1/comparisons", json=asked, headers=GENT).json()
    assert found["from"]["allPassages"]
    assert not any(item["causes"] for item in found["alignments"])


def test_nobody_compares_what_another_organisation_handed_in(
    client: TestClient, asked: dict[str, str]
) -> None:
    assert client.post("/v1/comparisons", json=asked, headers=HASSELT).status_code == 404


def test_after_the_texts_are_erased_the_reports_are_compared(
    client: TestClient, service: TestService, asked: dict[str, str]
) -> None:
    for path in [*(service.backend.settings.data_folder).rglob("*.result*")]:
        path.unlink()
    found = client.post("/v1/comparisons", json=asked, headers=GENT).json()
    assert not found["from"]["allPassages"]
    assert {item["spearhead"] for item in found["alignments"] if item["gradeChanged"]} == {"S1", "S2"}


def test_there_is_no_total_and_no_decision(client: TestClient, asked: dict[str, str]) -> None:
    found = client.post("/v1/comparisons", json=asked, headers=GENT).json()
    assert not {"total", "rank", "score", "accept", "reject", "decision"} & set(_keys(found))


def _keys(found: object) -> list[str]:
    if isinstance(found, dict):
        return [*found, *(key for value in found.values() for key in _keys(value))]
    return [key for value in found for key in _keys(value)] if isinstance(found, list) else []
