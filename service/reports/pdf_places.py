"""Finds the words of a passage on the pages of a PDF."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, groupby, pairwise

from corpus.documents import BlockKind, Box, Document, Passage
from corpus.limits import DocumentLimits
from corpus.parsing.pdf_content import read_page
from corpus.parsing.pdf_file import opened
from corpus.parsing.pdf_page import Frame, PageContent, Word
from corpus.personal_data import MASKS

_PAGES_ON = 2
"""Pages after its own on which a passage may go on."""
_LEAST = 8
"""Letters of the shortest stretch that is looked for by itself, where other words come between."""
_COVERED = 0.75
"""Share of the letters of a passage that must be found, or it counts as not found."""
_MASK = re.compile("|".join(map(re.escape, MASKS.values())))
_SAME_LINE = 0.4
"""Share of the font size within which two baselines are one."""

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Quad:
    """Words of one line; upper left, upper right, lower left, lower right, in the PDF's coordinates."""

    page: int
    corners: tuple[Corner, Corner, Corner, Corner]


@dataclass(frozen=True, slots=True)
class _Placed:
    page: int
    frame: Frame
    word: Word
    letters: str
    shown: Box


class WordPlaces:
    """Where the words of a PDF stand, in the order in which the file draws them."""

    def __init__(self, content: bytes, limits: DocumentLimits, begun: Collection[int]) -> None:
        """Read the pages, counted from 1, on which a passage begins, and those on which it may go on.

        Raises UnreadableDocument as the parser does.
        """
        with opened(content, limits) as pdf:
            count = len(pdf)
            wanted = {page - 1 + on for page in begun for on in range(_PAGES_ON + 1)} & set(range(count))
            pages = [read_page(pdf, index) for index in sorted(wanted)]
        self._words = [placed for page in pages for placed in _placed(page)]
        self._ends = list(accumulate(len(placed.letters) for placed in self._words))
        self._letters = "".join(placed.letters for placed in self._words)
        self._page_starts = self._starts(count)

    def quads(self, passage: Passage, document: Document) -> tuple[Quad, ...]:
        """A quadrilateral for each line of a passage; empty where too few of its words are found."""
        if passage.kind is BlockKind.TABLE_ROW:
            return tuple(_quads(self._in_row(passage, document)))
        if _MASK.search(passage.text):
            return tuple(_quads(self._in_boxes(passage, document)))
        wanted = letters_of(passage.text)
        page = document.pages[passage.page - 1]
        before = letters_of(document.text[page.start : passage.start]).count(wanted) if wanted else 0
        stretches = self._stretches(wanted, passage, before)
        found = sum(end - start for start, end in stretches)
        if not wanted or found < _COVERED * len(wanted):
            return ()
        words = [word for start, end in stretches for word in self._between(start, end)]
        return tuple(_quads(words))

    def _in_row(self, passage: Passage, document: Document) -> list[_Placed]:
        """The words of a row by where it stands: the parser may put the names of columns between them."""
        blocks = (item for item in document.blocks if item.start <= passage.start < item.end)
        box = next((block.box for block in blocks), None)
        text = letters_of(passage.text)
        found = (
            placed for placed in self._words if placed.page == passage.page - 1 and placed.letters in text
        )
        return [placed for placed in found if box is not None and _centre_in(placed.shown, box)]

    def _in_boxes(self, passage: Passage, document: Document) -> Sequence[_Placed]:
        """The words of a passage with masks by where its blocks stand: the file holds what the masks hide.

        A passage that begins or ends inside a block does so at the words beside its masks.
        """
        blocks = [item for item in document.blocks if item.start < passage.end and item.end > passage.start]
        boxes = [block.box for block in blocks if block.box is not None and block.page == passage.page]
        inside = [
            placed
            for placed in self._words
            if placed.page == passage.page - 1 and any(_centre_in(placed.shown, box) for box in boxes)
        ]
        letters = "".join(placed.letters for placed in inside)
        ends = list(accumulate(len(placed.letters) for placed in inside))
        first, *_, last = [letters_of(part) for part in _MASK.split(passage.text)]
        start, end = 0, len(letters)
        if passage.start > blocks[0].start:
            start = max(0, letters.find(first) if first else 0)
        if passage.end < blocks[-1].end and last and (at := letters.find(last, start + len(first))) >= 0:
            end = at + len(last)
        return inside[bisect_right(ends, start) : bisect_right(ends, end - 1) + 1]

    def _starts(self, pages: int) -> list[int]:
        starts = [len(self._letters)] * (pages + 1 + _PAGES_ON)
        for index in range(len(self._words) - 1, -1, -1):
            starts[self._words[index].page] = self._ends[index] - len(self._words[index].letters)
        for page in range(len(starts) - 2, -1, -1):
            starts[page] = min(starts[page], starts[page + 1])
        return starts

    def _stretches(self, wanted: str, passage: Passage, before: int) -> list[tuple[int, int]]:
        first = self._page_starts[passage.page - 1]
        last = self._page_starts[min(passage.page + _PAGES_ON, len(self._page_starts) - 1)]
        at = self._letters.find(wanted, first, last)
        for _ in range(before):
            later = self._letters.find(wanted, at + 1, last) if at >= 0 else -1
            at = later if later >= 0 else at
        if at >= 0:
            return [(at, at + len(wanted))]
        return list(self._in_parts(passage.text.split(), first, last))

    def _in_parts(self, words: Sequence[str], first: int, last: int) -> Iterator[tuple[int, int]]:
        """Longest runs of words, each behind the one before; words that stand nowhere are passed over."""
        letters, reached, index = [letters_of(word) for word in words], first, 0
        while index < len(letters):
            at, taken = self._longest(letters[index:], reached, last)
            if taken:
                length = len("".join(letters[index : index + taken]))
                yield at, at + length
                reached = at + length
            elif reached > first:  # a column may be drawn before the one that is read first
                reached = first
                continue
            index += max(1, taken)

    def _longest(self, letters: Sequence[str], first: int, last: int) -> tuple[int, int]:
        best, run = (-1, 0), ""
        for taken, word in enumerate(letters, 1):
            run += word
            at = self._letters.find(run, best[0] if best[1] else first, last)
            if at < 0:
                break
            if len(run) >= _LEAST:
                best = (at, taken)
        return best

    def _between(self, start: int, end: int) -> Sequence[_Placed]:
        return self._words[bisect_right(self._ends, start) : bisect_right(self._ends, end - 1) + 1]


