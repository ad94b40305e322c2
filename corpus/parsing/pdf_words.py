"""Reads the characters of a page through PDFium and puts them together to words."""

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from ctypes import addressof, byref, c_float, c_int, c_uint, create_string_buffer
from dataclasses import dataclass, replace
from typing import Any

from corpus.parsing.pdf_page import Frame, Word
from corpus.parsing.pdf_visibility import TINY, Visibility

_GAP = 0.16
"""Share of the font size; a wider gap parts two words."""
_STEP_BACK = 0.6
"""Share of the font size; a longer step back begins a new word."""
_LEAST_WRAPS = 4
_WRITTEN = 0.6
_BOLD_NAME = re.compile(r"bold|black|heavy|semib|demi|-bd\b", re.IGNORECASE)
_BOLD_WEIGHT = 700
_FORCE_BOLD = 1 << 18
_PRIVATE = range(0xE000, 0xF900)
_SYMBOL_BULLETS = {0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF076, 0xF02D, 0xF06F, 0xF0A8, 0xF071}
_LINE_END_HYPHEN = 0x02  # PDFium's stand-in for a hyphen at which a word is broken
BULLET = "•"
"""The sign that stands for every kind of drawn or symbol-font bullet."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How one text object of the PDF is drawn. `turn` is the direction of its lines in degrees.

    `invisible_mode` tells of text as text recognition writes it: drawing nothing, or under a picture.
    """

    x: float
    y: float
    size: float
    bold: bool
    turn: int
    slanted: bool
    visible: bool
    invisible_mode: bool


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character; the four sides are in the PDF's own coordinates."""

    text: str
    ink: Ink
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of a page; `poor` counts those that the file gives no meaning to."""

    glyphs: tuple[Glyph, ...]
    poor: int

    def main_turn(self) -> int:
        """Direction in degrees in which most characters run."""
        turns = Counter(glyph.ink.turn for glyph in self.glyphs if not glyph.ink.slanted)
        return turns.most_common(1)[0][0] if turns else 0


class GlyphReader:
    """Reads the characters of one open page."""

    def __init__(self, textpage: Any, visibility: Visibility) -> None:  # noqa: ANN401 - pypdfium2 has no types
        from pypdfium2 import raw

        self._raw: Any = raw
        self._page: Any = textpage.raw
        self._visibility = visibility
        self._inks: dict[int, Ink] = {}
        self._fonts: dict[int, bool] = {}
        self._poor = 0

    def read(self) -> Glyphs:
        """Return the characters in the order in which the file draws them."""
        return Glyphs(tuple(self._glyphs()), self._poor)

    def _glyphs(self) -> Iterator[Glyph]:
        raw, page = self._raw, self._page
        rectangle = raw.FS_RECTF()
        high = 0
        for index in range(raw.FPDFText_CountChars(page)):
            drawn_by = raw.FPDFText_GetTextObject(page, index)
            if not drawn_by:  # a space or line end that PDFium made up
                continue
            code = raw.FPDFText_GetUnicode(page, index)
            if 0xD800 <= code < 0xDC00:  # noqa: PLR2004 - first half of a UTF-16 pair
                high = code
                continue
            if 0xDC00 <= code < 0xE000:  # noqa: PLR2004 - second half
                code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
            address = addressof(drawn_by.contents)
            ink = self._inks.get(address)
            if ink is None:
                ink = self._inks[address] = self._ink(index, drawn_by, address)
            raw.FPDFText_GetLooseCharBox(page, index, rectangle)
            text = self._character(code, index)
            yield Glyph(text, ink, rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)

    def _character(self, code: int, index: int) -> str:
        if 0x20 <= code < 0x7F:  # noqa: PLR2004 - printable ASCII, nearly all there is
            return chr(code)
        if code == _LINE_END_HYPHEN and self._raw.FPDFText_IsHyphen(self._page, index) == 1:
            return "-"
        if code in _SYMBOL_BULLETS:
            return BULLET
        if code == 0xFFFD or code < 0x20 or code in _PRIVATE:  # noqa: PLR2004
            self._poor += 1
            return "\ufffd" if code == 0xFFFD else " "  # noqa: PLR2004
        return chr(code)

    def _ink(self, index: int, drawn_by: Any, address: int) -> Ink:  # noqa: ANN401
        raw = self._raw
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._page, index, matrix)
        size = raw.FPDFText_GetFontSize(self._page, index) * math.hypot(matrix.c, matrix.d)
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
        turn = round(angle / 90) * 90 % 360
        mode = raw.FPDFTextObj_GetTextRenderMode(drawn_by)
        invisible = mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
        place = self._middle(drawn_by)
        # Some scanners put the text that they recognised under the picture instead of making it invisible.
        unseen = invisible or self._visibility.is_behind_picture(address, *place)
        visible = not unseen and size >= TINY and self._shows(drawn_by, address, mode, place)
        slanted = abs((angle - turn + 180) % 360 - 180) > 2  # noqa: PLR2004 - degrees
        bold = mode == raw.FPDF_TEXTRENDERMODE_FILL_STROKE or self._is_bold(index, drawn_by)
        return Ink(matrix.e, matrix.f, round(size, 2), bold, turn, slanted, visible, unseen)

    def _middle(self, drawn_by: Any) -> tuple[float, float]:  # noqa: ANN401
        left, bottom, right, top = (c_float() for _ in range(4))
        self._raw.FPDFPageObj_GetBounds(drawn_by, byref(left), byref(bottom), byref(right), byref(top))
        return (left.value + right.value) / 2, (bottom.value + top.value) / 2

    def _shows(self, drawn_by: Any, address: int, mode: int, place: tuple[float, float]) -> bool:  # noqa: ANN401
        raw = self._raw
        outlined = mode == raw.FPDF_TEXTRENDERMODE_STROKE
        read_colour = raw.FPDFPageObj_GetStrokeColor if outlined else raw.FPDFPageObj_GetFillColor
        red, green, blue, alpha = (c_uint() for _ in range(4))
        if not read_colour(drawn_by, byref(red), byref(green), byref(blue), byref(alpha)):
            return True
        ink = (red.value, green.value, blue.value)
        return self._visibility.shows(address, ink, alpha.value, *place)

    def _is_bold(self, index: int, drawn_by: Any) -> bool:  # noqa: ANN401
        raw = self._raw
        font = raw.FPDFTextObj_GetFont(drawn_by)
        if not font:
            return False
        address = addressof(font.contents)
        if address not in self._fonts:
            name = create_string_buffer(256)
            raw.FPDFFont_GetBaseFontName(font, name, 256)
            flags = c_int()
            raw.FPDFText_GetFontInfo(self._page, index, None, 0, byref(flags))
            named = _BOLD_NAME.search(name.value.decode("utf-8", "replace")) is not None
            heavy = raw.FPDFText_GetFontWeight(self._page, index) >= _BOLD_WEIGHT
            self._fonts[address] = named or heavy or bool(flags.value & _FORCE_BOLD)
        return self._fonts[address]


def words_of(glyphs: Iterable[Glyph], frame: Frame) -> Iterator[Word]:
    """Put glyphs, which must run in the direction of `frame`, together to words."""
    held: list[Glyph] = []
    places: list[tuple[float, float]] = []
    baseline, spaced = 0.0, True
    for glyph in glyphs:
        if glyph.text.isspace():
            if held:
                yield _word(held, places, baseline, spaced=spaced, cut=False)
                held, places = [], []
            spaced = True
            continue
        box = frame.box(glyph.left, glyph.bottom, glyph.right, glyph.top)
        here = frame.point(glyph.ink.x, glyph.ink.y)[1]
        if held and not _goes_on(held[-1], places[-1], baseline, glyph, box.x0, here):
            yield _word(held, places, baseline, spaced=spaced, cut=True)
            held, places, spaced = [], [], False
        baseline = baseline if held else here
        held.append(glyph)
        places.append((box.x0, box.x1))
    if held:
        yield _word(held, places, baseline, spaced=spaced, cut=True)


def _goes_on(
    last: Glyph, place: tuple[float, float], baseline: float, glyph: Glyph, x0: float, here: float
) -> bool:
    if last.ink is not glyph.ink and (last.ink.size, last.ink.bold) != (glyph.ink.size, glyph.ink.bold):
        return False
    size = glyph.ink.size
    gap = x0 - place[1]
    return -_STEP_BACK * size < gap < _GAP * size and abs(here - baseline) < 0.1 * size


def with_cuts(words: Sequence[Word]) -> list[Word]:
    """Keep `cut` only if most lines of the page end in a written space; without those it says nothing."""
    wraps = [word for word, after in itertools.pairwise(words) if _wraps(word, after)]
    written = sum(not word.cut for word in wraps)
    if len(wraps) >= _LEAST_WRAPS and written >= _WRITTEN * len(wraps):
        return list(words)
    return [replace(word, cut=False) if word.cut else word for word in words]


def _wraps(word: Word, after: Word) -> bool:
    return after.x0 < word.x0 and 0.5 * word.size < after.baseline - word.baseline < 2 * word.size


def _word(
    held: list[Glyph], places: list[tuple[float, float]], baseline: float, *, spaced: bool, cut: bool
) -> Word:
    ink = held[0].ink
    text = "".join(glyph.text for glyph in held)
    x0, x1 = min(place[0] for place in places), max(place[1] for place in places)
    return Word(text, x0, x1, baseline, ink.size, ink.bold, spaced, cut)
