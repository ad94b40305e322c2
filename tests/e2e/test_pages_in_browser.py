"""Pages of text and tables (dossier, model card, comparison) in a real browser, judged by axe."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from models.comparison import compare, side_of
from service.comparing.rendering import render_comparison
from tests.fakes.report_cases import library, short_note

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted((*(DOCS / "dossier").glob("*.html"), DOCS / "model-card.nl.html"))


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    place = shutil.which("chromium")
    if place is None:
        pytest.skip("These tests need Chromium: `apt-get install chromium` on Debian.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=place, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


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
