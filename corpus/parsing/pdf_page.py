"""What stands on a page of a PDF: words, ruling lines and how the page is turned."""

from dataclasses import dataclass

from corpus.documents import Box

# Shares of the font size above and below the baseline. The boxes of the fonts themselves differ
# so much between programs that lines of one size would not look alike.
ASCENT = 0.8
DESCENT = 0.22


@dataclass(frozen=True, slots=True)
class Frame:
    """A page turned until its text stands upright.

    `rotation` is the clockwise turn in degrees (0, 90, 180, 270); the other four are the
    visible part of the page in the PDF's own coordinates, whose origin is bottom left.
    """

    rotation: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Width after the turn, in points."""
        return self.top - self.bottom if self.rotation % 180 else self.right - self.left

    @property
    def height(self) -> float:
        """Height after the turn, in points."""
        return self.right - self.left if self.rotation % 180 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where the PDF's (x, y) lies, in points right of and below the upright top left corner."""
        if self.rotation == 90:  # noqa: PLR2004 - a quarter turn
            return y - self.bottom, x - self.left
        if self.rotation == 180:  # noqa: PLR2004
            return self.right - x, y - self.bottom
        if self.rotation == 270:  # noqa: PLR2004
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def origin(self, x: float, y: float) -> tuple[float, float]:
        """The inverse of `point`."""
        if self.rotation == 90:  # noqa: PLR2004
            return y + self.left, x + self.bottom
        if self.rotation == 180:  # noqa: PLR2004
            return self.right - x, y + self.bottom
        if self.rotation == 270:  # noqa: PLR2004
            return self.right - y, self.top - x
        return x + self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The upright box of a rectangle in the PDF's own coordinates."""
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def seen_from(self, other: "Frame", box: Box) -> Box:
        """A box of this frame as a box of another turn of the same page."""
        if other.rotation == self.rotation:
            return box
        left, bottom = self.origin(box.x0, box.top)
        right, top = self.origin(box.x1, box.bottom)
        return other.box(left, bottom, right, top)


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a gap, of one size and weight, on one baseline; coordinates as in `Box`.

    `spaced` tells that a space was written before it, and `cut` that none was written after it
    though the page writes one at its line ends: a line end here breaks the word itself.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool = False
    spaced: bool = True
    cut: bool = False

    @property
    def top(self) -> float:
        """Upper side, in points from the top of the page."""
        return self.baseline - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """Lower side, in points from the top of the page."""
        return self.baseline + DESCENT * self.size


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruling line, or one side of a drawn rectangle; horizontal or vertical."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """Whether the line lies; it stands otherwise."""
        return self.x1 - self.x0 > self.bottom - self.top


@dataclass(frozen=True, slots=True)
class PageContent:
    """All that was read from one page, in the coordinates of `frame`.

    `frame` is the turn in which most text stands upright and `display` the turn in which the
    page is shown: they differ where a wide table was put sideways on a page. `asides` are the
    words of the other directions, each with its own frame. `hidden` to `commented` say what
    the page holds beside them: text that cannot be seen, characters without meaning, slanted
    text, a picture over most of it, text that a scanner recognised on it, anything drawn at all,
    comments of readers.
    """

    number: int
    frame: Frame
    display: Frame
    words: tuple[Word, ...] = ()
    asides: tuple[tuple[Frame, tuple[Word, ...]], ...] = ()
    edges: tuple[Edge, ...] = ()
    shades: tuple[Box, ...] = ()
    hidden: bool = False
    poor: bool = False
    slanted: bool = False
    pictured: bool = False
    recognised: bool = False
    drawn: bool = False
    commented: bool = False
