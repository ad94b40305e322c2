"""Headers, footers and page numbers: what a page repeats and no proposal says."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from corpus.parsing.pdf_cells import Table
from corpus.parsing.pdf_lines import Line

_MARGIN = 0.13
"""Share of the height of a page, above and below, in which a header or footer stands."""
_OUTER_MARGIN = 0.075
"""The same for documents of two or three pages, where repetition says little."""
_SAME_HEIGHT = 4.0
"""Points within which lines of different pages stand at the same height."""
_FEW_PAGES = 3
_REPEATS = 3
_LARGER = 1.25
"""Larger than the usual text by this much, a line is a heading, however often it comes back."""
_NUMBERS = re.compile(r"\d+")
_PAGE_OF = re.compile(
    r"(?:pagina|page|pag\.?|blz\.?|bladzijde|p\.)\s*\d{1,3}(?:\s*(?:/|van|of|sur|op)\s*\d{1,3})?"
    r"|\d{1,3}\s*(?:/|van|of|sur)\s*\d{1,3}",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[-–—|\s]*\d{1,3}[-–—|\s]*")


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines and ruled tables of one page, in no order yet; sizes in points."""

    number: int
    height: float
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """A text near an edge of a page; `edge` is its distance from there, below zero at the bottom."""

    page: int
    index: int
    edge: float
    share: float
    numbers: tuple[int, ...]


def without_furniture(pages: Sequence[PageLines]) -> list[PageLines]:
    """Return the pages without the lines and tables that repeat in their margins."""
    usual = (
        median(line.size for page in pages for line in page.lines) if any(page.lines for page in pages) else 0
    )
    lines = [
        [
            ("" if line.size > _LARGER * usual else line.text, line.baseline, line.baseline)
            for line in page.lines
        ]
        for page in pages
    ]
    tables = [[(_words(table), table.box.top, table.box.bottom) for table in page.tables] for page in pages]
    dropped_lines = _repeated(pages, lines) | _page_numbers(pages)
    dropped_tables = _repeated(pages, tables)
    return [
        replace(
            page,
            lines=tuple(line for at, line in enumerate(page.lines) if (place, at) not in dropped_lines),
            tables=tuple(table for at, table in enumerate(page.tables) if (place, at) not in dropped_tables),
        )
        for place, page in enumerate(pages)
    ]


def _repeated(
    pages: Sequence[PageLines], texts: Sequence[Sequence[tuple[str, float, float]]]
) -> set[tuple[int, int]]:
    groups: dict[str, list[_Place]] = defaultdict(list)
    for place, (page, found) in enumerate(zip(pages, texts, strict=True)):
        for at, (text, top, bottom) in enumerate(found):
            if not text:
                continue
            edge = _from_edge(top, bottom, page.height)
            if abs(edge) <= _MARGIN * page.height:
                share = abs(edge) / page.height
                numbers = tuple(map(int, _NUMBERS.findall(text)))
                groups[_NUMBERS.sub("#", text)].append(_Place(place, at, edge, share, numbers))
    dropped: set[tuple[int, int]] = set()
    for places in groups.values():
        for level in _levels(places):
            if _is_furniture(level, len(pages)):
                dropped |= {(place.page, place.index) for place in level}
    return dropped


def _from_edge(top: float, bottom: float, height: float) -> float:
    """Distance to the far side of the text from the nearer edge; negative from the bottom edge."""
    return bottom if bottom < height / 2 else top - height


def _levels(places: list[_Place]) -> Iterator[list[_Place]]:
    """The places in groups that stand at the same height."""
    level: list[_Place] = []
    for place in sorted(places, key=lambda place: place.edge):
        if level and place.edge - level[-1].edge > _SAME_HEIGHT:
            yield level
            level = []
        level.append(place)
    yield level


def _is_furniture(level: list[_Place], pages: int) -> bool:
    on = {place.page for place in level}
    if len(on) < min(_REPEATS, max(2, pages - 1)):
        return False
    if pages <= _FEW_PAGES and max(place.share for place in level) > _OUTER_MARGIN:
        return False
    return _counts_pages(level)


def _counts_pages(level: list[_Place]) -> bool:
    """Whether the numbers stay the same or rise with the pages; a run of 'Fase 1', 'Fase 2' need not."""
    for column in zip(*(place.numbers for place in level), strict=True):
        offsets = {number - place.page for number, place in zip(column, level, strict=True)}
        if len(set(column)) > 1 and len(offsets) > 1:
            return False
    return True


def _page_numbers(pages: Sequence[PageLines]) -> set[tuple[int, int]]:
    """The lines in a margin that say nothing but which page this is."""
    dropped: set[tuple[int, int]] = set()
    for place, page in enumerate(pages):
        for at, line in enumerate(page.lines):
            near = abs(_from_edge(line.baseline, line.baseline, page.height)) <= _MARGIN * page.height
            if near and (_PAGE_OF.fullmatch(line.text) or _is_own_number(line, page, len(pages))):
                dropped.add((place, at))
    return dropped


def _is_own_number(line: Line, page: PageLines, pages: int) -> bool:
    if not _BARE_NUMBER.fullmatch(line.text):
        return False
    above = line.baseline < page.height / 2
    outermost = (min if above else max)(other.baseline for other in page.lines)
    return abs(line.baseline - outermost) < 1 and int(_NUMBERS.findall(line.text)[0]) <= pages + 1


def _words(table: Table) -> str:
    rows = [*([table.header] if table.header else []), *table.rows]
    return " ".join(cell.text for row in rows for cell in row.filled)
