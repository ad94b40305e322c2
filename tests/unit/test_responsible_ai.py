from collections.abc import Mapping
from typing import Any

import pytest

from tools.responsible_ai import PAGE, has_test, page, problems, rows

ROW = {"id": "R1", "asks": "x", "feature": "y", "where": ["pyproject.toml"], "state": "done",
       "tests": ["tests/unit/test_responsible_ai.py::test_every_row_is_there"]}  # fmt: skip


def test_the_page_is_what_its_source_says() -> None:
    """`make dossier` writes it again."""
    assert PAGE.read_text(encoding="utf-8") == page(rows())


def test_everything_that_is_named_exists() -> None:
    assert list(problems(rows())) == []


def test_every_row_is_there() -> None:
    assert [row["id"] for row in rows()] == [f"R{number}" for number in range(1, 34)]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"where": ["nowhere.py"]}, "R1: no nowhere.py"),
        ({"tests": ["tests/unit/test_responsible_ai.py::test_none"]}, "R1: no tests/unit/"),
        ({"tests": []}, "R1: done without a test"),
        ({"open": "something"}, "R1: only a row that is not done"),
        ({"state": "nearly"}, "R1: unknown state nearly"),
    ],
)
def test_what_is_not_there_is_said(change: Mapping[str, Any], problem: str) -> None:
    assert any(found.startswith(problem) for found in problems([{**ROW, **change}]))
    assert list(problems([ROW])) == []


def test_a_helper_is_no_test_of_a_file_that_is_not_there() -> None:
    assert not has_test("tests/unit/nowhere.py::test_x")
