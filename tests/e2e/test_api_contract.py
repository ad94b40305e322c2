"""Whatever the OpenAPI document allows or forbids, the service behaves as it says."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.app import create_app
from tests.fakes.backends import FakeAuthenticator, TestService, a_service
from tests.fakes.databases import KINDS, an_empty_database

_EXAMPLES = 20
_KEY = {"X-API-Key": "anna@gent"}
_DOCUMENT = Path(__file__).parents[1] / "golden" / "openapi" / "openapi.json"
Case = schemathesis.Case[Any]
OPERATIONS = [
    (method, path)
    for path, item in json.loads(_DOCUMENT.read_text(encoding="utf-8"))["paths"].items()
    for method in item
]


@dataclass(frozen=True, slots=True)
class Subject:
    """A service with something in it, and its document."""

    service: TestService
    app: FastAPI
    schema: schemathesis.BaseSchema

    def path_parameters(self, path: str) -> dict[str, Any]:
        """Something that is there, for each id in a path; new each time, for it may be erased."""
        with TestClient(self.app, headers=_KEY) as client:
            if "{assessment_id}" in path:
                answer = client.post("/v1/assessments", files={"file": ("plan.txt", b"S1=core")})
                self.service.work_off()
                return {"assessment_id": answer.json()["id"]}
            if "{batch_id}" in path:
                sent = {"items": [{"sections": [{"text": "S1=core"}]}]}
                return {"batch_id": client.post("/v1/batches", json=sent).json()["id"]}
            if "{job_id}" in path:
                client.post("/v1/assessments", files={"file": ("plan.txt", b"FAULT")})
                self.service.work_off()
                return {"job_id": client.get("/v1/deadletters").json()["items"][0]["id"]}
        return {"strategy_id": "vlaanderen-2025"} if "{strategy_id}" in path else {}


@pytest.fixture(scope="module", params=KINDS)
def subject(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subject]:
    folder = tmp_path_factory.mktemp("service")
    with an_empty_database(request.param, folder) as url:
        made = a_service(
            folder, url, FakeAuthenticator(), requests_per_minute=1_000_000, longest_wait_seconds=0
        )
        app = create_app(made.backend)
        yield Subject(made, app, schemathesis.openapi.from_asgi("/openapi.json", app))
        made.backend.close()


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[" ".join(each) for each in OPERATIONS])
def test_service_keeps_its_document(subject: Subject, method: str, path: str) -> None:
    operation = subject.schema[path][method]
    known = subject.path_parameters(path)
    modes = [
        operation.as_strategy(mode, path_parameters=fixed)
        for mode in schemathesis.GenerationMode
        for fixed in ([{}, known] if known else [None])
    ]

    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(modes))
    def check(case: Case) -> None:
        _make_possible(case)
        case.call_and_validate(headers=_KEY)

    check()


def _make_possible(case: Case) -> None:
    """Keep what no schema can say: a key belongs to one request, and there is one reference a file."""
    headers: dict[str, Any] = dict(case.headers or {})
    if "idempotency-key" in headers and case.meta and case.meta.generation.mode.is_positive:
        case.headers["idempotency-key"] = str(uuid4())
    if isinstance(case.body, dict):
        files, references = case.body.get("file"), case.body.get("reference")
        if isinstance(files, list) and isinstance(references, list) and len(references) != len(files):
            del case.body["reference"]
