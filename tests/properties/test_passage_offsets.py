"""Laws of cutting text: whatever comes in, nothing is lost, nothing overlaps and offsets are exact."""

from collections.abc import Iterable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.documents import Block, BlockKind, Document, Page
from corpus.passages import split
from corpus.sentences import sentence_spans

# The first text of all waits for the language model to load.
unhurried = settings(deadline=None)

LANGUAGES = ("nl", "en", "fr", "other")
PIECES = (
    "Het loket opent. ", "bv. ", "art. 3 ", "'s Avonds ", "J. ", "(cfr. ", "Ja! ", "wat? ", "1.500 ", "…",
    "\n\n", "https://voorbeeld.be. ", "« ", "tablets, ", "laptops; ", "woord ", "é", "😀", "\u00a0", "x" * 30,
)  # fmt: skip
texts = st.text() | st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def uncovered(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """What of `text` lies in no span, checking on the way that spans are ordered and apart."""
    rest, position = "", 0
    for start, end in spans:
        assert position <= start < end
        rest, position = rest + text[position:start], end
    assert position <= len(text)
    return rest + text[position:]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text, blocks, pages = "", [], []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        first = len(text)
        for content in draw(st.lists(texts, max_size=4)):
            kind = draw(st.sampled_from(list(BlockKind)))
            level = draw(st.integers(1, 3)) if kind is BlockKind.HEADING else None
            blocks.append(Block(kind, len(text), len(text) + len(content), number, level))
            text += content + "\n"
        pages.append(Page(number, first, len(text)))
    return Document("a.txt", "", "text/plain", text, tuple(pages), tuple(blocks))


@unhurried
@given(texts, st.sampled_from(LANGUAGES))
@example("uit. 's Morgens", "nl")
@example("Zin.\n\n\n", "nl")
def test_sentences_hold_every_character_that_is_not_white(text: str, language: str) -> None:
    spans = sentence_spans(text, language)
    assert not uncovered(text, spans).strip()
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@unhurried
@given(documents())
def test_passages_are_ordered_and_their_offsets_exact(document: Document) -> None:
    passages = split(document)
    uncovered(document.text, [(passage.start, passage.end) for passage in passages])
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text == passage.text.strip()
    assert len({passage.id for passage in passages}) == len(passages)


@unhurried
@given(documents())
def test_passages_hold_every_block_that_is_no_title_or_heading(document: Document) -> None:
    rest = list(document.text)
    for passage in split(document):
        rest[passage.start : passage.end] = " " * (passage.end - passage.start)
    for block in document.blocks:
        if block.kind not in (BlockKind.TITLE, BlockKind.HEADING):
            assert not "".join(rest[block.start : block.end]).strip()


@unhurried
@given(documents())
def test_a_document_with_text_has_passages(document: Document) -> None:
    written = any(document.text[block.start : block.end].strip() for block in document.blocks)
    assert bool(split(document)) is written or not document.blocks


@unhurried
@given(documents())
def test_a_passage_starts_on_its_page(document: Document) -> None:
    pages = {page.number: page for page in document.pages}
    for passage in split(document):
        assert pages[passage.page].start <= passage.start < pages[passage.page].end


@unhurried
@given(texts.filter(str.strip))
def test_a_text_without_blocks_is_read_whole(text: str) -> None:
    passages = split(Document("a.txt", "", "text/plain", text, (), ()))
    assert not uncovered(text, [(passage.start, passage.end) for passage in passages]).strip()


@pytest.mark.parametrize("separator", [" ", ", ", "; "])
def test_a_sentence_without_end_is_cut_without_loss(separator: str) -> None:
    text = separator.join(["digitaal"] * 1_000)
    passages = split(Document("a.txt", "", "text/plain", text, (), ()))
    assert max(len(passage.text.split()) for passage in passages) <= 160
    assert not uncovered(text, [(passage.start, passage.end) for passage in passages]).strip()
