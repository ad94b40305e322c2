"""Puts the words of a page together to lines, and tells what a line begins with."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from corpus.documents import Box
from corpus.parsing.pdf_page import Word
from corpus.parsing.text import rejoin_lines

_GLUE = 0.16
"""Share of the font size; words closer than this, without a space between, are one word."""
_SPLIT = 1.0
"""Share of the font size; a wider gap may part two columns or two cells of a table."""
_OVERLAP = 0.6
"""Share of the lower of two words that must stand beside the other for both to be on one line."""
_RAISED_OVERLAP = 0.4
"""The same for a word that is much smaller than its neighbour, as a raised footnote number is."""
_NOTE_SIZE = 0.85
_MOSTLY = 0.9
_SPACED_LETTERS = 4
_BULLET = re.compile(r"[•◦▪▫‣·∙●○■□◆◇➢➤►▶✓✔❖\-–—*o]$")
_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,4}[.)]?|[a-z][.)]|\([a-z\d]{1,2}\)|[ivx]{1,4}[.)])$")
_SOFT_HYPHEN = "\u00ad"
_LONG_WORD = 12
_NEARLY_FULL = 0.93
_UNITS = frozenset({"m", "km", "cm", "dm", "mm", "ha", "hm"})


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline with no wide gap between them; coordinates as in `Box`.

    `size` is that of most characters and `bold` holds for nearly all of them. `marker` is the
    bullet or number in front, also part of `text`; `indent` is where the text after it begins.
    `cut` tells that the last word seems to go on in the next line, though without a hyphen.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    top: float
    bottom: float
    size: float
    bold: bool
    marker: str
    indent: float
    first_width: float
    cut: bool = False

    @property
    def box(self) -> Box:
        """The rectangle around the line."""
        return Box(self.x0, self.top, self.x1, self.bottom)

    @property
    def bulleted(self) -> bool:
        """Whether the line begins with the sign of a list, not with a number."""
        return bool(self.marker) and _BULLET.match(self.marker) is not None


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Return the lines from top to bottom, and from left to right on one baseline."""
    return [line_of(part) for row in _rows(words) for part in _parts(row)]


def cell_lines(words: Iterable[Word]) -> list[Line]:
    """Return the lines of a space in which every baseline is one line, such as a table cell."""
    return [line_of(row) for row in _rows(words)]


def merged(lines: Sequence[Line]) -> Line:
    """One line of several on the same baseline, from left to right."""
    if len(lines) == 1:
        return lines[0]
    ordered = sorted(lines, key=lambda line: line.x0)
    longest = max(ordered, key=lambda line: len(line.text))
    first = ordered[0]
    return Line(
        text=" ".join(line.text for line in ordered),
        x0=first.x0,
        x1=max(line.x1 for line in ordered),
        baseline=longest.baseline,
        top=min(line.top for line in ordered),
        bottom=max(line.bottom for line in ordered),
        size=longest.size,
        bold=all(line.bold for line in ordered),
        marker=first.marker,
        indent=first.indent,
        first_width=first.first_width,
        cut=ordered[-1].cut,
    )


def joined(lines: Sequence[Line], first: str | None = None) -> str:
    """The running text of wrapped lines; `first` replaces the text of the first one."""
    texts = [line.text for line in lines]
    texts[0] = texts[0] if first is None else first
    for place, (line, after) in enumerate(itertools.pairwise(lines)):
        if line.cut and after.text[0].islower() and _fills(line, lines):
            texts[place] += _SOFT_HYPHEN
    return rejoin_lines(texts)


def _fills(line: Line, lines: Sequence[Line]) -> bool:
    """Whether the line is one long word: programs only cut a word that is longer than a line."""
    widest = max(other.x1 - other.x0 for other in lines)
    return line.x1 - line.x0 > _NEARLY_FULL * widest and line.text.isalpha() and len(line.text) >= _LONG_WORD


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    leaders: list[Word] = []
    for word in sorted(words, key=lambda word: (word.baseline, word.x0)):
        for place in range(len(rows) - 1, max(len(rows) - 5, -1), -1):
            if _beside(leaders[place], word):
                rows[place].append(word)
                leaders[place] = max(leaders[place], word, key=lambda each: each.size)
                break
        else:
            rows.append([word])
            leaders.append(word)
    return [_without_doubles(sorted(row, key=lambda word: word.x0)) for row in rows]


