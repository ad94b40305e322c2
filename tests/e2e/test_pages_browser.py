"""The journey of a project lead in a real browser: with and without scripts, on a phone and a wide screen."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from tests.fakes.browsers import (
    MARKS,
    PHONE,
    WIDE,
    ZOOMED,
    a_context,
    check_text,
    keep_picture,
    scrolls_sideways,
    watched,
)
from tests.fakes.pages import PLAN, a_running_service

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Response

pytestmark = MARKS
EXAMPLES = Path(__file__).parents[2] / "corpus" / "examples"
HEAVIEST = 200_000
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with a_running_service(tmp_path_factory.mktemp("service")) as (address, _):
        yield address


def check_file(page: "Page", address: str, name: str) -> str:
    page.goto(address)
    page.set_input_files("#file", EXAMPLES / name)
    page.click("button.primary")
    page.wait_for_selector(".overview")
    return page.url


@pytest.mark.parametrize("size", [PHONE, WIDE])
def test_a_lead_checks_a_file_and_erases_it(browser: "Browser", address: str, size: tuple[int, int]) -> None:
    context = a_context(browser, size)
    page, wrong = watched(context, address)
    page.goto(address)
    assert page.get_by_role("heading", name="Eerst dit").is_visible()
    page.get_by_text("Naar welke speerpunten mik je?").click()
    page.get_by_label("S2 Sterke digitale ondernemingen").check()
    page.set_input_files("#file", EXAMPLES / "digibank.docx")
    page.get_by_role("button", name="Controleer").click()
    page.wait_for_selector(".overview")
    assert page.locator(".overview li").count() == 9
    assert page.locator(".aim").count() == 1
    page.get_by_role("button", name="Wis nu").click()
    assert page.get_by_role("heading", name="Gewist").is_visible()
    context.close()
    assert wrong == []


def test_the_form_shows_the_chosen_file_and_the_spearheads_of_the_chosen_strategy(
    browser: "Browser", address: str
) -> None:
    context = a_context(browser)
    page, wrong = watched(context, address)
    page.goto(address)
    chosen = page.locator("[data-chosen]")
    assert chosen.inner_text() == "of sleep het hierheen"
    page.get_by_label("Kies je voorstel").set_input_files(EXAMPLES / "digibank.docx")
    assert chosen.inner_text() == "digibank.docx"
    page.get_by_text("Naar welke speerpunten mik je?").click()
    assert page.get_by_label("S1 Iedereen").is_visible()
    page.get_by_label("Strategie", exact=True).select_option("sdg-2030")
    assert not page.get_by_label("S1 Iedereen").is_visible()
    assert page.get_by_label("SDG4").is_visible()
    context.close()
    assert wrong == []


def test_a_link_to_a_near_miss_opens_it(browser: "Browser", address: str) -> None:
    context = a_context(browser)
    page, wrong = watched(context, address)
    check_file(page, address, "digibank.docx")
    near = page.locator(".near .evidence").first
    assert not near.is_visible()
    page.locator(f'.use[href="#{near.get_attribute("id")}"]').click()
    near.wait_for(state="visible")
    context.close()
    assert wrong == []


def test_keys_go_from_evidence_to_evidence_and_the_document_follows(browser: "Browser", address: str) -> None:
    context = a_context(browser)
    page, wrong = watched(context, address)
    check_file(page, address, "digibank.docx")
    for key, at in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == page.locator(".evidence").nth(at).get_attribute(
            "id"
        )
    last = page.locator(".evidence").last
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == last.get_attribute("id")
    mark = page.locator("mark.now")
    assert mark.count() == 1
    assert mark.get_attribute("id") == last.get_attribute("data-evidence")
    box, frame = mark.bounding_box(), page.locator(".leaves").bounding_box()
    assert box
    assert frame
    assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]
    context.close()
    assert wrong == []


def test_evidence_on_a_page_of_a_pdf_leads_to_its_spearhead(browser: "Browser", address: str) -> None:
    context = a_context(browser)
    page, wrong = watched(context, address)
    check_file(page, address, "afsprakenbouwsteen.pdf")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.querySelector('.leaf img').naturalWidth") > 1000
    page.keyboard.press("j")
    assert page.locator(".over.now").count() == 1
    page.locator(".over.now rect").first.click()
    assert "#evidence-" in page.url
    context.close()
    assert wrong == []


def test_everything_works_without_scripts(browser: "Browser", address: str) -> None:
    context = a_context(browser, PHONE, java_script_enabled=False)
    page = context.new_page()
    result = check_text(page, address, PLAN)
    page.locator(".overview a").nth(1).click()
    assert page.url.endswith("#spearhead-2")
    page.locator("#spearhead-2 summary", has_text="Geef je reactie").click()
    page.locator("#spearhead-2 textarea").fill("Dit klopt niet.")
    page.locator("#spearhead-2").get_by_role("button", name="Voeg toe").click()
    assert page.locator("#spearhead-2 .reply").inner_text().endswith("Dit klopt niet.")
    page.get_by_role("link", name="Controleer een nieuwe versie").click()
    page.get_by_role("link", name="Tekst plakken").click()
    page.fill("#text", f"{PLAN}\n\nWij meten elk jaar hoeveel burgers slagen.")
    page.get_by_role("button", name="Controleer").click()
    page.wait_for_selector(".overview")
    page.get_by_role("link", name="Vergelijk 2 versies").click()
    assert page.locator(".quoted", has_text="Toegevoegd").count() >= 1
    page.goto(result)
    page.get_by_role("button", name="Wis nu").click()
    assert page.goto(result).status == 404  # type: ignore[union-attr]
    context.close()


def test_the_keyboard_alone_is_enough(browser: "Browser", address: str) -> None:
    context = a_context(browser)
    page, wrong = watched(context, address)
    page.goto(f"{address}/check/text")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "text":
            break
    page.keyboard.type(PLAN)
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('button.primary')"):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")
    page.wait_for_selector(".overview")
    context.close()
    assert outline == "solid"
    assert wrong == []


_MORE = {
    "home": "/", "proposals": "/proposals", "erased": "/erased", "answers": "/guide?none=b&total=a",
    "text": "/check/text", "form": "/check/form", "missing": "/no",
}  # fmt: skip


@pytest.fixture(scope="module")
def places(browser: "Browser", address: str) -> "Iterator[tuple[BrowserContext, dict[str, str]]]":
    """Every page and state by name, in a session that may see them."""
    context = a_context(browser)
    page = context.new_page()
    found = {
        name: f"/{name}" for name in ("guide", "limits", "model-card", "responsible-ai", "accessibility")
    }
    found |= _MORE
    for name, text in (("flags", f"{PLAN} FLAGS"), ("nothing", f"{PLAN} NOTHING")):
        found[name] = check_text(page, address, text).removeprefix(address)
    found["long-name"] = check_text(page, address, PLAN, "Eenheellangenaam" * 12).removeprefix(address)
    found["failure"] = check_text(
        page, address, "FAULT", ends="text=De controle is niet gelukt"
    ).removeprefix(address)
    found["aims"] = f"{found['flags']}?aim=S1&aim=S2"
    found["one-version"] = f"{found['flags']}/versions"
    for name in ("digibank.docx", "afsprakenbouwsteen.pdf"):
        found[name] = check_file(page, address, name).removeprefix(address)
    found["pdf-as-text"] = f"{found['afsprakenbouwsteen.pdf']}?view=text"
    found["new-version"] = f"/?previous={found['digibank.docx'].rpartition('/')[2]}"
    second = check_file(page, address + found["new-version"], "afsprakenbouwsteen.pdf")
    found["versions"] = f"{second.removeprefix(address)}/versions"
    yield context, found
    context.close()


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", ZOOMED)])
def test_axe_finds_nothing_on_any_page_in_any_state(
    browser: "Browser",
    address: str,
    places: "tuple[BrowserContext, dict[str, str]]",
    scheme: Scheme,
    size: tuple[int, int],
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    state = places[0].storage_state()
    context = a_context(browser, size, color_scheme=scheme, storage_state=state, bypass_csp=True)
    page, found = context.new_page(), dict[str, str]()
    for name, path in places[1].items():
        page.goto(address + path)
        results = Axe().run(page)
        if results.violations_count:
            found[name] = results.generate_report()
        if scrolls_sideways(page):
            found[f"{name} scrolls sideways"] = page.url
        keep_picture(page, f"{name}-{scheme}-{size[0]}", whole=size is not WIDE)
    context.close()
    assert found == {}


def _size(answer: "Response") -> int:
    """Bytes of an answer, without the pictures of the document."""
    return 0 if ".png" in answer.url else len(answer.body())


def test_no_page_is_heavy_and_none_asks_anything_of_others(
    browser: "Browser", address: str, places: "tuple[BrowserContext, dict[str, str]]"
) -> None:
    weights: dict[str, int] = {}
    context = a_context(browser, storage_state=places[0].storage_state())
    for name, path in places[1].items():
        page, wrong = watched(context, address)
        sizes: list[int] = []
        page.on("response", lambda answer, sizes=sizes: sizes.append(_size(answer)))  # type: ignore[call-overload]
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        page.close()
        weights[name] = sum(sizes)
        assert [text for text in wrong if "404" not in text] == []
    context.close()
    assert {name: size for name, size in weights.items() if size > HEAVIEST} == {}


def test_the_result_can_be_printed(browser: "Browser", address: str) -> None:
    context = a_context(browser)
    page = context.new_page()
    check_text(page, address, PLAN)
    page.emulate_media(media="print")
    assert not page.locator(".site-nav").is_visible()
    assert not page.get_by_role("button", name="Wis nu").is_visible()
    assert page.locator(".alignment").first.is_visible()
    context.close()
