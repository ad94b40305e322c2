"""Puts examples where they belong in the OpenAPI document: kept ones, and problems in their own words."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from service.problems import MEDIA_TYPE, Problem, details
from service.wording import wording_in

_JSON = "application/json"
_REQUEST = "request"
_ASSESSMENT = (
    ("post /assessments", "201"),
    ("get /assessments/{assessment_id}", "200"),
)
"""Where an assessment in full is answered."""


def read_examples() -> Mapping[str, Mapping[str, Any]]:
    """The examples by method and path, and of each what is asked (`request`) and answered (by status)."""
    import yaml

    found: dict[str, dict[str, Any]] = yaml.safe_load(_text("examples.yaml"))
    assessment = json.loads(_text("example_assessment.json"))
    for operation, status in _ASSESSMENT:
        found.setdefault(operation, {})[status] = assessment
    return found


def add_examples(paths: Mapping[str, Any]) -> None:
    """Give the operations their examples."""
    for name, examples in read_examples().items():
        method, path = name.split()
        operation = paths[path][method]
        for kind, example in examples.items():
            body = operation["requestBody"] if kind == _REQUEST else operation["responses"][kind]
            body["content"][_JSON]["example"] = example
    for item in paths.values():
        for operation in item.values():
            _word_problems(operation["responses"])


def _word_problems(responses: Mapping[str, Any]) -> None:
    for response in responses.values():
        problems = response.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {})
        for key, example in problems.items():
            problem = Problem(key, formats="html, md, pdf", reason="host")
            example["value"] = details(problem, wording_in("en")).content()


def _text(name: str) -> str:
    return files("service.api").joinpath(name).read_text(encoding="utf-8")