def _beside(one: Word, other: Word) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    small, large = sorted((one.size, other.size))
    overlap = _RAISED_OVERLAP if small < _NOTE_SIZE * large else _OVERLAP
    return shared >= overlap * min(one.bottom - one.top, other.bottom - other.top)


def _without_doubles(row: list[Word]) -> list[Word]:
    """Some programs print a word twice, a hair apart, to make it bold."""
    kept: list[Word] = []
    for word in row:
        before = kept[-1] if kept else None
        if before and before.text == word.text and abs(before.x0 - word.x0) < 0.15 * word.size:
            continue
        kept.append(word)
    return kept


def _parts(row: list[Word]) -> Iterable[list[Word]]:
    part = [row[0]]
    for word in row[1:]:
        wide = word.x0 - part[-1].x1 > _SPLIT * max(word.size, part[-1].size)
        if wide and not (part[0] is row[0] and len(part) == 1 and _stands_before(part[0].text, word.text)):
            yield part
            part = []
        part.append(word)
    yield part


def _stands_before(marker: str, text: str) -> bool:
    """Whether a wide gap is that between a bullet or number and its text, not between two cells."""
    return _is_marker(marker) and (not marker.isdigit() or text[0].isalpha())


def _is_marker(text: str) -> bool:
    return _BULLET.match(text) is not None or _NUMBER.match(text) is not None


def line_of(words: Sequence[Word]) -> Line:
    """Return the line that these words, from left to right, make."""
    size = _main_size(words)
    kept = _without_note_signs(words, size)
    pieces = _pieces(kept)
    text = " ".join("".join(word.text for word in piece) for piece in pieces)
    first = text.split(" ", 1)[0]
    begins = pieces[1][0] if len(pieces) > 1 and _is_marker(first) else None
    characters = sum(len(word.text) for word in kept)
    return Line(
        text=text,
        x0=kept[0].x0,
        x1=max(word.x1 for word in kept),
        baseline=max(kept, key=lambda word: (word.size, word.x0)).baseline,
        top=min(word.top for word in kept),
        bottom=max(word.bottom for word in kept),
        size=size,
        bold=sum(len(word.text) for word in kept if word.bold) >= _MOSTLY * characters,
        marker=first if begins else "",
        indent=begins.x0 if begins else kept[0].x0,
        first_width=pieces[0][-1].x1 - pieces[0][0].x0,
        cut=kept[-1].cut,
    )


def _main_size(words: Sequence[Word]) -> float:
    weights: dict[float, int] = {}
    for word in words:
        weights[word.size] = weights.get(word.size, 0) + len(word.text)
    return max(weights, key=lambda size: (weights[size], size))


def _without_note_signs(words: Sequence[Word], size: float) -> list[Word]:
    """Leave out the raised numbers that point to a footnote, but not those of a unit (m2)."""
    kept = [words[0]]
    for word in words[1:]:
        raised = word.size < _NOTE_SIZE * size and word.baseline < kept[-1].baseline - 0.1 * size
        glued = word.x0 - kept[-1].x1 < _GLUE * size
        unit = kept[-1].text.lstrip("0123456789.,") in _UNITS
        if raised and glued and word.text.strip(",").isdigit() and not unit:
            kept[-1] = replace(kept[-1], x1=word.x1)
        else:
            kept.append(word)
    return kept


def _pieces(words: Sequence[Word]) -> list[list[Word]]:
    """Words as a reader sees them; the words of the file may be parts of those."""
    glue = _glue(words)
    pieces = [[words[0]]]
    for word in words[1:]:
        before = pieces[-1][-1]
        if word.x0 - before.x1 < glue * max(word.size, before.size) and not word.spaced:
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return pieces


def _glue(words: Sequence[Word]) -> float:
    """The widest gap inside a word, as a share of the size; letter-spaced headings need more."""
    single = sum(len(word.text) == 1 for word in words)
    if len(words) < _SPACED_LETTERS or single < _MOSTLY * len(words):
        return _GLUE
    gaps = [(b.x0 - a.x1) / b.size for a, b in itertools.pairwise(words)]
    return max(_GLUE, 1.6 * median(gaps))
