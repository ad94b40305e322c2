"""Pages of text and tables (dossier, model card, comparison) in a real browser, judged by axe."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from corpus.strategy_files import load_strategy
from models.alignment import Grade
from models.comparison import compare, side_of
from service.batch_page import batch_page
from service.comparing.rendering import render_comparison
from service.summary import SummaryRow
from service.wording import wording_in
from tests.fakes.browsers import (
    MARKS,
    PHONE,
    WIDE,
    ZOOMED,
    a_context,
    keep_picture,
    scrolls_sideways,
)
from tests.fakes.report_cases import library, short_note

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DOCS = Path(__file__).parents[2] / "docs"
pytestmark = MARKS
PAGES = sorted((*(DOCS / "dossier").glob("*.html"), DOCS / "model-card.nl.html"))


def violations(browser: "Browser", path: Path, scheme: Literal["light", "dark"]) -> str:
    """What axe finds on a page, as text; "" for nothing."""
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(color_scheme=scheme, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    page.goto(path.as_uri())
    results = Axe().run(page)
    context.close()
    return results.generate_report() if results.violations_count else ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_axe_finds_nothing_on_a_page(
    browser: "Browser", path: Path, scheme: Literal["light", "dark"]
) -> None:
    assert violations(browser, path, scheme) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_comparison(
    browser: "Browser", tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    path = tmp_path / "verschil.html"
    found = compare(side_of(short_note()), side_of(library()))
    path.write_text(render_comparison(found, "html", language="nl"), encoding="utf-8")
    assert violations(browser, path, scheme) == ""


def a_grade_table(folder: Path) -> Path:
    """The page of a run over some files, one with a very long name and one that was not read."""
    grades = (*Grade, *Grade, Grade.NONE)
    names = ("plan.pdf", "Eenheellangenaamzonderspaties" * 5 + ".docx", "een naam met veel woorden " * 6)
    rows = [SummaryRow(name, grades, (0.97, 0.78, 0.04, 0.5) * 2 + (0.01,)) for name in names]
    rows.append(SummaryRow("kapot.pdf", None))
    path = folder / "grades.html"
    path.write_text(batch_page(rows, load_strategy("vlaanderen-2025"), wording_in("nl")), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_grades_of_a_run(
    browser: "Browser", tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    assert violations(browser, a_grade_table(tmp_path), scheme) == ""


@pytest.mark.parametrize("size", [ZOOMED, PHONE, WIDE])
def test_the_grades_of_a_run_scroll_inside_their_own_frame(
    browser: "Browser", tmp_path: Path, size: tuple[int, int]
) -> None:
    context = a_context(browser, size)
    page = context.new_page()
    page.goto(a_grade_table(tmp_path).as_uri())
    keep_picture(page, f"grades-{size[0]}")
    wider = scrolls_sideways(page)
    context.close()
    assert not wider
