"""Which paragraphs are the title and the headings, by their size, weight and numbering."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.documents import BlockKind
from corpus.parsing.pdf_cells import Table, without_bullet
from corpus.parsing.pdf_lines import Line, joined
from corpus.parsing.pdf_page import Frame
from corpus.parsing.pdf_paragraphs import CONTENTS_ENTRY, BodyStyle
from corpus.parsing.text import normalise

_LARGER = 1.08
"""Font size of a heading, as a share of that of running text."""
_TITLE_LARGER = 1.2
_MOST_WORDS = 20
_MOST_BOLD_WORDS = 14
_MOST_PLAIN_WORDS = 9
"""A numbered heading that looks like running text is no longer than this."""
_MOST_LINES = 3
_MOST_TITLE_LINES = 5
_MOST_WORDS_BEFORE = 60
"""Words of a letterhead or a cover that may stand above the title."""
_LEAST_LETTERS = 6
_DEEPEST = 6
_NUMBERING = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})[.)]?$")
_SENTENCE_ENDS = (".", ";", ",", "!")

StyleKey = tuple[float, bool, bool]


@dataclass(frozen=True, slots=True)
class Draft:
    """A block before it has a place in the text; either lines or a table.

    `page` counts from 0. `tail` are the lines that follow in a later column or page. `frame` is set where
    the lines run in another direction than those of their page.
    """

    page: int
    lines: tuple[Line, ...] = ()
    tail: tuple[Line, ...] = ()
    frame: Frame | None = None
    table: Table | None = None
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None

    @property
    def text(self) -> str:
        """The lines joined to running text, without bullet and without the dots of a contents page."""
        if not self.lines:
            return ""
        text = joined([*self.lines, *self.tail], without_bullet(self.lines[0]))
        entry = CONTENTS_ENTRY.match(text)
        return entry.group(1) if entry else text

    @property
    def style(self) -> StyleKey:
        """Size rounded to half points, bold, capitals."""
        first = self.lines[0]
        return round(first.size * 2) / 2, all(line.bold for line in self.lines), self.text.isupper()


def with_kinds(drafts: Sequence[Draft], body: BodyStyle, metadata_title: str) -> list[Draft]:
    """Return the drafts with their kinds, and the headings with their levels."""
    kinds = [_kind(draft, around, body) for draft, around in _with_neighbours(drafts)]
    told = [replace(draft, kind=kind) for draft, kind in zip(drafts, kinds, strict=True)]
    title = _title(told, body, metadata_title)
    if title is not None:
        told[title] = replace(told[title], kind=BlockKind.TITLE)
    levels = _levels(draft for draft in told if draft.kind is BlockKind.HEADING)
    for place, draft in enumerate(told):
        if draft.kind is BlockKind.HEADING:
            told[place] = replace(draft, level=_depth(draft) or levels[draft.style])
    return told


def _with_neighbours(drafts: Sequence[Draft]) -> Iterable[tuple[Draft, list[Draft]]]:
    for place, draft in enumerate(drafts):
        yield draft, [*drafts[max(place - 1, 0) : place], *drafts[place + 1 : place + 2]]


def _kind(draft: Draft, around: Sequence[Draft], body: BodyStyle) -> BlockKind:
    if draft.table:
        return BlockKind.TABLE_ROW
    if any(CONTENTS_ENTRY.match(line.text) for line in draft.lines):
        return BlockKind.LIST_ITEM
    if _is_heading(draft, around, body):
        return BlockKind.HEADING
    return BlockKind.LIST_ITEM if _is_item(draft.lines[0]) else BlockKind.PARAGRAPH


def _is_item(line: Line) -> bool:
    """Whether the marker in front is that of a list: a bare number is a quantity ('12 scholen')."""
    return bool(line.marker) and (line.bulleted or line.marker.endswith((".", ")")))


def _is_heading(draft: Draft, around: Sequence[Draft], body: BodyStyle) -> bool:
    first = draft.lines[0]
    text = draft.text
    words = len(text.split())
    if first.bulleted or len(draft.lines) > _MOST_LINES or words > _MOST_WORDS:
        return False
    if sum(character.isalpha() for character in text) < 2 or text.endswith(_SENTENCE_ENDS):  # noqa: PLR2004
        return False
    if first.size >= _LARGER * body.size:
        return True
    if first.size < body.size * 0.95:
        return False
    bold = all(line.bold for line in draft.lines) and not body.bold
    if bold or _is_capitals(text):
        return words <= _MOST_BOLD_WORDS
    return _is_numbered_heading(draft, around, words)


def _is_capitals(text: str) -> bool:
    return text.isupper() and sum(character.isalpha() for character in text) >= _LEAST_LETTERS


def _is_numbered_heading(draft: Draft, around: Sequence[Draft], words: int) -> bool:
    """A short numbered line in plain type: '3.1 Aanpak', or '3. Aanpak' outside a numbered list."""
    depth = _depth(draft)
    text = draft.text.removeprefix(draft.lines[0].marker).strip()
    if not depth or words > _MOST_PLAIN_WORDS or len(draft.lines) > 1 or not text[:1].isupper():
        return False
    if text.endswith(":"):
        return False
    in_list = any(other.lines and _depth(other) == depth for other in around)
    return depth > 1 or (not in_list and draft.lines[0].marker.endswith("."))


def _depth(draft: Draft) -> int | None:
    """How deep the numbering goes: 2 for '3.1'; None without numbering."""
    numbering = _NUMBERING.match(draft.lines[0].marker)
    return numbering.group(1).count(".") + 1 if numbering else None


def _levels(headings: Iterable[Draft]) -> dict[StyleKey, int]:
    """The level of each style: that of its numbered headings, or else its rank by size and weight."""
    depths: dict[StyleKey, Counter[int]] = {}
    for heading in headings:
        depth = _depth(heading)
        depths.setdefault(heading.style, Counter()).update([depth] if depth else [])
    levels: dict[StyleKey, int] = {}
    last = 0
    for style in sorted(depths, reverse=True):
        numbered = depths[style].most_common(1)
        last = numbered[0][0] if numbered else last + 1
        levels[style] = last = min(last, _DEEPEST)
    return levels


def _title(drafts: Sequence[Draft], body: BodyStyle, metadata_title: str) -> int | None:
    """Index of the title: the largest on the first page, or what the metadata call it if it stands there."""
    first_page = [draft for draft in drafts if draft.page == drafts[0].page]
    places = [place for place, draft in enumerate(first_page) if _may_be_title(draft)]
    wanted = normalise(metadata_title).casefold()
    for place in places:
        if wanted and normalise(drafts[place].text).casefold() == wanted:
            return place
    places = [place for place in places if _words(drafts[:place]) <= _MOST_WORDS_BEFORE]
    largest = max((drafts[place].lines[0].size for place in places), default=0.0)
    if largest < _TITLE_LARGER * body.size:
        return None
    best = next(place for place in places if drafts[place].lines[0].size > largest - 0.5)
    later = [draft for draft in drafts[best + 1 :] if draft.lines and draft.style == drafts[best].style]
    is_section = _depth(drafts[best]) or (later and best > 0 and drafts[best - 1].kind is BlockKind.PARAGRAPH)
    return None if is_section else best


def _words(drafts: Sequence[Draft]) -> int:
    return sum(len(draft.text.split()) for draft in drafts)


def _may_be_title(draft: Draft) -> bool:
    letters = sum(character.isalpha() for character in draft.text)
    few = len(draft.lines) <= _MOST_TITLE_LINES and len(draft.text.split()) <= 2 * _MOST_WORDS
    return bool(draft.lines) and few and letters >= _LEAST_LETTERS and not draft.lines[0].bulleted
