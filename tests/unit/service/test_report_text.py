from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console

from service.reports import render
from service.reports.report import Report
from service.reports.text_report import print_report
from service.wording import wording_in
from tests.fakes.assessments import CREATED_AT, REPORT_ID
from tests.fakes.report_cases import CASES, hostile, library


def as_text(case: str = "library", language: str = "nl") -> str:
    return render(CASES[case][0](), "text", language=language, id=REPORT_ID, created_at=CREATED_AT)


def printed(color_system: str | None, width: int = 80) -> str:
    stream = StringIO()
    console = Console(
        file=stream,
        width=width,
        force_terminal=True,
        color_system=color_system,  # type: ignore[arg-type]  # rich wants a literal
        _environ={},
    )
    print_report(Report(library(), wording_in("nl"), REPORT_ID, datetime(2026, 11, 23, tzinfo=UTC)), console)
    return stream.getvalue()


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
@pytest.mark.parametrize("case", CASES)
def test_no_line_is_wider_than_a_terminal(case: str, language: str) -> None:
    assert max(len(line) for line in as_text(case, language).splitlines()) <= 80


def test_the_surroundings_do_not_change_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    before = as_text()
    for name, value in (("COLUMNS", "40"), ("FORCE_COLOR", "1"), ("TERM", "xterm-256color")):
        monkeypatch.setenv(name, value)
    assert as_text() == before


def test_a_proposal_cannot_steer_the_terminal() -> None:
    for make, language in CASES.values():
        rendered = render(make(), "text", language=language, id=REPORT_ID, created_at=CREATED_AT)
        assert not {sign for sign in rendered if not sign.isprintable()} - {"\n", "\u00a0", "\u202f"}


def test_markup_of_the_terminal_library_is_shown_as_it_is() -> None:
    assert "[k](javascript:alert(1))" in render(hostile(), "text", id=REPORT_ID, created_at=CREATED_AT)


def test_every_grade_has_a_sign_and_a_word() -> None:
    rendered = as_text()
    for mark in ("● kern", "◐ draagt bij", "○ niet", "? onzeker"):
        assert mark in rendered


def test_quotes_beyond_the_third_are_counted() -> None:
    rendered = as_text()
    assert "Nog 1 passage staat in het volledige verslag." in rendered
    assert "4. activiteit" not in rendered


def test_colour_is_used_only_where_the_console_has_it() -> None:
    assert "\x1b[" in printed("standard")
    assert "\x1b[3" not in printed(None)


def test_a_wide_terminal_is_not_filled() -> None:
    assert max(len(line) for line in printed(None, width=200).splitlines()) <= 110