def letters_of(text: str) -> str:
    """The letters and digits alone: what hyphens, line ends and ligatures do not change."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def _placed(page: PageContent) -> Iterator[_Placed]:
    for frame, words in ((page.frame, page.words), *page.asides):
        for word in _downwards(words):
            if letters := letters_of(word.text):
                box = frame.seen_from(page.display, Box(word.x0, word.top, word.x1, word.bottom))
                yield _Placed(page.number - 1, frame, word, letters, box)


def _downwards(words: Sequence[Word]) -> Iterator[Word]:
    """The words line by line; the reader gives the lines of a page on its side from the last to the first."""
    lines = [list(run) for _, run in groupby(words, key=lambda word: word.baseline)]
    steps = [after[0].baseline - before[0].baseline for before, after in pairwise(lines)]
    upwards = sum(step < 0 for step in steps) > sum(step > 0 for step in steps)
    return chain.from_iterable(reversed(lines) if upwards else lines)


def _centre_in(some: Box, box: Box) -> bool:
    x, y = (some.x0 + some.x1) / 2, (some.top + some.bottom) / 2
    return box.x0 - 1 <= x <= box.x1 + 1 and box.top - 1 <= y <= box.bottom + 1


def _quads(words: Sequence[_Placed]) -> Iterator[Quad]:
    held: list[_Placed] = []
    for placed in words:
        if held and not _on_one_line(held[-1], placed):
            yield _around(held)
            held = []
        held.append(placed)
    if held:
        yield _around(held)


def _on_one_line(one: _Placed, other: _Placed) -> bool:
    near = abs(one.word.baseline - other.word.baseline) < _SAME_LINE * one.word.size
    # A wide gap parts two columns: what lies between them is not quoted.
    gap = other.word.x0 - one.word.x1
    return near and one.page == other.page and one.frame == other.frame and -1 < gap < 3 * one.word.size


def _around(words: Sequence[_Placed]) -> Quad:
    frame = words[0].frame
    left, right = min(item.word.x0 for item in words), max(item.word.x1 for item in words)
    top, bottom = min(item.word.top for item in words), max(item.word.bottom for item in words)
    corners = tuple(frame.origin(x, y) for y in (top, bottom) for x in (left, right))
    return Quad(words[0].page, (corners[0], corners[1], corners[2], corners[3]))
