"""A real Chromium for tests, and what axe has against a page."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


@contextmanager
def a_browser() -> "Iterator[Browser]":
    """Chromium; skips the test where there is none, but never in CI."""
    place = shutil.which("chromium")
    if place is None:
        if os.environ.get("CI") == "true":
            pytest.fail("these tests need Chromium")
        pytest.skip("these tests need Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=place, args=list(_ARGUMENTS))
        yield opened
        opened.close()


def objections(page: "Page") -> list[str]:
    """What axe has against the page, and whether the page is wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found] + ["too wide"] * wide
