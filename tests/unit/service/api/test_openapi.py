"""The OpenAPI document: kept as golden files, and held against the Dutch API Design Rules."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.api.openapi import document, older
from service.app import create_app
from service.reports.sentences import excluded_uses, intended_use
from service.wording import wording_in
from tests.fakes.backends import a_service

GOLDEN = Path(__file__).parents[3] / "golden" / "openapi"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    made = a_service(tmp_path_factory.mktemp("service"), migrated=False)
    return document(create_app(made.backend))


def operations(content: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in content["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


@pytest.mark.parametrize("name", ["openapi.json", "openapi-3.0.json"])
def test_document_is_the_one_that_was_agreed(content: dict[str, Any], name: str) -> None:
    """SPEERWIJZER_REGENERATE=1 writes the files again; a change is a change of the contract."""
    shown = older(content) if "3.0" in name else content
    text = json.dumps(shown, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    path = GOLDEN / name
    if os.environ.get("SPEERWIJZER_REGENERATE"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_document_tells_what_the_service_is_for_and_what_not(content: dict[str, Any]) -> None:
    wording = wording_in("en")
    for sentence in (intended_use(wording), *excluded_uses(wording)):
        assert sentence in content["info"]["description"]


def responses(content: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, method, operation in operations(content):
        for status, response in operation["responses"].items():
            yield f"{method} {path}", status, response


def schemas_with_names(node: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of every schema."""
    if isinstance(node, dict):
        for name, schema in node.get("properties", {}).items():
            if isinstance(schema, dict):
                yield name, schema
        for value in node.values():
            yield from schemas_with_names(value)
    elif isinstance(node, list):
        for value in node:
            yield from schemas_with_names(value)


def test_addresses_follow_the_design_rules(content: dict[str, Any]) -> None:
    """core/uri-version, core/no-trailing-slash, core/path-segments-kebab-case, core/http-methods."""
    assert all(re.search(r"/v\d+$", server["url"]) for server in content["servers"])
    segment = r"([a-z0-9-]+|\{[^}]+\})"
    for path, method, _ in operations(content):
        assert re.fullmatch(rf"/{segment}(/([a-z0-9.-]+|\{{[^}}]+\}}))*", path), path
        assert method in {"get", "post", "put", "patch", "delete"}


def test_query_parameters_are_lower_camel_case(content: dict[str, Any]) -> None:
    """core/query-keys-camel-case."""
    for path, _, operation in operations(content):
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "query":
                assert re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", parameter["name"]), path


def test_who_answers_for_the_service_is_told(content: dict[str, Any]) -> None:
    """core/doc-openapi-contact, core/semver."""
    assert set(content["info"]["contact"]) == {"name", "url", "email"}
    assert re.fullmatch(r"\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?", content["info"]["version"])
    assert content["openapi"].startswith("3.")


def test_every_answer_tells_the_version_of_the_api(content: dict[str, Any]) -> None:
    """core/version-header."""
    for place, status, response in responses(content):
        assert "API-Version" in response["headers"], f"{place} {status}"


def test_every_error_is_a_problem(content: dict[str, Any]) -> None:
    """core/error-handling/problem-details, core/error-handling/invalid-input."""
    for place, status, response in responses(content):
        if status[0] in "45":
            schema = response["content"]["application/problem+json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/Problem"}, place
    assert {"status", "title", "detail"} <= set(content["components"]["schemas"]["Problem"]["properties"])
    for path, method, operation in operations(content):
        if method in {"post", "put", "patch"} or operation.get("parameters"):
            assert "400" in operation["responses"], f"{method} {path}"


def test_moments_carry_a_time_zone(content: dict[str, Any]) -> None:
    """core/date-time/timezone, core/date-time/date-omit-time-portion."""
    for name, schema in schemas_with_names(content):
        assert schema.get("format") not in {"date-time-local", "time"}, name
        if re.search(r"(^|[a-z])[dD]ate$", name):
            assert schema.get("format") == "date", name


def test_names_follow_the_design_rules(content: dict[str, Any]) -> None:
    """Schemas in UpperCamelCase, properties in lowerCamelCase, operations and tags named once."""
    assert all(re.fullmatch(r"[A-Z][A-Za-z0-9]*", name) for name in content["components"]["schemas"])
    for name, _ in schemas_with_names(content["components"]["schemas"]):
        assert re.fullmatch(r"[a-z][A-Za-z0-9]*", name), name
    ids = [operation["operationId"] for _, _, operation in operations(content)]
    assert len(ids) == len(set(ids))
    used = {tag for _, _, operation in operations(content) for tag in operation["tags"]}
    assert used == {tag["name"] for tag in content["tags"]}


def test_every_reference_leads_somewhere(content: dict[str, Any]) -> None:
    for shown in (content, older(content)):
        text = json.dumps(shown)
        for name in re.findall(r'"#/components/schemas/([^"]+)"', text):
            assert name in shown["components"]["schemas"]


def test_older_document_holds_nothing_newer(content: dict[str, Any]) -> None:
    text = json.dumps(older(content))
    assert older(content)["openapi"] == "3.0.3"
    for word in ('"const"', '"type": "null"', '"propertyNames"', '"examples": ['):
        assert word not in text


def test_defaults_are_values_that_are_allowed(content: dict[str, Any]) -> None:
    """core/publish-openapi: the document is valid, in either version."""
    for shown in (content, older(content)):
        for name, schema in schemas_with_names(shown):
            if "default" in schema and "enum" in schema:
                assert schema["default"] in schema["enum"], name


def test_everybody_may_read_the_document(tmp_path: Path) -> None:
    """core/publish-openapi: with CORS, under the version."""
    client = TestClient(create_app(a_service(tmp_path, migrated=False).backend))
    for address in ("/openapi.json", "/v1/openapi.json", "/openapi-3.0.json"):
        answer = client.get(address)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.json()["info"]["title"] == "Speerwijzer"
