"""Puts the lines of a column together to paragraphs and list items."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.parsing.pdf_aligned import Element
from corpus.parsing.pdf_cells import Table
from corpus.parsing.pdf_lines import Line

_LOOSE = 1.3
"""A distance between lines, as a share of the usual one, that begins a new paragraph."""
_OTHER_SIZE = 0.06
"""Difference in font size, as a share, that begins a new paragraph."""
_LARGE = 1.15
_INDENT = 0.8
"""Indent of a first line, as a share of the font size."""
_USUAL_LEADING = 1.25
_LEADINGS = (0.9, 2.0)
_RANK = 0.3
"""Which of the distances between lines, from small to large, is the one inside paragraphs."""
CONTENTS_ENTRY = re.compile(r"(.*?)\s*(?:\.\s?|…\s?|·\s?|_){4,}\s*(?:\d{1,3}|[ivx]{1,5})$")
"""A line of a table of contents: a heading, a row of dots and a page number."""
_ENDS = (".", "!", "?", ":", ";", "…", '"', "”", "’", ")")


@dataclass(frozen=True, slots=True)
class BodyStyle:
    """How the running text looks: font size in points, distance of baselines as a share of it.

    `bold` tells that the running text itself is bold, so that weight says nothing.
    """

    size: float
    leading: float
    bold: bool = False


def body_style(columns: Iterable[Sequence[Element]]) -> BodyStyle:
    """Return the style in which most characters of the document stand."""
    sizes: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    pairs: list[tuple[Line, Line]] = []
    for column in columns:
        lines = [element for element in column if isinstance(element, Line)]
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
            bold[line.bold] += len(line.text)
        pairs += itertools.pairwise(lines)
    if not sizes:
        return BodyStyle(10.0, _USUAL_LEADING)
    size = max(sizes, key=lambda each: (sizes[each], each))
    return BodyStyle(size, _leading(pairs, size), bold[True] > bold[False])


def _leading(pairs: Iterable[tuple[Line, Line]], size: float) -> float:
    distances = sorted(
        (line.baseline - before.baseline) / size
        for before, line in pairs
        if abs(line.size - size) < 0.5 > abs(before.size - size)  # noqa: PLR2004 - half a point
    )
    usual = [each for each in distances if _LEADINGS[0] < each < _LEADINGS[1]]
    return usual[int(len(usual) * _RANK)] if usual else _USUAL_LEADING


def paragraphs_of(column: Sequence[Element], style: BodyStyle) -> Iterator[list[Line] | Table]:
    """Return the paragraphs of a column, each as its lines, and the tables between them."""
    right = max((element.x1 for element in column if isinstance(element, Line)), default=0.0)
    held: list[Line] = []
    for element in column:
        if isinstance(element, Table):
            if held:
                yield held
            yield element
            held = []
        elif held and _goes_on(held, element, right, style):
            held.append(element)
        else:
            if held:
                yield held
            held = [element]
    if held:
        yield held


def _goes_on(held: Sequence[Line], line: Line, right: float, style: BodyStyle) -> bool:
    before = held[-1]
    if CONTENTS_ENTRY.match(before.text):
        return False
    if _starts_item(held, line) or abs(line.size - before.size) > _OTHER_SIZE * max(line.size, before.size):
        return False
    leading = max(style.leading, _USUAL_LEADING if line.size > _LARGE * style.size else 0)
    if not 0 < line.baseline - before.baseline <= _LOOSE * leading * line.size:
        return False
    if line.bold != before.bold and not _wraps_midway(before, line, right):
        return False
    if line.size > _LARGE * style.size:
        return True
    return not (_ended_early(before, line, right) or _is_indented(held, line))


def _starts_item(held: Sequence[Line], line: Line) -> bool:
    """A bullet always begins an item; a number does when it stands in front of the text beside it."""
    if not line.marker:
        return False
    if line.bulleted and line.marker not in "-–—*o":
        return True
    return not held[0].marker or line.x0 < held[0].indent - 1 or held[-1].text.endswith(_ENDS)


def _wraps_midway(before: Line, line: Line, right: float) -> bool:
    """Whether a sentence runs on from a bold line into a plain one, or back."""
    return line.text[0].islower() and not _had_room(before, line, right)


def _had_room(before: Line, line: Line, right: float) -> bool:
    """Whether the first word of `line` would still have fitted on the line before it."""
    return before.x1 + line.first_width + 0.8 * line.size < right


def _ended_early(before: Line, line: Line, right: float) -> bool:
    if not _had_room(before, line, right):
        return False
    return before.text.endswith(_ENDS) or not line.text[0].islower()


def _is_indented(held: Sequence[Line], line: Line) -> bool:
    if held[0].marker:
        dedented = line.x0 < held[0].indent - 1 and held[-1].text.endswith(_ENDS) and len(held) > 1
        return dedented and held[1].x0 >= held[0].indent - 1
    first = held[0].x0 if len(held) == 1 else held[-1].x0
    return line.x0 > first + _INDENT * line.size and held[-1].text.endswith(_ENDS)
