"""Cuts a document into passages, the units of evidence.

Each block is cut by itself, so a passage depends on its own block only:

- A block of at most four sentences and 80 words is one passage. A longer one is cut between
  sentences into the fewest parts that fit, as even in words as they can be. A sentence of more than
  80 words stays whole; one of more than 160 is cut near its middle, at a semicolon, else at a
  comma, else at white space.
- A list item or table row of fewer than six words says little alone. It takes the short siblings
  that follow it directly (same kind, same page) until together they have six words or more. A
  sibling of six words or more is never joined.
- A heading is the section of what stands under it. A heading with nothing under it, no deeper
  heading either, is a passage of its own: it may hold text that only looks like a heading.
- A title is a passage only in a document that has no other passages.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from corpus.documents import Block, BlockKind, Document, Passage
from corpus.languages import detect, detect_within
from corpus.sentences import sentence_spans

_MOST_SENTENCES: Final = 4
_MOST_WORDS: Final = 80
_LONGEST_SENTENCE: Final = 160
_SHORT_ITEM: Final = 6
_JOINED: Final = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})
_BREAKS: Final = tuple(re.compile(pattern) for pattern in (r"(?<=;)\s+", r"(?<=,)\s+", r"\s+"))
"""Where a sentence that is too long may be cut, the best place first."""

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block, or short siblings as one, that become one or more passages."""

    start: int
    end: int
    kind: BlockKind
    page: int
    section: str
    whole: bool = False


def split(document: Document) -> tuple[Passage, ...]:
    """Cut `document` into passages, in reading order and numbered p001, p002 and on.

    Every character that is not white space and stands in a block lies in one passage, apart from
    titles and from headings that are the section of other text. A document without blocks is read
    as one paragraph.
    """
    around = detect(document.text)
    found = [
        (piece, span)
        for piece in _joined(document, _sectioned(document))
        for span in _cut(document.text, piece, around)
    ]
    digits = max(3, len(str(len(found))))
    return tuple(
        _passage(document, f"p{number:0{digits}}", piece, span, around)
        for number, (piece, span) in enumerate(found, start=1)
    )


def _sectioned(document: Document) -> list[_Piece]:
    """Give the blocks that become passages, each with the heading it stands under."""
    blocks = _written_blocks(document)
    outline: list[Block] = []
    pieces = []
    for block, following in pairwise([*blocks, None]):
        if block is None or block.kind is BlockKind.TITLE:
            continue
        if block.kind is BlockKind.HEADING:
            while outline and _level(outline[-1]) >= _level(block):
                outline.pop()
            if _stands_alone(block, following):
                pieces.append(_piece(document, block, outline))
            outline.append(block)
        else:
            pieces.append(_piece(document, block, outline))
    return pieces or [_piece(document, block, []) for block in blocks if block.kind is BlockKind.TITLE]


def _written_blocks(document: Document) -> list[Block]:
    whole = (Block(BlockKind.PARAGRAPH, 0, len(document.text), page=1),)
    blocks = document.blocks or whole
    return [block for block in blocks if document.text[block.start : block.end].strip()]


def _stands_alone(heading: Block, following: Block | None) -> bool:
    if following is None or following.kind is BlockKind.TITLE:
        return True
    return following.kind is BlockKind.HEADING and _level(following) <= _level(heading)


def _level(heading: Block) -> int:
    return heading.level or 1


def _piece(document: Document, block: Block, outline: Sequence[Block]) -> _Piece:
    section = document.text[outline[-1].start : outline[-1].end] if outline else ""
    return _Piece(block.start, block.end, block.kind, block.page, " ".join(section.split()))


def _joined(document: Document, pieces: Sequence[_Piece]) -> list[_Piece]:
    """Join short items of a list or table, by the rule that the module's docstring gives."""
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and _joins(document.text, joined[-1], piece):
            last = joined.pop()
            piece = _Piece(last.start, piece.end, last.kind, last.page, last.section, whole=True)  # noqa: PLW2901
        joined.append(piece)
    return joined


def _joins(text: str, last: _Piece, piece: _Piece) -> bool:
    return (
        piece.kind in _JOINED
        and (piece.kind, piece.page) == (last.kind, last.page)
        and not text[last.end : piece.start].strip()
        and _words(text, (last.start, last.end)) < _SHORT_ITEM
        and _words(text, (piece.start, piece.end)) < _SHORT_ITEM
    )


def _cut(text: str, piece: _Piece, around: str) -> Iterator[_Span]:
    """Give the spans of the passages of one piece, in the whole text."""
    own = text[piece.start : piece.end]
    if piece.whole:
        lead = len(own) - len(own.lstrip())
        yield piece.start + lead, piece.start + len(own.rstrip())
        return
    sentences = sentence_spans(own, detect_within(own, around))
    parts = [part for start, end in sentences for part in _shortened(own, start, end)]
    for start, end in _evenly(own, parts):
        yield piece.start + start, piece.start + end


def _shortened(text: str, start: int, end: int) -> list[_Span]:
    """Cut a sentence that is too long; a list of itself when it is not."""
    if _words(text, (start, end)) <= _LONGEST_SENTENCE:
        return [(start, end)]
    left, right = _break_near_middle(text[start:end])
    return _shortened(text, start, start + left) + _shortened(text, start + right, end)


def _break_near_middle(sentence: str) -> _Span:
    def distance(span: _Span) -> int:
        return abs(len(sentence) - 2 * span[0])

    for pattern in _BREAKS:
        nearest = min((match.span() for match in pattern.finditer(sentence)), key=distance, default=None)
        if nearest and (distance(nearest) <= len(sentence) // 2 or pattern is _BREAKS[-1]):
            return nearest
    message = "only a sentence of two words or more can be broken"
    raise ValueError(message)


def _evenly(text: str, sentences: Sequence[_Span]) -> list[_Span]:
    """Join sentences to the fewest parts that fit, with the smallest sum of squared words."""
    words = [_words(text, span) for span in sentences]
    # For each number of sentences: parts so far, their squared words, and where the last part starts.
    best = [(0, 0, 0)]
    for end in range(1, len(words) + 1):
        best.append(min(_last_parts(best, words, end)))
    parts: list[_Span] = []
    end = len(words)
    while end:
        start = best[end][2]
        parts.append((sentences[start][0], sentences[end - 1][1]))
        end = start
    return parts[::-1]


def _last_parts(
    best: Sequence[tuple[int, int, int]], words: Sequence[int], end: int
) -> Iterator[tuple[int, int, int]]:
    for start in range(end - 1, max(end - _MOST_SENTENCES, 0) - 1, -1):
        size = sum(words[start:end])
        if end - start > 1 and size > _MOST_WORDS:
            return
        parts, squares, _ = best[start]
        yield parts + 1, squares + size**2, start


def _words(text: str, span: _Span) -> int:
    return len(text[span[0] : span[1]].split())


def _passage(document: Document, number: str, piece: _Piece, span: _Span, around: str) -> Passage:
    start, end = span
    text = document.text[start:end]
    return Passage(
        id=number,
        start=start,
        end=end,
        page=_page(document, start, piece.page),
        section=piece.section,
        language=detect_within(text, around),
        text=text,
        kind=piece.kind,
    )


def _page(document: Document, start: int, page: int) -> int:
    """Number of the page that a passage starts on, which may come after the page of its block."""
    index = bisect_right(document.pages, start, key=lambda candidate: candidate.start)
    return document.pages[index - 1].number if index else page
