"""The PDF report, read by other programs than the one that made it."""

import io

import pikepdf
import pypdfium2
import pytest

from service.reports import render
from service.reports.glyphs import with_known_signs
from tests.fakes.assessments import CREATED_AT, REPORT_ID
from tests.fakes.report_cases import CASES
from tools.pdf_signs import PLACE, refused


def pdf_of(case: str) -> bytes:
    make, language = CASES[case]
    return render(make(), "pdf", language=language, id=REPORT_ID, created_at=CREATED_AT)


def opened(case: str) -> pikepdf.Pdf:
    return pikepdf.Pdf.open(io.BytesIO(pdf_of(case)))


@pytest.mark.parametrize("case", CASES)
def test_it_is_tagged_and_tells_its_language(case: str) -> None:
    with opened(case) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert len(pdf.Root.StructTreeRoot.K) >= 1
        assert str(pdf.Root.Lang).startswith(CASES[case][1])


@pytest.mark.parametrize("case", CASES)
def test_it_says_that_it_keeps_to_both_standards(case: str) -> None:
    with opened(case) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"]
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_bookmarks_lead_to_every_spearhead() -> None:
    document = pypdfium2.PdfDocument(pdf_of("library"))
    titles = [bookmark.get_title() for bookmark in document.get_toc()]
    document.close()
    assert all(any(title.startswith(f"S{number} ") for title in titles) for number in range(1, 10))


@pytest.mark.parametrize("case", CASES)
def test_all_fonts_are_embedded(case: str) -> None:
    with opened(case) as pdf:
        descriptors = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == pikepdf.Name.FontDescriptor
        ]
        assert descriptors
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(item.keys()) for item in descriptors)


def test_its_pictures_have_a_text_alternative() -> None:
    with opened("library") as pdf:
        told = [
            str(item.Alt) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
        ]
    assert len(told) >= 2
    assert any("S6 (draagt bij): 1 passage (blz. 2)." in text for text in told)


def test_the_first_page_answers_what_a_reviewer_asks() -> None:
    document = pypdfium2.PdfDocument(pdf_of("library"))
    page = document[0]
    textpage = page.get_textpage()
    text = " ".join(textpage.get_text_bounded().split())
    for opened_part in (textpage, page, document):
        opened_part.close()
    asked = (
        "zavelrode-digitale-hulp.pdf", "Digitale strategie voor Vlaanderen", "Speerwijzer 0.1.0", "S9",
        "Niet gevonden bij dit speerpunt", "74 %", "Waarvoor het niet dient", "Aan wie vraag je uitleg?",
    )  # fmt: skip
    assert [answer for answer in asked if answer not in text] == []


def test_a_sign_that_no_font_has_is_replaced() -> None:
    assert with_known_signs({"a": ["één 漢 ● 🙂\n", 3]}) == {"a": ["één � ● �\n", 3]}


def test_every_sign_that_is_kept_can_be_shown() -> None:
    borders = [line.split("-") for line in PLACE.read_text(encoding="ascii").split()]
    signs = "".join(chr(code) for first, last in borders for code in range(int(first, 16), int(last, 16) + 1))
    assert refused(signs) == set()
