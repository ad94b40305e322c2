"""Golden reports: regenerate them with SPEERWIJZER_REGENERATE=1 and read the difference."""

import os
from pathlib import Path

import pytest

from service.reports import render
from tests.fakes.assessments import CREATED_AT, REPORT_ID
from tests.fakes.report_cases import CASES

GOLDEN = Path(__file__).parents[2] / "golden" / "reports"
SUFFIXES = {"text": "txt", "json": "json", "md": "md", "html": "html", "jsonld": "jsonld", "csv": "csv"}
REGENERATE = "SPEERWIJZER_REGENERATE"


@pytest.mark.parametrize("format", SUFFIXES)
@pytest.mark.parametrize("case", CASES)
def test_the_report_is_the_golden_one(case: str, format: str) -> None:
    make, language = CASES[case]
    rendered = render(make(), format, language=language, id=REPORT_ID, created_at=CREATED_AT)
    golden = GOLDEN / f"{case}.{SUFFIXES[format]}"
    assert isinstance(rendered, str)
    if os.environ.get(REGENERATE):
        golden.write_text(rendered, encoding="utf-8", newline="\n")
    assert rendered == golden.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    expected = {f"{case}.{suffix}" for case in CASES for suffix in SUFFIXES.values()}
    assert {path.name for path in GOLDEN.iterdir()} == expected


def test_golden_files_are_not_regenerated_in_ci() -> None:
    assert not (os.environ.get("CI") == "true" and os.environ.get(REGENERATE))
