"""Can a reader of the page see this text, or only a program that reads the file?"""

from collections.abc import Callable
from typing import Any

from corpus.parsing.pdf_drawings import Area, Colour, Drawings

TINY = 2.0
"""Points; nobody reads text below this size, and white-paper print does not show it."""
_FAINTEST = 12
"""Alpha out of 255 below which ink is taken for transparent."""
_ALIKE = 20
"""Largest difference of a colour channel, out of 255, between ink and ground that nobody sees."""
_THINNEST = 4.0
"""Points; thinner areas are ruling lines, too thin to hide text."""
_PAPER: Colour = (255, 255, 255)


class Visibility:
    """What the painted areas of one page do to the text that stands on them."""

    def __init__(self, drawings: Drawings, is_opaque: Callable[[Any], bool]) -> None:
        areas = [area for area in drawings.areas if _is_wide(area)]
        self._areas = areas
        self._pictures = [area for area in areas if area.picture]
        self._is_opaque = is_opaque
        self._text_order = drawings.text_order
        self._last_area = max((area.order for area in areas if area.colour), default=-1)
        self._grounds = {area.colour for area in areas if area.colour} | {_PAPER}
        self._like_ground: dict[Colour, bool] = {}

    def shows(self, address: int, ink: Colour, alpha: int, x: float, y: float) -> bool:
        """Whether text of this colour, standing around (x, y) of the PDF's coordinates, can be seen.

        Text on a picture or on a curved shape counts as seen: its colour there is not known.
        """
        if alpha < _FAINTEST:
            return False
        order = self._text_order.get(address)
        if order is None:
            return True
        if order < self._last_area and self._is_covered(order, x, y):
            return False
        if not self._may_vanish(ink):
            return True
        ground = self._ground(order, x, y)
        return ground is None or not _alike(ink, ground)

    def is_behind_picture(self, address: int, x: float, y: float) -> bool:
        """Whether a picture that lets nothing through was painted over text around (x, y)."""
        order = self._text_order.get(address)
        if order is None:
            return False
        later = (area for area in self._pictures if area.order > order and area.holds(x, y))
        return any(self._is_opaque(area.picture) for area in later)

    def _may_vanish(self, ink: Colour) -> bool:
        if ink not in self._like_ground:
            self._like_ground[ink] = any(_alike(ink, ground) for ground in self._grounds)
        return self._like_ground[ink]

    def _is_covered(self, order: int, x: float, y: float) -> bool:
        return any(area.order > order and area.colour and area.holds(x, y) for area in self._areas)

    def _ground(self, order: int, x: float, y: float) -> Colour | None:
        for area in reversed(self._areas):
            if area.order < order and area.holds(x, y):
                return area.colour
        return _PAPER


def _is_wide(area: Area) -> bool:
    return not area.outline and min(area.right - area.left, area.top - area.bottom) >= _THINNEST


def _alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _ALIKE for a, b in zip(one, other, strict=True))
