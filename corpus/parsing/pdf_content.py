"""Reads one page of an open PDF: its words, its ruling lines and what is wrong with it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from corpus.documents import Box
from corpus.parsing.pdf_drawings import Area, DrawingReader, Drawings, upright_edges
from corpus.parsing.pdf_page import Frame, PageContent, Word
from corpus.parsing.pdf_pictures import Pictures
from corpus.parsing.pdf_visibility import Visibility
from corpus.parsing.pdf_words import BULLET, Glyph, GlyphReader, Glyphs, with_cuts, words_of

_PICTURED = 0.5
"""Share of the page under pictures from which a page counts as a picture of text."""
_FEW_VISIBLE = 0.1
"""Share of visible characters below which invisible ones on a picture are its recognised text."""
_HIDDEN_CHARACTERS = 4
"""Fewer hidden characters than this are a technical trace and not worth a remark."""
_POOR = 0.1
"""Share of characters without meaning from which the text of a page is doubtful."""
_PALE = 240
_LEAST_BLOT = 1.5
_LARGEST_BLOT = 7.0
"""Points; a drawn bullet is between these two sizes."""
_MOST_BLOTS = 200
"""A page with more is a chart."""
_FROM_BLOT = 2.5
"""Share of the font size; how far behind a drawn bullet its text may begin."""


def read_page(pdf: Any, index: int) -> PageContent:  # noqa: ANN401 - pypdfium2 has no types
    """Return what stands on page `index` (from 0) of an open PDF, and close the page again."""
    page = _page(pdf, index)
    try:
        drawings = DrawingReader().read(page)
        textpage = page.get_textpage()
        try:
            glyphs = GlyphReader(textpage, Visibility(drawings, Pictures(page).is_opaque)).read()
        finally:
            textpage.close()
        display = Frame(page.get_rotation(), *_visible_part(page))
        content = _content(index + 1, display, glyphs, drawings)
        return replace(content, commented=_has_comments(page))
    finally:
        page.close()


def _page(pdf: Any, index: int) -> Any:  # noqa: ANN401
    """The open page; what was filled in on a form becomes part of its text."""
    page = pdf[index]
    if pdf.formenv:
        page.flatten()
        page.close()
        page = pdf[index]
    return page


def _visible_part(page: Any) -> tuple[float, float, float, float]:  # noqa: ANN401
    """Left, bottom, right and top, before the page is turned."""
    paper, crop = page.get_mediabox(), page.get_cropbox()
    return (max(paper[0], crop[0]), max(paper[1], crop[1]), min(paper[2], crop[2]), min(paper[3], crop[3]))


def _has_comments(page: Any) -> bool:  # noqa: ANN401
    from pypdfium2 import raw

    kinds = []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        kinds.append(raw.FPDFAnnot_GetSubtype(annotation))
        raw.FPDFPage_CloseAnnot(annotation)
    return raw.FPDF_ANNOT_TEXT in kinds or raw.FPDF_ANNOT_FREETEXT in kinds


def _content(number: int, display: Frame, glyphs: Glyphs, drawings: Drawings) -> PageContent:
    frame = _turned(display, glyphs.main_turn() if glyphs.glyphs else display.rotation)
    pictured = _picture_share(drawings, display) >= _PICTURED
    recognised = pictured and bool(glyphs.glyphs) and _is_recognised(glyphs.glyphs)
    seen = _seen(glyphs.glyphs, display, recognised=recognised)
    marks = sum(not glyph.text.isspace() for glyph in glyphs.glyphs)
    hidden = marks - sum(not glyph.text.isspace() for glyph in seen)
    upright = [glyph for glyph in seen if not glyph.ink.slanted]
    words = with_cuts([*words_of(_running(upright, frame), frame)])
    return PageContent(
        number=number,
        frame=frame,
        display=display,
        words=(*words, *_drawn_bullets(drawings, frame, words)),
        asides=tuple(_asides(upright, frame)),
        edges=upright_edges(drawings, frame),
        shades=_shades(drawings, frame),
        hidden=hidden >= _HIDDEN_CHARACTERS,
        poor=glyphs.poor > _POOR * max(len(glyphs.glyphs), 1),
        slanted=len(upright) < len(seen),
        pictured=pictured,
        recognised=recognised and bool(seen),
        drawn=bool(drawings.areas or drawings.edges),
    )


def _turned(frame: Frame, rotation: int) -> Frame:
    return Frame(rotation, frame.left, frame.bottom, frame.right, frame.top)


def _seen(glyphs: Iterable[Glyph], display: Frame, *, recognised: bool) -> list[Glyph]:
    return [
        glyph
        for glyph in glyphs
        if (glyph.ink.visible or (recognised and glyph.ink.invisible_mode)) and _is_on_page(glyph, display)
    ]


def _is_on_page(glyph: Glyph, frame: Frame) -> bool:
    x, y = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
    return frame.left <= x <= frame.right and frame.bottom <= y <= frame.top


def _is_recognised(glyphs: tuple[Glyph, ...]) -> bool:
    """Whether the text layer comes from text recognition: invisible, with hardly anything beside it."""
    visible = sum(glyph.ink.visible for glyph in glyphs)
    return visible <= _FEW_VISIBLE * len(glyphs)


def _asides(glyphs: list[Glyph], frame: Frame) -> Iterable[tuple[Frame, tuple[Word, ...]]]:
    for turn in sorted({glyph.ink.turn for glyph in glyphs} - {frame.rotation}):
        turned = _turned(frame, turn)
        yield turned, tuple(with_cuts([*words_of(_running(glyphs, turned), turned)]))


def _running(glyphs: Iterable[Glyph], frame: Frame) -> Iterable[Glyph]:
    return (glyph for glyph in glyphs if glyph.ink.turn == frame.rotation)


def _picture_share(drawings: Drawings, frame: Frame) -> float:
    pictures = (area for area in drawings.areas if area.picture)
    covered = sum((area.right - area.left) * (area.top - area.bottom) for area in pictures)
    return covered / max(frame.width * frame.height, 1.0)


def _drawn_bullets(drawings: Drawings, frame: Frame, words: Sequence[Word]) -> Iterator[Word]:
    """A bullet as a word for each small blot in front of a line: browsers draw them as shapes."""
    blots = [area for area in drawings.areas if _is_blot(area)]
    for area in blots if len(blots) <= _MOST_BLOTS else ():
        box = frame.box(area.left, area.bottom, area.right, area.top)
        middle = (box.top + box.bottom) / 2
        line = [word for word in words if word.top < middle < word.baseline]
        reach = [(word.x0 - _FROM_BLOT * word.size, word.x1) for word in line]
        near = [word for word, (left, right) in zip(line, reach, strict=True) if left < box.x1 < right]
        first = min(near, key=lambda word: word.x0, default=None)
        if first and first.x0 > box.x0:
            yield replace(first, text=BULLET, x0=box.x0, x1=box.x1, bold=False, spaced=True, cut=False)


def _is_blot(area: Area) -> bool:
    sides = (area.right - area.left, area.top - area.bottom)
    return min(sides) >= _LEAST_BLOT and max(sides) <= _LARGEST_BLOT


def _shades(drawings: Drawings, frame: Frame) -> tuple[Box, ...]:
    """The coloured rectangles behind text, which make a table header stand out."""
    return tuple(
        frame.box(area.left, area.bottom, area.right, area.top)
        for area in drawings.areas
        if area.colour and min(area.colour) < _PALE
    )
