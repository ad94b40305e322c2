"""The whole canonical text of a proposal in pieces, with its evidence marked."""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.documents import BlockKind, Document, Passage
from models.assessment import Assessment
from service.reports.content import Link
from service.reports.escaping import printable
from service.reports.places import Places
from service.reports.sentences import main_language
from service.wording import LANGUAGES


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the same evidence, page and language from its start to its end.

    `pages` are the pages that begin here. `anchor` is set where a passage begins and `uses` where
    it ends, so that neither stands twice. `marked` is whether it is evidence,
    `counts` whether it is so under a grade other than none. `language` is set
    where it differs from the language that most of the proposal is shown to be in.
    """

    text: str
    marked: bool
    counts: bool
    anchor: str
    uses: tuple[Link, ...]
    pages: tuple[int, ...]
    language: str


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A heading, paragraph, list item or table row of the proposal; `level` is 0 for no heading."""

    kind: BlockKind
    level: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    kind: BlockKind
    level: int
    start: int
    end: int


def text_blocks(assessment: Assessment, places: Places) -> tuple[TextBlock, ...]:
    """The canonical text from its first sign to its last; stretches of white space are left out."""
    return tuple(_Cutter(assessment, places).blocks())


def _spans(document: Document) -> Iterator[_Span]:
    """The blocks, and what lies between them, so that no sign of the text is lost or shown twice."""
    reached = 0
    for block in sorted(document.blocks, key=lambda block: (block.start, block.end)):
        if block.start > reached:
            yield _Span(BlockKind.PARAGRAPH, 0, reached, block.start)
        if block.end > reached:
            yield _Span(block.kind, block.level or 0, max(block.start, reached), block.end)
            reached = block.end
    if reached < len(document.text):
        yield _Span(BlockKind.PARAGRAPH, 0, reached, len(document.text))


class _Cutter:
    """Cuts the text once from start to end; remembers which page marks are still to be set."""

    def __init__(self, assessment: Assessment, places: Places) -> None:
        self._document = assessment.document
        self._places = places
        self._main_language = places.foreign(main_language(assessment)) or places.wording.language
        self._passages = sorted(assessment.passages, key=lambda passage: passage.start)
        self._starts = [passage.start for passage in self._passages]
        self._pointed_at = self._passages_pointed_at(assessment)
        self._pointed_starts = [passage.start for passage in self._pointed_at]
        self._longest = max((item.end - item.start for item in self._pointed_at), default=0)
        self._borders = self._all_borders()
        self._unmarked = deque(assessment.document.pages if places.paged else ())

    def blocks(self) -> Iterator[TextBlock]:
        for span in _spans(self._document):
            if self._document.text[span.start : span.end].strip():
                yield TextBlock(span.kind, span.level, tuple(self._pieces(span)))

    def _passages_pointed_at(self, assessment: Assessment) -> list[Passage]:
        flagged = {passage for flag in assessment.flags for passage in flag.passages}
        return [item for item in self._passages if item.id in flagged or self._places.uses(item.id)]

    def _all_borders(self) -> list[int]:
        foreign = [passage for passage in self._passages if self._differing(passage.language)]
        borders = {page.start for page in self._document.pages}
        borders.update(offset for item in [*self._pointed_at, *foreign] for offset in (item.start, item.end))
        return sorted(borders)

    def _pieces(self, span: _Span) -> Iterator[Piece]:
        first, last = bisect_right(self._borders, span.start), bisect_left(self._borders, span.end)
        cuts = [span.start, *self._borders[first:last], span.end]
        for start, end in pairwise(cuts):
            yield self._piece(start, end)

    def _piece(self, start: int, end: int) -> Piece:
        inside = self._pointed_at_around(start, end)
        return Piece(
            text=printable(self._document.text[start:end]),
            marked=any(self._places.uses(passage.id) for passage in inside),
            counts=any(self._places.counts(passage.id) for passage in inside),
            anchor=next((self._places.passage(item.id).anchor for item in inside if item.start == start), ""),
            uses=tuple(link for item in inside if item.end == end for link in self._places.uses(item.id)),
            pages=tuple(self._pages_begun_before(end)),
            language=self._language_at(start),
        )

    def _pointed_at_around(self, start: int, end: int) -> list[Passage]:
        first = bisect_left(self._pointed_starts, end - self._longest)
        last = bisect_right(self._pointed_starts, start)
        return [passage for passage in self._pointed_at[first:last] if end <= passage.end]

    def _pages_begun_before(self, end: int) -> Iterator[int]:
        while self._unmarked and self._unmarked[0].start < end:
            yield self._unmarked.popleft().number

    def _language_at(self, offset: int) -> str:
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._passages[index].end:
            return self._differing(self._passages[index].language)
        return ""

    def _differing(self, language: str) -> str:
        return language if language in LANGUAGES and language != self._main_language else ""
