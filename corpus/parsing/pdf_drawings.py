"""The lines, rectangles and pictures of a page, and the order in which they were painted."""

from ctypes import addressof, byref, c_float, c_int, c_uint
from dataclasses import dataclass
from math import inf
from typing import Any

from corpus.parsing.pdf_page import Edge, Frame

_DEEPEST = 6
"""Forms inside forms; deeper ones exist only in files made to hurt."""
_MOST_OBJECTS = 60_000
_MOST_SEGMENTS = 4_000
_THIN = 3.0
"""Points; a painted rectangle up to this thickness is a ruling line."""
_SHORTEST = 4.0
_WHITE = (255, 255, 255)

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[int, int, int]
Side = tuple[float, float, float, float]
Bounds = tuple[float, float, float, float]
"""Left, bottom, right and top."""
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_EVERYWHERE: Bounds = (-inf, -inf, inf, inf)


@dataclass(frozen=True, slots=True)
class Area:
    """A painted part of the page, in the PDF's own coordinates.

    `order` rises with the order of painting. `colour` is None where it is not one plain,
    opaque colour over the whole rectangle, as with pictures and curves. An `outline` covers nothing.
    `picture` is PDFium's handle of a picture, good for as long as the page is open.
    """

    order: int
    left: float
    bottom: float
    right: float
    top: float
    colour: Colour | None = None
    picture: Any = None
    outline: bool = False

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in the area."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, slots=True)
class Drawings:
    """Everything on a page that is no text, and when each text object was painted."""

    areas: tuple[Area, ...]
    edges: tuple[Side, ...]
    text_order: dict[int, int]


@dataclass(frozen=True, slots=True)
class _Holder:
    """The page, or a form on it: how it is moved and turned, and the part of it that is painted."""

    matrix: Matrix = _IDENTITY
    clip: Bounds = _EVERYWHERE
    depth: int = 0


