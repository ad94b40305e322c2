"""Tables become one row of text for each row, named by their header, in their place."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.documents import BlockKind, Document
from corpus.limits import DocumentLimits
from corpus.parsing.pdf import parse_pdf
from tests.unit.corpus.pdf_samples import HEIGHT, LEFT, SENTENCE, drawn, grid, put, wrapped

TASKS = [
    ("Taak", "Partner", "Einde"),
    ("Analyse van de procedures", "Stad Lier", "maand 4"),
    ("Bouw van het loket", "Digitaal team", "maand 9"),
    ("Evaluatie", "Hogeschool", "maand 12"),
]
WIDTHS = (200.0, 130.0, 90.0)
ROWS = [
    "Taak: Analyse van de procedures; Partner: Stad Lier; Einde: maand 4",
    "Taak: Bouw van het loket; Partner: Digitaal team; Einde: maand 9",
    "Taak: Evaluatie; Partner: Hogeschool; Einde: maand 12",
]


def read(content: bytes) -> Document:
    return parse_pdf(content, "voorstel.pdf", DocumentLimits())


def texts(document: Document, kind: BlockKind | None = None) -> list[str]:
    blocks = [block for block in document.blocks if kind in (None, block.kind)]
    return [document.text[block.start : block.end] for block in blocks]


@pytest.mark.parametrize("lines", [True, False])
def test_rows_are_named_by_the_header(lines: bool) -> None:
    content = drawn(lambda canvas: grid(canvas, TASKS, 200, WIDTHS, lines=lines))
    assert texts(read(content), BlockKind.TABLE_ROW) == ROWS


@pytest.mark.parametrize("lines", [True, False])
def test_table_stands_between_the_text_around_it_once(lines: bool) -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, wrapped(SENTENCE, 80), 120)
        top = grid(canvas, TASKS, 180, WIDTHS, lines=lines)
        put(canvas, wrapped(f"Nadien. {SENTENCE}", 80), top + 40)

    document = read(drawn(page))
    assert texts(document) == [SENTENCE, *ROWS, f"Nadien. {SENTENCE}"]


def test_names_in_front_are_joined_to_their_values() -> None:
    rows = [("Project:", "Slim loket"), ("Looptijd:", "twee jaar"), ("Partners:", "Lier en Mechelen")]

    def page(canvas: Canvas) -> None:
        for number, (name, text) in enumerate(rows):
            put(canvas, [name], 100 + 16 * number)
            put(canvas, [text], 100 + 16 * number, left=LEFT + 120)

    expected = ["Project: Slim loket", "Looptijd: twee jaar", "Partners: Lier en Mechelen"]
    assert texts(read(drawn(page)), BlockKind.TABLE_ROW) == expected


def test_cells_without_header_are_parted_by_bars() -> None:
    def page(canvas: Canvas) -> None:
        for number in range(3):
            for column in range(3):
                canvas.rect(LEFT + 100 * column, HEIGHT - 120 - 20 * number, 100, 20)
                put(canvas, [f"cel {number}{column}"], 114 + 20 * number, left=LEFT + 5 + 100 * column)

    assert texts(read(drawn(page)))[0] == "cel 00 | cel 01 | cel 02"


def test_wrapped_cell_is_one_text() -> None:
    def page(canvas: Canvas) -> None:
        top = grid(canvas, TASKS[:2], 100, WIDTHS)
        left = LEFT
        for width, lines in zip(WIDTHS, (["Een taak die", "te lang is"], ["Stad"], ["maand 6"]), strict=True):
            canvas.rect(left, HEIGHT - top - 34, width, 34)
            put(canvas, lines, top + 12, left=left + 4)
            left += width

    assert texts(read(drawn(page)))[-1] == "Taak: Een taak die te lang is; Partner: Stad; Einde: maand 6"


def test_table_goes_on_over_the_page_break() -> None:
    rows = [TASKS[0], *[("Taak", "Partner", f"maand {number}") for number in range(20)]]
    content = drawn(
        lambda c: grid(c, rows[:11], 500, WIDTHS), lambda c: grid(c, [rows[0], *rows[11:]], 60, WIDTHS)
    )
    found = texts(read(content), BlockKind.TABLE_ROW)
    assert found == [f"Taak: Taak; Partner: Partner; Einde: maand {number}" for number in range(20)]


def test_row_that_the_page_break_cuts_is_whole_again() -> None:
    rest = [("", "van de stad", "")]

    def second(canvas: Canvas) -> None:
        left = LEFT
        for text, width in zip(rest[0], WIDTHS, strict=True):
            put(canvas, [text], 73, left=left + 4)
            for top in (60, 78):
                canvas.rect(left, HEIGHT - top - 18, width, 18)
            left += width
        put(canvas, ["Evaluatie"], 91, left=LEFT + 4)
        put(canvas, ["Hogeschool"], 91, left=LEFT + 204)

    rows = [*TASKS[:2], ("Bouw van het loket", "Digitaal team", "maand 9")]
    found = texts(read(drawn(lambda canvas: grid(canvas, rows, 700, WIDTHS), second)))
    assert found[1:] == [ROWS[1].replace("team", "team van de stad"), "Taak: Evaluatie; Partner: Hogeschool"]


def test_frame_around_running_text_is_no_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(LEFT - 5, HEIGHT - 200, 450, 120)
        put(canvas, wrapped(SENTENCE, 80), 100)

    assert texts(read(drawn(page)), BlockKind.PARAGRAPH) == [SENTENCE]


def test_contents_page_holds_items_and_no_headings() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, ["Inhoud"], 100, size=16, bold=True)
        for number, entry in enumerate(("1 Aanleiding", "2 Aanpak", "3 Begroting")):
            put(canvas, [f"{entry} {'.' * 80} {number + 2}"], 140 + 20 * number)

    document = read(drawn(page))
    assert texts(document, BlockKind.LIST_ITEM) == ["1 Aanleiding", "2 Aanpak", "3 Begroting"]
    assert texts(document, BlockKind.TABLE_ROW) == []
