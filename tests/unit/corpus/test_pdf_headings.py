"""Title and headings are told by size, weight and numbering."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.documents import BlockKind, Document
from corpus.limits import DocumentLimits
from corpus.parsing.pdf import parse_pdf
from tests.unit.corpus.pdf_samples import SENTENCE, drawn, put, wrapped


def read(content: bytes) -> Document:
    return parse_pdf(content, "voorstel.pdf", DocumentLimits())


def headings(document: Document) -> list[tuple[int | None, str]]:
    blocks = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    return [(block.level, document.text[block.start : block.end]) for block in blocks]


def section(canvas: Canvas, heading: str, top: float, *, size: float = 10, bold: bool = False) -> float:
    top = put(canvas, [heading], top, size=size, bold=bold)
    return put(canvas, wrapped(SENTENCE, 80), top + 8) + 16


def test_largest_text_of_the_first_page_is_the_title() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, ["Stad Lier, dienst digitaal"], 60, size=9)
        put(canvas, ["Samen naar één loket", "voor alle inwoners"], 100, size=24, bold=True)
        section(canvas, "Aanleiding", 200, size=14, bold=True)

    document = read(drawn(page, title="Microsoft Word - concept_v3.docx"))
    assert document.title == "Samen naar één loket voor alle inwoners"
    assert headings(document) == [(1, "Aanleiding")]


def test_title_of_the_metadata_counts_if_it_stands_on_the_page() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, ["VLAANDEREN DIGITAAL"], 100, size=30, bold=True)
        put(canvas, ["Gegevens delen"], 160, size=16)
        section(canvas, "Aanpak", 200)

    assert read(drawn(page, title="Gegevens delen")).title == "Gegevens delen"


def test_levels_follow_the_size() -> None:
    def page(canvas: Canvas) -> None:
        top = section(canvas, "Aanpak", 100, size=16, bold=True)
        top = section(canvas, "Eerste fase", top, size=12, bold=True)
        top = section(canvas, "Wie doet wat", top, bold=True)
        section(canvas, "Begroting", top, size=16, bold=True)

    document = read(drawn(lambda c: put(c, ["Het grote digitale plan"], 300, size=30), page))
    assert headings(document) == [(1, "Aanpak"), (2, "Eerste fase"), (3, "Wie doet wat"), (1, "Begroting")]


def test_numbering_gives_the_level() -> None:
    def page(canvas: Canvas) -> None:
        top = section(canvas, "3 Aanpak", 100, size=12, bold=True)
        top = section(canvas, "3.1 Werkpakketten", top, bold=True)
        section(canvas, "3.1.1 Analyse", top)

    assert headings(read(drawn(page))) == [(1, "3 Aanpak"), (2, "3.1 Werkpakketten"), (3, "3.1.1 Analyse")]


def test_numbered_sentences_are_no_headings() -> None:
    items = ["1. We bouwen een loket.", "2. We leiden medewerkers op.", "3. We evalueren."]
    document = read(drawn(lambda canvas: put(canvas, items, 100)))
    assert [block.kind for block in document.blocks] == [BlockKind.LIST_ITEM] * 3


@pytest.mark.parametrize(
    "line", ["2.5 miljoen euro is nodig voor de bouw van het loket.", "Let op de termijn."]
)
def test_sentence_is_no_heading(line: str) -> None:
    document = read(drawn(lambda canvas: section(canvas, line, 100)))
    assert headings(document) == []


def test_bold_beginning_of_a_paragraph_is_no_heading() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, ["Doel."], 100, bold=True)
        put(canvas, ["We bouwen een loket voor alle inwoners van de stad, ook voor wie"], 100, left=103)
        put(canvas, ["minder vaardig is met een computer."], 113)

    document = read(drawn(page))
    assert headings(document) == []
    assert document.text.startswith("Doel. We bouwen een loket")
    assert len(document.blocks) == 1
