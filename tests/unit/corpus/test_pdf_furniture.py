"""Headers, footers and page numbers go; what a short proposal says in its margins stays."""

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.limits import DocumentLimits
from corpus.parsing.pdf import parse_pdf
from tests.unit.corpus.pdf_samples import SENTENCE, drawn, put, wrapped


def text_of(*pages: Callable[[Canvas], object]) -> str:
    return parse_pdf(drawn(*pages), "voorstel.pdf", DocumentLimits()).text


def furnished(number: int, *, header: str = "", footer: str = "") -> Callable[[Canvas], None]:
    def page(canvas: Canvas) -> None:
        put(canvas, [header], 30, size=8)
        put(canvas, wrapped(f"Bladzijde {number} zegt iets anders. {SENTENCE}", 80), 120)
        put(canvas, [footer], 815, size=8)

    return page


@pytest.mark.parametrize("form", ["Pagina {0} van 4", "{0}/4", "{0}", "- {0} -", "Slim loket | {0}"])
def test_page_numbers_go(form: str) -> None:
    pages = [furnished(number, footer=form.format(number)) for number in range(1, 5)]
    expected = [f"Bladzijde {number} zegt iets anders. {SENTENCE}" for number in range(1, 5)]
    assert text_of(*pages).split("\n\n") == expected


def test_repeated_header_goes_also_if_the_first_page_has_none() -> None:
    pages = [furnished(number, header="Stad Lier - projectoproep 2026") for number in range(2, 5)]
    assert "projectoproep" not in text_of(furnished(1), *pages)


def test_header_of_two_pages_goes() -> None:
    assert "vertrouwelijk" not in text_of(*[furnished(number, header="vertrouwelijk") for number in (1, 2)])


def test_single_page_keeps_its_margins() -> None:
    found = text_of(furnished(1, header="Slim loket", footer="Contact via het projectteam"))
    assert "Slim loket" in found
    assert "Contact via het projectteam" in found


def test_numbered_beginnings_at_the_same_height_stay() -> None:
    def phase(number: int) -> Callable[[Canvas], object]:
        return lambda canvas: put(canvas, [f"Fase {number * number}", *wrapped(SENTENCE, 80)], 90, bold=True)

    assert "Fase 9" in text_of(*[phase(number) for number in range(1, 6)])


def test_last_line_of_the_text_stays() -> None:
    pages = [furnished(number, footer=f"slotzin van bladzijde {'abcd'[number]}") for number in range(4)]
    assert "slotzin van bladzijde c" in text_of(*pages)
