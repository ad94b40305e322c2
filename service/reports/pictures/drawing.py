"""A small writer of SVG: the same calls give the same bytes."""

import re
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from models.alignment import Grade
from service.reports.escaping import one_line

# Every colour goes with a class, so that a style sheet can replace it, and with a shape, so that
# nobody needs the colour.
_COLOURS = {
    "ink": "#1b1f23",
    "muted": "#545b63",
    "line": "#c9c5bc",
    "frame": "#767d85",
    "solid": "#0a4d68",
    "doubt": "#7d4e00",
    "surface": "#ffffff",
}
FONT = "Libertinus Serif"
_NOT_XML = re.compile("[\ufffe\uffff]")
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with what it shows in words; `svg` holds both as title and description."""

    name: str
    title: str
    description: str
    svg: str


class Drawing:
    """A sheet of `width` by `height` units to draw on."""

    def __init__(self, name: str, width: float, height: float) -> None:
        """Begin with an empty sheet; `name` must be unique on the page that shows it."""
        self._name, self._width, self._height = name, width, height
        self._parts: list[str] = []

    def line(self, x1: float, y1: float, x2: float, y2: float, ink: str, **more: object) -> None:
        """A straight line; keyword arguments are further attributes, with _ for -."""
        self._draw("line", ink, "stroke", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, **more})

    def box(self, x: float, y: float, width: float, height: float, ink: str, **more: object) -> None:
        """A filled rectangle."""
        self._draw("rect", ink, "fill", {"x": x, "y": y, "width": width, "height": height, **more})

    def frame(self, x: float, y: float, width: float, height: float, ink: str, **more: object) -> None:
        """The outline of a rectangle."""
        sides = {"x": x, "y": y, "width": width, "height": height}
        self._draw("rect", ink, "stroke", {"fill": "none", **sides, **more})

    def disc(self, x: float, y: float, radius: float, ink: str) -> None:
        """A filled circle."""
        self._draw("circle", ink, "fill", {"cx": x, "cy": y, "r": radius})

    def ring(self, x: float, y: float, radius: float, ink: str, **more: object) -> None:
        """An open circle that hides what lies under it."""
        self._draw("circle", "surface", "fill", {"cx": x, "cy": y, "r": radius})
        self._draw("circle", ink, "stroke", {"fill": "none", "cx": x, "cy": y, "r": radius, **more})

    def shape(self, path: str, ink: str) -> None:
        """A filled outline in the path language of SVG."""
        self._draw("path", ink, "fill", {"d": path})

    def text(self, x: float, y: float, words: str, ink: str = "ink", **more: object) -> None:
        """Words on a baseline, shown sign by sign and on one line."""
        self._draw("text", ink, "fill", {"x": x, "y": y, "font_size": 13, **more}, _words(words))

    def sign(self, grade: Grade, x: float, y: float, radius: float = 7) -> None:
        """The sign of a grade: full, half, open, or broken with a question mark."""
        if grade is Grade.CORE:
            self.disc(x, y, radius, "solid")
        elif grade is Grade.CONTRIBUTES:
            self.ring(x, y, radius - _HALF, "solid", stroke_width=1.5)
            self.shape(
                f"M{_number(x)} {_number(y - radius)}a{radius} {radius} 0 0 1 0 {2 * radius}z", "solid"
            )
        elif grade is Grade.NONE:
            self.ring(x, y, radius - _HALF, "frame", stroke_width=1.5)
        else:
            self.ring(x, y, radius, "doubt", stroke_width=1.5, stroke_dasharray="2.4 1.7")
            self.text(x, y + 4, "?", "doubt", text_anchor="middle", font_weight="bold", font_size=11)

    def picture(self, title: str, description: str) -> Picture:
        """What was drawn, with its text alternative."""
        name = self._name
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" '
            f'aria-labelledby="{name}-title {name}-description" '
            f'viewBox="0 0 {_number(self._width)} {_number(self._height)}" '
            f'width="{_number(self._width)}" height="{_number(self._height)}" font-family="{FONT}">'
        )
        told = f'<title id="{name}-title">{_words(title)}</title>'
        told += f'<desc id="{name}-description">{_words(description)}</desc>'
        return Picture(name, title, description, "\n".join([head, told, *self._parts, "</svg>"]))

    def _draw(
        self, tag: str, ink: str, use: str, attributes: dict[str, object], words: str | None = None
    ) -> None:
        named = {"class": f"{use}-{ink}", use: _COLOURS[ink], **attributes}
        shown = " ".join(
            f"{key.replace('_', '-')}={quoteattr(_number(value))}" for key, value in named.items()
        )
        self._parts.append(f"<{tag} {shown}/>" if words is None else f"<{tag} {shown}>{words}</{tag}>")


def label_lines(text: str, signs: int) -> list[str]:
    """A label on at most two lines of so many signs; "…" ends one that is cut short."""
    return wrap(one_line(text), signs, max_lines=2, placeholder=" …")


def short(text: str, signs: int = 12) -> str:
    """A name of at most so many signs; "…" ends one that is cut short."""
    shown = one_line(text)
    return shown if len(shown) <= signs else f"{shown[: signs - 1]}…"


def _number(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _words(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", one_line(text)))
