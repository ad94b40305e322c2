"""The order in which a page is read: column by column, with what spans them in between."""

from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import groupby

from corpus.parsing.pdf_aligned import Element
from corpus.parsing.pdf_lines import Line

_LEAST_LINES = 3
"""Lines on each side of a gutter that make two columns."""
_SHARED_EDGE = 4
"""Lines that must begin at the same place for it to be the left side of a column."""
_EDGE = 2.5
"""Points within which lines begin at the same place."""
_MOST_CANDIDATES = 12
"""Left sides that are tried as a column, those of most lines first."""
_GUTTER = 6.0
"""Points; the least width of the white between two columns."""
_RUNNING_ON = 0.35
"""Share of lines with a small first letter from which lines are wrapped text and no cells."""
_CHARACTERS = 15
"""Mean length of the lines of wrapped text."""
_WHITE = 0.45
"""White over the whole width, as a share of the height of a line, that may end a table or columns."""
_ON_ONE_BASELINE = 0.5
"""Share of lines level with one across the gutter, below which the two sides are no table."""


class _Kind(Enum):
    """What a part of the page that white surrounds looks like from a gutter."""

    CROSSING = "crosses the gutter"
    ROW = "one row of cells"
    TABLE = "rows of cells"
    FREE = "text on one side or on both"


def columns_of(elements: Iterable[Element]) -> list[list[Element]]:
    """Return the columns in reading order, each from top to bottom."""
    ordered = sorted(elements, key=lambda element: (element.box.top, element.box.x0))
    gutter = _best_gutter(ordered)
    if gutter is None:
        return [sorted(ordered, key=_place)] if ordered else []
    columns: list[list[Element]] = []
    plain: list[Element] = []
    for band in _bands(ordered, gutter):
        sides = _sides(band, gutter)
        if sides is None:
            plain += band
            continue
        columns += columns_of(plain)
        columns += columns_of(sides[0]) + columns_of(sides[1])
        plain = []
    return columns + columns_of(plain)


def _place(element: Element) -> tuple[float, float]:
    return (element.baseline if isinstance(element, Line) else element.box.top, element.box.x0)


def _best_gutter(elements: Sequence[Element]) -> float | None:
    best, most = None, 0
    for gutter in _candidates(elements):
        settled = [sides for band in _bands(elements, gutter) if (sides := _sides(band, gutter))]
        count = sum(len(left) + len(right) for left, right in settled)
        if count > most:
            best, most = gutter, count
    return best


def _candidates(elements: Sequence[Element]) -> list[float]:
    """Places just left of where several lines begin, apart from the left margin."""
    lefts = sorted(element.box.x0 for element in elements)
    groups: list[list[float]] = []
    for left in lefts:
        if groups and left - groups[-1][0] <= _EDGE:
            groups[-1].append(left)
        else:
            groups.append([left])
    shared = sorted((group for group in groups[1:] if len(group) >= _SHARED_EDGE), key=len, reverse=True)
    return [group[0] - 0.5 for group in shared[:_MOST_CANDIDATES]]


def _bands(elements: Sequence[Element], gutter: float) -> list[list[Element]]:
    """Elements from top to bottom, parted where one crosses the gutter and around tables."""
    blocks = _blocks(elements, gutter)
    told = [_told(block, gutter) for block in blocks]
    for place, kind in enumerate(told):
        around = told[max(place - 1, 0) : place] + told[place + 1 : place + 2]
        if kind is _Kind.ROW and not {_Kind.ROW, _Kind.TABLE} & set(around):
            told[place] = _Kind.FREE
    pairs = zip(told, blocks, strict=True)
    grouped = groupby(pairs, key=lambda pair: pair[0] is _Kind.FREE)
    return [[element for _, block in group for element in block] for _, group in grouped]


def _blocks(elements: Sequence[Element], gutter: float) -> list[list[Element]]:
    """Elements parted by white over the whole width, each one that crosses the gutter by itself."""
    blocks: list[list[Element]] = []
    bottom, was_crossing = 0.0, True
    for element in elements:
        box = element.box
        crossing = box.x0 < gutter < box.x1
        apart = box.top - bottom > _WHITE * (box.bottom - box.top)
        if crossing or was_crossing or apart:
            blocks.append([])
        blocks[-1].append(element)
        bottom, was_crossing = max(bottom, box.bottom), crossing
    return blocks


def _told(block: Sequence[Element], gutter: float) -> _Kind:
    if any(element.box.x0 < gutter < element.box.x1 for element in block):
        return _Kind.CROSSING
    left = [element for element in block if element.box.x1 <= gutter]
    right = [element for element in block if element.box.x0 >= gutter]
    if not left or not right or not _level(left, right):
        return _Kind.FREE
    if min(_small_share(left), _small_share(right)) >= _RUNNING_ON:
        return _Kind.FREE
    return _Kind.TABLE if min(len(left), len(right)) > 1 else _Kind.ROW


def _sides(band: Sequence[Element], gutter: float) -> tuple[list[Element], list[Element]] | None:
    left = [element for element in band if element.box.x1 <= gutter]
    right = [element for element in band if element.box.x0 >= gutter]
    if min(len(left), len(right)) < _LEAST_LINES:
        return None
    if gutter + 0.5 - max(element.box.x1 for element in left) < _GUTTER:
        return None
    shared = min(_bottom(left), _bottom(right)) - max(_top(left), _top(right))
    if shared < _LEAST_LINES * _height(band):
        return None
    if _runs_on(left) and _runs_on(right):
        return left, right
    return None if _level(left, right) else (left, right)


def _runs_on(side: Sequence[Element]) -> bool:
    lines = [element for element in side if isinstance(element, Line)]
    if len(lines) < _LEAST_LINES:
        return len(lines) < len(side)
    characters = sum(len(line.text) for line in lines)
    return _small_share(lines) >= _RUNNING_ON and characters >= _CHARACTERS * len(lines)


def _small_share(side: Sequence[Element]) -> float:
    """Share of lines that begin with a small letter, as wrapped text does and cells do not."""
    lines = [element for element in side if isinstance(element, Line)]
    return sum(line.text[0].islower() for line in lines) / max(len(lines), 1)


def _level(left: Sequence[Element], right: Sequence[Element]) -> bool:
    """Whether the two sides stand on the same baselines, as the cells of a table do."""
    few, many = sorted((left, right), key=len)
    baselines = {round(_place(element)[0]) + shift for element in many for shift in (-1, 0, 1)}
    level = sum(round(_place(element)[0]) in baselines for element in few)
    return level >= _ON_ONE_BASELINE * len(few)


def _top(side: Sequence[Element]) -> float:
    return min(element.box.top for element in side)


def _bottom(side: Sequence[Element]) -> float:
    return max(element.box.bottom for element in side)


def _height(band: Sequence[Element]) -> float:
    return min(element.box.bottom - element.box.top for element in band)
