"""A PDF becomes running text in reading order, every block in its place."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from corpus.documents import Block, BlockKind, Document
from corpus.limits import DocumentLimits
from corpus.parsing.pdf import parse_pdf
from tests.unit.corpus.pdf_samples import (
    HEIGHT,
    LEFT,
    SENTENCE,
    WIDTH,
    drawn,
    prose,
    put,
    two_columns,
    wrapped,
)


def read(content: bytes) -> Document:
    return parse_pdf(content, "voorstel.pdf", DocumentLimits())


def texts(document: Document, kind: BlockKind | None = None) -> list[str]:
    blocks = [block for block in document.blocks if kind in (None, block.kind)]
    return [document.text[block.start : block.end] for block in blocks]


def only_block(document: Document) -> Block:
    assert len(document.blocks) == 1
    return document.blocks[0]


def test_wrapped_lines_are_one_paragraph() -> None:
    assert texts(read(drawn(prose()))) == [SENTENCE]


def test_the_same_bytes_give_the_same_document() -> None:
    content = drawn(two_columns, prose())
    assert read(content) == read(content)


def test_name_type_and_hash_are_told() -> None:
    document = read(drawn(prose()))
    assert (document.name, document.media_type) == ("voorstel.pdf", "application/pdf")
    assert len(document.sha256) == 64


def test_columns_are_read_one_after_the_other() -> None:
    document = read(drawn(two_columns))
    begins = [text.split()[:4] for text in texts(document)]
    order = [" ".join(words) for words in begins]
    assert order[:2] == ["Nota over gedeelde gegevens", "Inleiding. We bouwen een"]
    assert order[2:6] == ["De linkse kolom", "Alinea 0 van de", "Alinea 1 van de", "Alinea 2 van de"]
    assert order[6] == "De rechtse kolom"
    assert order[-1] == "Slot. We bouwen een"


def test_blocks_stand_in_order_and_do_not_overlap() -> None:
    document = read(drawn(two_columns, prose()))
    assert all(before.end < after.start for before, after in pairwise(document.blocks))


def test_word_broken_at_a_line_end_is_whole_again() -> None:
    lines = ["De gegevens-", "uitwisseling via het e-", "loket is op-", "en afbouw."]
    document = read(drawn(lambda canvas: put(canvas, lines, 100)))
    assert texts(document) == ["De gegevensuitwisseling via het e-loket is op- en afbouw."]


def test_white_between_paragraphs_parts_them() -> None:
    def page(canvas: Canvas) -> None:
        top = put(canvas, wrapped(SENTENCE, 80), 100)
        put(canvas, wrapped(SENTENCE, 80), top + 10)

    assert texts(read(drawn(page))) == [SENTENCE, SENTENCE]


def test_paragraph_without_white_before_it_begins_after_a_short_line() -> None:
    lines = [*wrapped(SENTENCE, 80), *wrapped(SENTENCE, 80)]
    assert texts(read(drawn(lambda canvas: put(canvas, lines, 100)))) == [SENTENCE, SENTENCE]


def test_paragraph_goes_on_over_the_page_break() -> None:
    lines = wrapped(SENTENCE, 60)
    content = drawn(lambda c: put(c, lines[:2], 700), lambda c: put(c, lines[2:], 100))
    document = read(content)
    assert texts(document) == [SENTENCE]
    assert len(document.pages) == 2


@pytest.mark.parametrize("sign", ["•", "-", "–", "o"])
def test_bulleted_lines_are_list_items_without_their_sign(sign: str) -> None:
    def page(canvas: Canvas) -> None:
        top = put(canvas, ["Wij leveren:"], 100)
        for item in ("een loket voor iedereen;", "een opleiding;", "een evaluatie."):
            put(canvas, [sign], top, left=LEFT + 10)
            top = put(canvas, [item], top, left=LEFT + 28)

    document = read(drawn(page))
    expected = ["een loket voor iedereen;", "een opleiding;", "een evaluatie."]
    assert texts(document, BlockKind.LIST_ITEM) == expected
    assert texts(document, BlockKind.PARAGRAPH) == ["Wij leveren:"]


def test_bullet_that_is_drawn_as_a_shape_counts() -> None:
    def page(canvas: Canvas) -> None:
        for top in (100, 113):
            canvas.circle(LEFT + 5, HEIGHT - top + 3, 2, fill=1)
            put(canvas, ["Een open koppelvlak"], top, left=LEFT + 15)

    assert texts(read(drawn(page)), BlockKind.LIST_ITEM) == ["Een open koppelvlak"] * 2


def test_numbered_items_keep_their_number_and_their_wrapped_lines() -> None:
    def page(canvas: Canvas) -> None:
        top = 100.0
        for number in (1, 2):
            first, *rest = wrapped(SENTENCE, 60)
            top = put(canvas, [f"{number}. {first}"], top)
            top = put(canvas, rest, top, left=LEFT + 12)

    assert texts(read(drawn(page)), BlockKind.LIST_ITEM) == [f"1. {SENTENCE}", f"2. {SENTENCE}"]


def test_box_is_measured_from_the_top_left() -> None:
    box = only_block(read(drawn(lambda canvas: put(canvas, ["Korte tekst."], 200, size=10)))).box
    assert box is not None
    assert box.x0 == pytest.approx(LEFT, abs=1)
    assert box.top == pytest.approx(192, abs=1)
    assert box.bottom == pytest.approx(202.2, abs=1)
    assert box.x1 < LEFT + 80


def test_page_has_its_size() -> None:
    page = read(drawn(prose())).pages[0]
    assert page.width == pytest.approx(WIDTH, abs=0.01)
    assert page.height == pytest.approx(HEIGHT, abs=0.01)


def sideways(canvas: Canvas) -> None:
    canvas.translate(WIDTH, 0)
    canvas.rotate(90)
    canvas.setFont("Helvetica", 10)
    for number, line in enumerate(wrapped(SENTENCE, 60)):
        canvas.drawString(80, 500 - 13 * number, line)


def test_text_that_runs_up_the_page_is_read() -> None:
    document = read(drawn(sideways))
    box = only_block(document).box
    assert texts(document) == [SENTENCE]
    assert box is not None
    assert box.bottom - box.top > box.x1 - box.x0


def test_turned_page_is_read_and_measured_as_it_is_shown() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        sideways(canvas)

    document = read(drawn(page))
    box = only_block(document).box
    assert texts(document) == [SENTENCE]
    assert document.pages[0].width == pytest.approx(WIDTH, abs=0.01)  # reportlab draws on the turned sheet
    assert box is not None
    assert box.x0 == pytest.approx(80, abs=1)
    assert box.top == pytest.approx(WIDTH - 508, abs=1)


def test_what_was_filled_in_on_a_form_is_read() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, ["Naam van het project:"], 100)
        canvas.acroForm.textfield(x=200, y=740, width=250, height=18, value="Slim loket")

    assert "Slim loket" in read(drawn(page)).text


def test_paragraph_goes_on_in_the_next_column_and_its_box_does_not() -> None:
    lines = wrapped(f"{SENTENCE} {SENTENCE} {SENTENCE}".replace(". We", " en we"), 42)

    def page(canvas: Canvas) -> None:
        put(canvas, lines[:6], 500)
        put(canvas, lines[6:], 500, left=320)

    document = read(drawn(page))
    box = only_block(document).box
    assert document.text == " ".join(lines)
    assert box is not None
    assert box.x1 < 320


WORDS = st.sampled_from(
    ["loket", "data", "inwoner", "gemeente", "dienst", "open", "veilig", "netwerk", "register", "medewerker"]
)


@settings(max_examples=25, deadline=None)
@given(words=st.lists(WORDS, min_size=12, max_size=60), width=st.integers(30, 90))
def test_no_word_is_lost_or_changed_by_wrapping(words: list[str], width: int) -> None:
    content = drawn(lambda canvas: put(canvas, wrapped(" ".join(words), width), 100))
    assert read(content).text.split() == words


def test_spaced_out_letters_are_words() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(LEFT, 700, "OPEN LOKET", charSpace=5)

    assert read(drawn(page)).text == "OPEN LOKET"


def test_text_printed_twice_to_look_bold_is_read_once() -> None:
    def page(canvas: Canvas) -> None:
        for shift in (0, 0.4):
            put(canvas, ["Een nieuw loket voor de stad"], 100, left=LEFT + shift)

    assert read(drawn(page)).text == "Een nieuw loket voor de stad"


def test_note_sign_leaves_the_word_alone() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, ["Volgens de enquête"], 100)
        right = LEFT + canvas.stringWidth("Volgens de enquête", "Helvetica", 10)
        put(canvas, ["1"], 96, left=right, size=6)
        put(canvas, ["is er nood aan 200 m"], 100, left=right + 7)

    assert texts(read(drawn(page))) == ["Volgens de enquête is er nood aan 200 m"]
