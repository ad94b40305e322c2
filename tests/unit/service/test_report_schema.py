"""The published JSON Schema against every assessment that the tests know."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from service.cli import main

GOLDEN = Path(__file__).parents[2] / "golden"
FILES = sorted(
    path
    for path in GOLDEN.rglob("*.json")
    if json.loads(path.read_text(encoding="utf-8")).get("schema") == "speerwijzer/assessment/1"
)


@pytest.fixture
def validator(capsys: pytest.CaptureFixture[str]) -> Draft202012Validator:
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def golden(name: str = "library.json") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLDEN / "reports" / name).read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_golden_assessments_keep_to_the_schema(path: Path, validator: Draft202012Validator) -> None:
    assert [
        error.message for error in validator.iter_errors(json.loads(path.read_text(encoding="utf-8")))
    ] == []


def test_there_are_assessments_to_hold_against_it() -> None:
    assert len(FILES) >= 3


def test_something_may_be_added_beside_the_names(validator: Draft202012Validator) -> None:
    data = golden()
    data["added"] = data["alignments"][0]["added"] = data["proposal"]["added"] = {"a": 1}
    assert validator.is_valid(data)


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        ((), "schema", "speerwijzer/assessment/2"),
        ((), "createdAt", "2026-11-23T13:00:00+01:00"),
        (("proposal",), "sha256", "abc"),
        (("alignments", 0), "grade", "kern"),
        (("alignments", 0), "reason", "too_short"),
        (("alignments", 1), "reason", None),
        (("alignments", 0, "probability"), "core", 1.2),
        (("alignments", 0, "evidence", 0), "role", "claim"),
    ],
)
def test_what_breaks_the_contract_is_refused(
    place: tuple[str | int, ...], name: str, value: object, validator: Draft202012Validator
) -> None:
    data: Any = golden()
    broken = deepcopy(data)
    inner = broken
    for step in place:
        inner = inner[step]
    inner[name] = value
    assert validator.is_valid(data)
    assert not validator.is_valid(broken)
    del inner[name]
    assert not validator.is_valid(broken)


def test_every_name_of_an_assessment_is_described(validator: Draft202012Validator) -> None:
    assert list(undescribed(golden(), validator.schema, validator.schema)) == []


def undescribed(value: object, schema: Any, root: Any, place: str = "") -> Iterator[str]:  # noqa: ANN401
    """Names that the schema says nothing of, anywhere in a value."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
    if "oneOf" in schema:
        schema = schema["oneOf"][0 if value is None else 1]
        yield from undescribed(value, schema, root, place)
    elif isinstance(value, list):
        for item in value:
            yield from undescribed(item, schema["items"], root, f"{place}[]")
    elif isinstance(value, dict) and "properties" in schema:
        for name, inner in value.items():
            if name in schema["properties"]:
                yield from undescribed(inner, schema["properties"][name], root, f"{place}.{name}")
            else:
                yield f"{place}.{name}"
