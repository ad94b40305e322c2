"""The examples of the OpenAPI document are what the service takes and gives."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.api import operation_schemas, schemas
from service.api.examples import read_examples
from service.api.openapi import document
from service.api.report_schema import AssessmentContent
from service.api.schemas import ProblemContent
from service.app import create_app
from service.problems import MEDIA_TYPE
from tests.fakes.backends import TestService, a_service

ROOT = Path(__file__).parents[4]
GOLDEN, KEPT = ROOT / "tests" / "golden" / "reports", ROOT / "service" / "api" / "example_assessment.json"
EXAMPLES = read_examples()
ASKED = [name for name, examples in EXAMPLES.items() if "request" in examples and "comparisons" not in name]
CASES = [(name, kind) for name, examples in EXAMPLES.items() for kind in examples]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> TestService:
    return a_service(tmp_path_factory.mktemp("service"), migrated=False)


@pytest.fixture(scope="module")
def client(service: TestService) -> TestClient:
    return TestClient(create_app(service.backend))


@pytest.fixture(scope="module")
def content(service: TestService) -> dict[str, Any]:
    return document(create_app(service.backend))


@pytest.mark.parametrize(("name", "kind"), CASES, ids=[" ".join(case) for case in CASES])
def test_example_fits_its_schema(content: dict[str, Any], name: str, kind: str) -> None:
    method, path = name.split()
    operation = content["paths"][path][method]
    body = operation["requestBody"] if kind == "request" else operation["responses"][kind]
    told = body["content"]["application/json"]
    model = model_of(told["schema"]["$ref"].rpartition("/")[2])
    model.model_validate(told["example"])


def model_of(name: str) -> Any:  # noqa: ANN401 -- a class of either module
    if name == "Assessment":
        return AssessmentContent
    return getattr(schemas, name, None) or getattr(operation_schemas, name)


@pytest.mark.parametrize("name", ASKED)
def test_what_is_asked_in_an_example_is_taken(client: TestClient, name: str) -> None:
    method, path = name.split()
    answer = client.request(method, f"/v1{path}", json=EXAMPLES[name]["request"])
    assert answer.is_success, answer.text


def test_the_assessment_is_a_report_of_which_little_is_left_out() -> None:
    """SPEERWIJZER_REGENERATE=1 writes it again, from the golden report of a made-up proposal."""
    report = json.loads((GOLDEN / "library.json").read_text(encoding="utf-8"))
    first = report["alignments"][0]
    report["alignments"] = [{**first, "evidence": first["evidence"][:1]}]
    text = json.dumps({**report, "flags": report["flags"][:1]}, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("SPEERWIJZER_REGENERATE"):
        KEPT.write_text(text, encoding="utf-8")
    assert KEPT.read_text(encoding="utf-8") == text


def test_every_request_in_json_has_an_example(content: dict[str, Any]) -> None:
    for path, item in content["paths"].items():
        for method, operation in item.items():
            told = operation.get("requestBody", {}).get("content", {}).get("application/json")
            assert told is None or "example" in told, f"{method} {path}"


def test_problems_are_told_in_the_words_of_the_service(content: dict[str, Any]) -> None:
    for item in content["paths"].values():
        for operation in item.values():
            for response in operation["responses"].values():
                for example in response.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {}).values():
                    assert ProblemContent.model_validate(example["value"]).detail not in {"", "…"}
