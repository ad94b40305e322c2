"""From the words of all pages to the blocks of the proposal, in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.documents import BlockKind
from corpus.parsing.deadline import Deadline
from corpus.parsing.pdf_aligned import Element, with_aligned_tables
from corpus.parsing.pdf_cells import Table, continued
from corpus.parsing.pdf_furniture import PageLines, without_furniture
from corpus.parsing.pdf_grids import take_tables
from corpus.parsing.pdf_headings import Draft, with_kinds
from corpus.parsing.pdf_layout import columns_of
from corpus.parsing.pdf_lines import lines_of
from corpus.parsing.pdf_page import PageContent
from corpus.parsing.pdf_paragraphs import BodyStyle, body_style, paragraphs_of

_SENTENCE_ENDS = (".", "!", "?", ":", ";")
_SMALL = 0.93
"""Font size of a footnote, as a share of that of running text."""
_LOOK_BACK = 6
"""Footnotes and captions that may stand between the two halves of a paragraph."""
_JOINED_KINDS = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)

Column = list[Element]


def drafts_of(pages: Sequence[PageContent], metadata_title: str, deadline: Deadline) -> list[Draft]:
    """Return the blocks of the document. Raises `LimitExceeded` when the time is up."""
    columns = _columns(pages, deadline)
    body = body_style(column for page in columns for column in page)
    drafts = [
        draft
        for place, (page, found) in enumerate(zip(pages, columns, strict=True))
        for draft in (*_page_drafts(place, found, body), *_asides(place, page, body))
    ]
    return _with_tables_continued(_joined(with_kinds(drafts, body, metadata_title), body))


def _columns(pages: Sequence[PageContent], deadline: Deadline) -> list[list[Column]]:
    taken = []
    for page in pages:
        deadline.check()
        tables, words = take_tables(page)
        taken.append(PageLines(page.number, page.frame.height, tuple(lines_of(words)), tuple(tables)))
    result = []
    for kept in without_furniture(taken):
        deadline.check()
        columns = columns_of([*kept.lines, *kept.tables])
        result.append([with_aligned_tables(column) for column in columns])
    return result


def _page_drafts(place: int, columns: Sequence[Column], body: BodyStyle) -> Iterator[Draft]:
    for column in columns:
        for part in paragraphs_of(column, body):
            yield Draft(place, table=part) if isinstance(part, Table) else Draft(place, tuple(part))


def _asides(place: int, page: PageContent, body: BodyStyle) -> Iterator[Draft]:
    """Text that stands sideways beside the rest, after it."""
    for frame, words in page.asides:
        for part in paragraphs_of(lines_of(words), body):
            if not isinstance(part, Table):
                yield Draft(place, tuple(part), frame=frame)


def _joined(drafts: Sequence[Draft], body: BodyStyle) -> list[Draft]:
    """Put the halves of a paragraph together that a column or a page has cut."""
    result: list[Draft] = []
    for draft in drafts:
        place = _first_half(result, draft, body)
        if place is None:
            result.append(draft)
        elif _follows_below(result[place], draft):
            result[place] = replace(result[place], lines=result[place].lines + draft.lines)
        else:
            result[place] = replace(result[place], tail=(*result[place].tail, *draft.lines))
    return result


def _follows_below(candidate: Draft, draft: Draft) -> bool:
    """Whether both stand in one column, so that one box can hold them."""
    below = draft.lines[0].top > candidate.lines[-1].top
    return candidate.page == draft.page and below and not candidate.tail


def _first_half(before: Sequence[Draft], draft: Draft, body: BodyStyle) -> int | None:
    """Index of the open paragraph or list item that `draft` goes on with, if there is one."""
    if draft.kind is not BlockKind.PARAGRAPH or draft.frame:
        return None
    for place in range(len(before) - 1, max(len(before) - 1 - _LOOK_BACK, -1), -1):
        candidate = before[place]
        if candidate.kind in _JOINED_KINDS and _matches(candidate, draft):
            return place if _is_open(candidate, draft) else None
        if not candidate.lines or candidate.lines[0].size > _SMALL * body.size:
            return None
    return None


def _matches(candidate: Draft, draft: Draft) -> bool:
    """Whether the two stand in one type and in different columns or pages."""
    same_size = abs(candidate.lines[0].size - draft.lines[0].size) < 0.5  # noqa: PLR2004 - half a point
    last = (candidate.tail or candidate.lines)[-1]
    distance = draft.lines[0].baseline - last.baseline
    apart = candidate.page != draft.page or not 2 * last.size < distance
    return same_size and apart and draft.page - candidate.page <= 1 + bool(candidate.tail)


def _is_open(candidate: Draft, draft: Draft) -> bool:
    """Whether the text breaks off: no full stop, and a small letter or no room for the next word after it."""
    if candidate.text.endswith(_SENTENCE_ENDS):
        return False
    if draft.text[0].islower():
        return True
    lines = candidate.tail or candidate.lines
    right = max(line.x1 for line in candidate.lines)
    full = lines[-1].x1 + draft.lines[0].first_width + 0.3 * lines[-1].size > right
    return full and len(candidate.lines) > 1 and candidate.page != draft.page


def _with_tables_continued(drafts: list[Draft]) -> list[Draft]:
    """Join each table that a page break cut: the last block of one page and the first of the next."""
    result: list[Draft] = []
    for draft in drafts:
        before = result[-1] if result else None
        if before and before.table and draft.table and draft.page == before.page + 1:
            first, second = continued(before.table, draft.table)
            result[-1] = replace(before, table=first)
            if second:
                result.append(replace(draft, table=second))
        else:
            result.append(draft)
    return result
