"""A reviewer in a real browser: from a new call to a finished review, by keys and without a script."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fakes.browsers import MARKS, keep_picture, objections
from tests.fakes.pages import PLAN, a_running_service

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = MARKS
SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 800}}
PDF = Path(__file__).parents[2] / "corpus" / "examples" / "afsprakenbouwsteen.pdf"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with a_running_service(tmp_path_factory.mktemp("service")) as (address, _):
        yield address


def make_call(page: "Page", address: str, title: str, *more: Path) -> str:
    """Make a call with two proposals, and more before them; gives the address of its queue."""
    page.goto(f"{address}/admin/calls")
    page.get_by_label("Naam", exact=True).fill(title)
    page.get_by_role("button", name="Maak oproep").click()
    files = [{"name": f"{name}.txt", "mimeType": "text/plain", "buffer": f"{title} {name}\n\n{PLAN}".encode()}
             for name in ("een", "twee")]  # fmt: skip
    others = [
        {"name": path.name, "mimeType": "application/pdf", "buffer": path.read_bytes()} for path in more
    ]
    files = [*others, *files]
    page.locator("#files").set_input_files(files)  # type: ignore[arg-type]
    page.locator("form", has=page.locator("#files")).get_by_role("button", name="Neem op").click()
    page.get_by_role("link", name="Naar de rij").click()
    for _ in range(50):
        if page.locator("tbody tr").count() == len(files):
            return page.url
        page.wait_for_timeout(200)
        page.reload()
    raise AssertionError("the proposals do not appear in the queue")


def test_a_review_with_keys_alone(browser: "Browser", address: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    make_call(page, address, "Toetsen")
    page.locator("tbody a").first.click()
    assert page.locator(".machine, mark").count() == 0
    page.keyboard.press("?")
    assert page.locator("dialog[open]").is_visible()
    assert objections(page) == []
    page.keyboard.press("Escape")
    for grade in "133333331":
        page.keyboard.press("j")
        page.keyboard.press(grade)
    page.locator("[data-told]").get_by_text("Bewaard om").wait_for()
    page.keyboard.press("s")
    page.locator(".machine").first.wait_for()
    assert page.locator("mark").count() > 0
    keep_picture(page, "desk-open", whole=False)
    finish(page)
    assert faults == []
    page.close()


def test_evidence_and_pages_lead_to_each_other(browser: "Browser", address: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    make_call(page, address, "Bladzijden", PDF)
    open_pages(page)
    page.keyboard.press("j")
    page.keyboard.press("e")
    assert page.locator("a.over.now").count() == 1
    assert page.evaluate("document.activeElement.name") == "grade-S1"
    keep_picture(page, "desk-pages", whole=False)
    page.locator("a.over.now").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "evidence"
    before = page.evaluate("document.querySelector('.leaves').scrollTop")
    page.keyboard.press("]")
    assert page.evaluate("document.querySelector('.leaves').scrollTop") > before
    page.keyboard.press("x")
    page.locator("#document mark").first.wait_for()
    assert objections(page) == []
    page.close()


def open_pages(page: "Page") -> None:
    """Grade the first dossier blind, and wait until what was found lies over its pages."""
    page.locator("tbody a").first.click()
    page.locator(".leaf img").first.wait_for()
    assert page.locator("a.over").count() == 0
    for grade in "333333333":
        page.keyboard.press("j")
        page.keyboard.press(grade)
    page.keyboard.press("s")
    page.locator(".machine").first.wait_for()
    for _ in range(100):
        if page.locator("a.over").count():
            return
        page.wait_for_timeout(300)
        page.reload()
    raise AssertionError("no highlight ever came")


def finish(page: "Page") -> None:
    """Give a reason wherever one is owed, and finish with a key."""
    for field in page.locator('textarea[aria-invalid="true"]').all():
        field.fill("Alleen genoemd, niets beloofd.")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    page.get_by_text("Afgerond.", exact=True).wait_for()


def test_a_review_without_a_script(browser: "Browser", address: str) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}).new_page()
    make_call(page, address, "Zonder script")
    page.locator("tbody a").first.click()
    for choice in page.locator('input[type="radio"][value="none"]').all():
        choice.check()
    page.get_by_role("button", name="Leg vast en toon het programma").click()
    assert page.locator(".machine").count() == 9
    for field in page.locator('textarea[aria-invalid="true"]').all():
        field.fill("Niet gevonden.")
    page.get_by_role("button", name="Rond af").click()
    page.get_by_text("Afgerond.", exact=True).wait_for()
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_has_nothing_against_any_page(browser: "Browser", address: str, size: str, scheme: str) -> None:
    page = browser.new_context(viewport=SIZES[size], color_scheme=scheme).new_page()  # type: ignore[arg-type]
    queue = make_call(page, address, f"Pagina's {size} {scheme}").removeprefix(address)
    desk = str(page.locator("tbody a").first.get_attribute("href"))
    places = [queue, desk, *(f"{queue}/{tab}" for tab in ("portfolio", "map", "overlap", "agreement"))]
    for place in [
        "/review",
        *places,
        queue.replace("/review", "/admin"),
    ]:
        page.goto(address + place)
        keep_picture(page, f"{size}-{scheme}-{place.strip('/').replace('/', '-')[:40]}", whole=False)
        assert (place, objections(page)) == (place, [])
    page.context.close()
