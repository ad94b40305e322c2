"""An administrator in a real browser: a strategy from file to use without a script, and with keys alone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.fakes.browsers import MARKS, keep_picture, objections
from tests.fakes.pages import PLAN, a_running_service
from tests.fakes.strategy_files import a_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = MARKS
SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
PAGES = (
    "",
    "/calls",
    "/keys",
    "/roles",
    "/retention",
    "/strategies",
    "/work",
    "/metrics",
    "/audit",
    "/engine",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with a_running_service(tmp_path_factory.mktemp("service")) as (address, _):
        yield address


def hand_in(page: "Page", address: str, text: str) -> None:
    page.goto(f"{address}/check/text")
    page.fill("#text", text)
    page.check("#keep-yes")
    page.click("button.primary")
    page.wait_for_selector(".overview")


def upload(page: "Page", address: str, content: str) -> str:
    """Try a strategy file; gives the address of its page."""
    page.goto(f"{address}/admin/strategies")
    file = {"name": "tuin.yaml", "mimeType": "text/yaml", "buffer": content.encode()}
    page.locator("#file").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Kijk na").click()
    return page.url


def test_a_strategy_comes_into_use_without_a_script(browser: "Browser", address: str) -> None:
    page = browser.new_context(java_script_enabled=False, viewport=SIZES["phone"]).new_page()  # type: ignore[arg-type]
    hand_in(page, address, PLAN)
    upload(page, address, "id: tuin\nversie: 1\n")
    assert page.get_by_role("alert").locator("li").count() > 2
    place = upload(page, address, a_file("1", {"S1": "waterput", "S2": "boomgaard"}))
    page.get_by_role("button", name="Maak een voorvertoning").click()
    page.wait_for_selector("#found")  # the page shows itself anew every few seconds
    page.get_by_role("button", name="Neem in gebruik").click()
    page.locator('input[name="assessment"]').first.check()
    page.get_by_role("button", name="Doe de gekozen controles opnieuw").click()
    page.get_by_text("1 controle wordt opnieuw gedaan").wait_for()
    page.goto(f"{address}/admin/calls")
    assert page.locator('#strategy option[value="tuin"]').count() == 1
    upload(page, address, a_file("2"))
    page.get_by_role("button", name="Gooi weg").click()
    page.get_by_text("Het bestand is weggegooid.").wait_for()
    assert page.goto(place).status == 200  # type: ignore[union-attr]
    page.context.close()


def test_retention_is_changed_with_keys_alone(browser: "Browser", address: str) -> None:
    page = browser.new_page(viewport=SIZES["wide"])  # type: ignore[arg-type]
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{address}/admin/retention")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "texts":
            break
    page.keyboard.press("Control+a")
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    page.wait_for_selector("#lost")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('button.danger')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.get_by_text("De bewaring is aangepast").wait_for()
    assert page.input_value("#texts") == "30"
    page.close()
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_has_nothing_against_any_page_or_state(
    browser: "Browser", address: str, size: str, scheme: str
) -> None:
    context = browser.new_context(viewport=SIZES[size], color_scheme=scheme)  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    page = context.new_page()
    hand_in(page, address, f"{PLAN}\n\n{size} {scheme}")
    trial = upload(page, address, a_file(f"{size} {scheme}", {"S1": "waterput", "S3": "boomgaard"}))
    assert objections(page) == []
    page.get_by_role("button", name="Maak een voorvertoning").click()
    page.wait_for_selector("#found")
    page.get_by_role("button", name="Neem in gebruik").click()
    states = {f"admin{place.replace('/', '-')}": f"{address}/admin{place}" for place in PAGES}
    states |= {"trial": trial, "dossier": f"{address}/responsible-ai/dossier"}
    for name, place in states.items():
        page.goto(place)
        keep_picture(page, f"{name}-{size}-{scheme}")
        assert (name, objections(page)) == (name, [])
    upload(page, address, "id: tuin\n")
    assert objections(page) == []
    context.close()