class DrawingReader:
    """Walks once over the objects of a page, into the forms that it places."""

    def __init__(self) -> None:
        from pypdfium2 import raw

        self._raw: Any = raw
        self._areas: list[Area] = []
        self._edges: list[Side] = []
        self._text_order: dict[int, int] = {}
        self._order = 0
        self._segments = 0

    def read(self, page: Any) -> Drawings:  # noqa: ANN401 - pypdfium2 has no types
        """Return the drawings of an open page."""
        raw = self._raw
        self._walk(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, _Holder())
        return Drawings(tuple(self._areas), tuple(self._edges), self._text_order)

    def _walk(self, opened: Any, count: Any, get: Any, holder: _Holder) -> None:  # noqa: ANN401
        raw = self._raw
        for index in range(count(opened)):
            found = get(opened, index)
            self._order += 1
            if not found or self._order > _MOST_OBJECTS:
                continue
            kind = raw.FPDFPageObj_GetType(found)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self._text_order[addressof(found.contents)] = self._order
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(found, holder)
            elif kind == raw.FPDF_PAGEOBJ_FORM and holder.depth < _DEEPEST:
                matrix = _product(self._matrix(found), holder.matrix)
                inner = _Holder(matrix, self._clip(found, holder), holder.depth + 1)
                self._walk(found, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner)
            else:
                self._area(found, holder, None, picture=found if kind == raw.FPDF_PAGEOBJ_IMAGE else None)

    def _path(self, path: Any, holder: _Holder) -> None:  # noqa: ANN401
        fill, stroke = c_int(), c_int()
        if not self._raw.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke)):
            return
        if not fill.value and not stroke.value:
            return
        lines = self._lines(path, _product(self._matrix(path), holder.matrix))
        colour = self._fill(path) if fill.value else None
        plain = bool(lines) and self._is_rectangle(lines)
        if fill.value:
            self._area(path, holder, colour if plain else None)
        elif not lines:
            self._area(path, holder, None, outline=True)
        if stroke.value or (colour != _WHITE and plain):
            self._edges += [line for line in lines if _is_straight(line)]

    def _lines(self, path: Any, matrix: Matrix) -> list[Side]:  # noqa: ANN401
        """The straight sides of a path; nothing at all for one with curves."""
        raw = self._raw
        count = raw.FPDFPath_CountSegments(path)
        self._segments += max(count, 0)
        if self._segments > _MOST_SEGMENTS:
            return []
        sides: list[Side] = []
        start = last = (0.0, 0.0)
        x, y = c_float(), c_float()
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(path, index)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_BEZIERTO or not raw.FPDFPathSegment_GetPoint(segment, x, y):
                return []
            point = _applied(matrix, x.value, y.value)
            if kind == raw.FPDF_SEGMENT_LINETO:
                sides.append((*last, *point))
            else:
                start = point
            if raw.FPDFPathSegment_GetClose(segment) and point != start:
                sides.append((*point, *start))
            last = point
        return sides

    def _is_rectangle(self, lines: list[Side]) -> bool:
        xs = {round(value, 1) for line in lines for value in line[::2]}
        ys = {round(value, 1) for line in lines for value in line[1::2]}
        return len(lines) in (3, 4, 5) and len(xs) == len(ys) == 2  # noqa: PLR2004 - two sides each way

    def _area(
        self,
        found: Any,  # noqa: ANN401
        holder: _Holder,
        colour: Colour | None,
        *,
        picture: Any = None,  # noqa: ANN401
        outline: bool = False,
    ) -> None:
        sides = [c_float() for _ in range(4)]
        if not self._raw.FPDFPageObj_GetBounds(found, *map(byref, sides)):
            return
        left, bottom, right, top = (side.value for side in sides)
        corners = [_applied(holder.matrix, x, y) for x in (left, right) for y in (bottom, top)]
        bounds = _shared(_around(corners), self._clip(found, holder))
        self._areas.append(Area(self._order, *bounds, colour, picture, outline))

    def _clip(self, found: Any, holder: _Holder) -> Bounds:  # noqa: ANN401
        """The part of the page to which an object is cut; many programs cut a page-wide rectangle."""
        raw = self._raw
        path = raw.FPDFPageObj_GetClipPath(found)
        clip = holder.clip
        for index in range(raw.FPDFClipPath_CountPaths(path) if path else 0):
            points = []
            x, y = c_float(), c_float()
            for place in range(raw.FPDFClipPath_CountPathSegments(path, index)):
                raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, index, place), x, y)
                points.append(_applied(holder.matrix, x.value, y.value))
            clip = _shared(clip, _around(points)) if points else clip
        return clip

    def _fill(self, found: Any) -> Colour | None:  # noqa: ANN401
        red, green, blue, alpha = (c_uint() for _ in range(4))
        raw = self._raw
        if raw.FPDFPageObj_HasTransparency(found):
            return None
        if not raw.FPDFPageObj_GetFillColor(found, byref(red), byref(green), byref(blue), byref(alpha)):
            return None
        return red.value, green.value, blue.value

    def _matrix(self, found: Any) -> Matrix:  # noqa: ANN401
        matrix = self._raw.FS_MATRIX()
        if not self._raw.FPDFPageObj_GetMatrix(found, matrix):
            return _IDENTITY
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def upright_edges(drawings: Drawings, frame: Frame) -> tuple[Edge, ...]:
    """The ruling lines of a page in the coordinates of `frame`, on the page and long enough to rule."""
    edges = []
    for line in drawings.edges:
        box = frame.box(*line)
        if box.x1 < 0 or box.top > frame.height or max(box.x1 - box.x0, box.bottom - box.top) < _SHORTEST:
            continue
        edges.append(Edge(box.x0, box.top, box.x1, box.bottom))
    return tuple(edges)


def _around(points: list[tuple[float, float]]) -> Bounds:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _shared(one: Bounds, other: Bounds) -> Bounds:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _is_straight(line: Side) -> bool:
    return abs(line[0] - line[2]) < 1 or abs(line[1] - line[3]) < 1


def _applied(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner` first."""
    a, b, c, d, _, _ = inner
    e, f = _applied(outer, inner[4], inner[5])
    p, q, r, s, _, _ = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e, f
