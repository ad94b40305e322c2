import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from service.reports import BINARY, RENDERERS, UnknownFormat, render
from service.wording import UnknownLanguage
from tests.fakes.assessments import CREATED_AT, REPORT_ID
from tests.fakes.report_cases import CASES, library

TEXTS = [format for format in RENDERERS if format not in BINARY]
NEED_NO_FILE = [format for format in RENDERERS if format != "annotated-pdf"]


@pytest.mark.parametrize("format", NEED_NO_FILE)
def test_the_same_assessment_gives_the_same_bytes(format: str) -> None:
    first = render(library(), format, id=REPORT_ID, created_at=CREATED_AT)
    assert first == render(library(), format, id=REPORT_ID, created_at=CREATED_AT)


def test_only_identity_and_time_differ_between_two_runs() -> None:
    first = render(library(), "json", id="one", created_at=CREATED_AT).splitlines()
    later = CREATED_AT + timedelta(hours=1)
    second = render(library(), "json", id="two", created_at=later).splitlines()
    differing = [line for line, other in zip(first, second, strict=True) if line != other]
    assert [line.split('"')[1] for line in differing] == ["id", "createdAt"]


def test_an_unknown_format_names_the_formats() -> None:
    with pytest.raises(UnknownFormat, match="text, json, md, html"):
        render(library(), "pptx", id=REPORT_ID, created_at=CREATED_AT)


def test_an_unknown_language_names_the_languages() -> None:
    with pytest.raises(UnknownLanguage, match="nl, en, fr"):
        render(library(), "text", language="de", id=REPORT_ID, created_at=CREATED_AT)


def test_a_moment_without_time_zone_is_refused() -> None:
    naive = datetime(2026, 11, 23, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        render(library(), "json", id=REPORT_ID, created_at=naive)


def test_time_is_told_in_utc() -> None:
    there = datetime(2026, 11, 23, 13, 0, tzinfo=timezone(timedelta(hours=1)))
    assert '"createdAt": "2026-11-23T12:00:00Z"' in render(library(), "json", id="x", created_at=there)


@pytest.mark.parametrize("format", TEXTS)
@pytest.mark.parametrize("language", ["nl", "en", "fr"])
@pytest.mark.parametrize("case", CASES)
def test_every_case_renders_in_every_language(case: str, language: str, format: str) -> None:
    make, _ = CASES[case]
    rendered = render(make(), format, language=language, id=REPORT_ID, created_at=CREATED_AT)
    assert isinstance(rendered, str)
    assert make().strategy.sha256[:12] in rendered


@pytest.mark.parametrize("format", sorted(BINARY & set(NEED_NO_FILE)))
@pytest.mark.parametrize("language", ["nl", "en", "fr"])
@pytest.mark.parametrize("case", CASES)
def test_every_case_renders_as_bytes_in_every_language(case: str, language: str, format: str) -> None:
    make, _ = CASES[case]
    rendered = render(make(), format, language=language, id=REPORT_ID, created_at=CREATED_AT)
    assert isinstance(rendered, bytes)


@pytest.mark.parametrize("format", TEXTS)
def test_a_file_without_a_title_goes_by_its_name(format: str) -> None:
    assessment = library()
    untitled = replace(assessment, document=replace(assessment.document, title=None))
    rendered = render(untitled, format, id=REPORT_ID, created_at=CREATED_AT)
    assert "zavelrode-digitale-hulp.pdf" in str(rendered)


def test_asking_for_json_imports_neither_jinja_nor_rich() -> None:
    script = (
        "import sys; from tests.fakes.report_cases import library\n"
        "from tests.fakes.assessments import CREATED_AT; from service.reports import render\n"
        "render(library(), 'json', id='x', created_at=CREATED_AT)\n"
        "print(sorted({'jinja2', 'rich', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
