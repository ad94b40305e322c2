"""The HTML report in a real browser: nothing that axe objects to, no script, nothing cut off."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from service.reports import render
from tests.fakes.assessments import CREATED_AT, REPORT_ID
from tests.fakes.browsers import MARKS
from tests.fakes.report_cases import CASES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = MARKS


def open_report(
    browser: "Browser",
    folder: Path,
    case: str,
    scheme: Literal["light", "dark"] = "light",
    width: int = 1200,
    *,
    scripts: bool = True,
) -> "Page":
    make, language = CASES[case]
    path = folder / f"{case}.html"
    text = render(make(), "html", language=language, id=REPORT_ID, created_at=CREATED_AT)
    path.write_text(text, encoding="utf-8")
    # The report forbids every script; the one of axe is let in for its check alone.
    context = browser.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
        bypass_csp=scripts,
    )
    page = context.new_page()
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("case", CASES)
def test_axe_finds_no_violation(
    browser: "Browser", tmp_path: Path, case: str, scheme: Literal["light", "dark"], width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_report(browser, tmp_path, case, scheme, width)
    results = Axe().run(page)
    page.context.close()
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("case", CASES)
def test_the_report_reads_without_script_and_without_scrolling_sideways(
    browser: "Browser", tmp_path: Path, case: str
) -> None:
    page = open_report(browser, tmp_path, case, width=360, scripts=False)
    assert page.locator("svg.picture").count() == 2
    assert page.locator("h1").is_visible()
    page.context.close()
    page = open_report(browser, tmp_path, case, width=360)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.context.close()
    assert overflow == 0


def test_a_link_of_the_overview_leads_to_its_spearhead(browser: "Browser", tmp_path: Path) -> None:
    page = open_report(browser, tmp_path, "library", scripts=False)
    page.locator(".overview tbody a").nth(5).click()
    assert page.url.endswith("#spearhead-6")
    assert page.locator("#spearhead-6").is_visible()
    page.context.close()


def test_the_report_asks_nothing_of_the_network(browser: "Browser", tmp_path: Path) -> None:
    page = open_report(browser, tmp_path, "hostile")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
