"""A short journey of a project lead in English and in French, in a real browser."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.fakes.browsers import MARKS, ZOOMED, a_context, keep_picture, scrolls_sideways, watched
from tests.fakes.pages import PLAN, a_running_service

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = MARKS
WORDS = {
    "en": {
        "language": "English", "first": "First, this", "paste": "Paste text", "text": "Text of your proposal",
        "check": "Check", "erase": "Erase now", "erased": "Erased",
    },
    "fr": {
        "language": "Français", "first": "D'abord ceci", "paste": "Coller du texte",
        "text": "Texte de votre proposition", "check": "Contrôler", "erase": "Effacer maintenant",
        "erased": "Effacé",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with a_running_service(tmp_path_factory.mktemp("service")) as (address, _):
        yield address


@pytest.mark.parametrize("language", WORDS)
def test_a_lead_checks_a_text_in_their_own_language(browser: "Browser", address: str, language: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    words = WORDS[language]
    context = a_context(browser, ZOOMED, bypass_csp=True)
    page, wrong = watched(context, address)
    page.goto(address)
    page.get_by_role("link", name=words["language"]).click()
    assert page.locator("html").get_attribute("lang") == language
    assert page.get_by_role("heading", name=words["first"]).is_visible()
    page.get_by_role("link", name=words["paste"]).click()
    page.get_by_label(words["text"]).fill(PLAN)
    page.get_by_role("button", name=words["check"], exact=True).click()
    page.wait_for_selector(".overview")
    assert page.locator(".evidence blockquote[lang=nl]").count() > 0
    assert page.locator(".text[lang=nl]").count() == 1
    assert scrolls_sideways(page) is False
    page.keyboard.press("j")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    keep_picture(page, f"result-{language}")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.get_by_role("button", name=words["erase"]).click()
    assert page.get_by_role("heading", name=words["erased"]).is_visible()
    context.close()
    assert wrong == []
