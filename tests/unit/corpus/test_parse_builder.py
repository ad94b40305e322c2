import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import BlockKind, RemarkKind
from corpus.errors import EmptyDocument, LimitExceeded
from corpus.limits import DocumentLimits
from corpus.parsing.builder import DocumentBuilder
from corpus.parsing.deadline import Deadline


def _builder(characters: int = 1000) -> DocumentBuilder:
    return DocumentBuilder(DocumentLimits(characters=characters))


def test_blocks_stand_apart_and_rows_and_items_close() -> None:
    builder = _builder()
    for kind, text in [
        (BlockKind.HEADING, "Kop"),
        (BlockKind.LIST_ITEM, "een"),
        (BlockKind.LIST_ITEM, "twee"),
        (BlockKind.TABLE_ROW, "a | b"),
        (BlockKind.TABLE_ROW, "c | d"),
        (BlockKind.PARAGRAPH, " \u200b "),
        (BlockKind.PARAGRAPH, "Slot."),
    ]:
        builder.add(kind, text)
    document = builder.build(name="x", content=b"x", media_type="text/plain")
    assert document.text == "Kop\n\neen\ntwee\n\na | b\nc | d\n\nSlot."
    assert len(document.blocks) == 6


def test_a_document_carries_name_hash_and_single_page() -> None:
    builder = _builder()
    builder.add(BlockKind.PARAGRAPH, "Tekst.")
    document = builder.build(name="plan.txt", content=b"abc", media_type="text/plain")
    assert (document.name, document.media_type) == ("plan.txt", "text/plain")
    assert document.sha256 == hashlib.sha256(b"abc").hexdigest()
    assert [(page.number, page.start, page.end) for page in document.pages] == [(1, 0, 6)]
    assert document.title is None


def test_a_page_without_text_is_an_empty_span_in_its_place() -> None:
    builder = _builder()
    builder.start_page(1, 595, 842)
    builder.add(BlockKind.PARAGRAPH, "een")
    builder.start_page(2)
    builder.start_page(3)
    builder.add(BlockKind.PARAGRAPH, "drie")
    pages = builder.build(name="x", content=b"", media_type="x").pages
    assert [(page.number, page.start, page.end) for page in pages] == [(1, 0, 3), (2, 3, 3), (3, 5, 9)]
    assert (pages[0].width, pages[0].height) == (595, 842)


def test_the_title_wins_over_an_earlier_heading() -> None:
    builder = _builder()
    builder.add(BlockKind.HEADING, "Kop", level=1)
    assert builder.build(name="x", content=b"", media_type="x").title == "Kop"
    builder.add(BlockKind.TITLE, "Titel")
    assert builder.build(name="x", content=b"", media_type="x").title == "Titel"


def test_the_same_remark_is_made_once_for_all_its_pages() -> None:
    builder = _builder()
    builder.add(BlockKind.PARAGRAPH, "x")
    builder.remark(RemarkKind.HIDDEN_TEXT, pages=(3,))
    builder.remark(RemarkKind.HIDDEN_TEXT, pages=(1,))
    builder.remark(RemarkKind.NOT_READ, detail="comments")
    remarks = builder.build(name="x", content=b"", media_type="x").remarks
    assert [(remark.kind, remark.pages, remark.detail) for remark in remarks] == [
        (RemarkKind.HIDDEN_TEXT, (1, 3), ""),
        (RemarkKind.NOT_READ, (), "comments"),
    ]


def test_no_text_is_an_empty_document() -> None:
    with pytest.raises(EmptyDocument):
        _builder().build(name="x", content=b"", media_type="x")


def test_text_over_the_limit_is_refused() -> None:
    builder = _builder(characters=10)
    builder.add(BlockKind.PARAGRAPH, "12345")
    with pytest.raises(LimitExceeded) as refused:
        builder.add(BlockKind.PARAGRAPH, "6789")
    assert refused.value.parameters == {"maximum": 10, "unit": "characters"}


def test_a_deadline_passes() -> None:
    Deadline(60).check()
    with pytest.raises(LimitExceeded) as refused:
        Deadline(0).check()
    assert refused.value.parameters["unit"] == "seconds"


@given(st.lists(st.tuples(st.sampled_from(BlockKind), st.text(max_size=20), st.booleans()), min_size=1))
def test_blocks_slice_within_the_text_in_order(blocks: list[tuple[BlockKind, str, bool]]) -> None:
    builder = DocumentBuilder(DocumentLimits())
    builder.add(BlockKind.PARAGRAPH, "eerst")
    for number, (kind, text, new_page) in enumerate(blocks, start=2):
        if new_page:
            builder.start_page(number)
        builder.add(kind, text)
    document = builder.build(name="x", content=b"", media_type="x")
    ends = [0, *(block.end for block in document.blocks)]
    for before, block in zip(ends, document.blocks, strict=False):
        assert before <= block.start < block.end <= len(document.text)
        assert not document.text[before : block.start].strip()
        page = next(page for page in document.pages if page.number == block.page)
        assert page.start <= block.start < block.end <= page.end
