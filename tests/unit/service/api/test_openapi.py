"""The OpenAPI document: kept as golden files, and held against the Dutch API Design Rules."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.api.openapi import document, older
from service.app import create_app
from tests.fakes.backends import a_service

GOLDEN = Path(__file__).parents[3] / "golden" / "openapi"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    made = a_service(tmp_path_factory.mktemp("service"))
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
