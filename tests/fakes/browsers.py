"""Chromium for tests of pages, and what axe has against a page."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip
NEEDED = "These tests need Chromium: `apt-get install chromium` on Debian."
SCREENS = os.environ.get("SPEERWIJZER_TEST_SCREENS", "")
"""A folder for pictures of pages, to be looked at by people; continuous integration keeps it."""
PHONE, WIDE, ZOOMED = (390, 844), (1440, 900), (320, 640)
MARKS = [
    pytest.mark.browser,
    # The driver leaves its pipes to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@contextmanager
def a_browser() -> "Iterator[Browser]":
    """Skips the test where there is no Chromium, and fails it in continuous integration."""
    place = shutil.which("chromium")
    if place is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NEEDED)
        pytest.skip(NEEDED)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=place, args=list(ARGUMENTS))
        yield opened
        opened.close()


def a_context(browser: "Browser", size: tuple[int, int] = WIDE, **options: object) -> "BrowserContext":
    viewport = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, locale="nl-BE", **options)  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    return context


def watched(context: "BrowserContext", address: str) -> "tuple[Page, list[str]]":
    """A page, and what went wrong on it: refused scripts and styles, faults, requests that leave."""
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(address) else wrong.append(request.url))
    return page, wrong


def scrolls_sideways(page: "Page") -> bool:
    """Whether the page itself, and not a frame on it, is wider than what is seen of it."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def objections(page: "Page") -> list[str]:
    """What axe has against the page, and whether the page is wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    wide = ["too wide"] if scrolls_sideways(page) else []
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found] + wide


def check_text(page: "Page", address: str, text: str, title: str = "", ends: str = ".overview") -> str:
    """Paste a text, have it checked, and give the address of its page."""
    page.goto(f"{address}/check/text")
    page.fill("#title", title)
    page.fill("#text", text)
    page.click("button.primary")
    page.wait_for_selector(ends)
    return page.url


def keep_picture(page: "Page", name: str, *, whole: bool = True) -> None:
    """Leave a picture of a page, where somebody wants them."""
    if SCREENS:
        folder = Path(SCREENS)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=whole)
