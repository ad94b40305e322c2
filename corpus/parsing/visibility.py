"""Whether styled text can be seen, shared by the formats that state colour and size as styles."""

from dataclasses import dataclass, fields

UNKNOWN_FILL = "unknown"
"""Stands for a backdrop that no one states: a picture, a table style. Nothing is called hidden on it."""
_PAPER = "FFFFFF"
_LEGIBLE_POINTS = 4.0
_LEAST_CONTRAST = 12
_HEX_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Look:
    """How text is shown; None is not stated here. `size` in points; colours as six hexadecimal digits."""

    vanishes: bool | None = None
    color: str | None = None
    size: float | None = None
    fill: str | None = None
    bold: bool | None = None

    def over(self, below: "Look") -> "Look":
        """Return this look where it states something, and `below` where it does not."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        return Look(**{name: getattr(below, name) if value is None else value for name, value in own.items()})

    def is_hidden(self, backdrop: str | None) -> bool:
        """Whether a reader cannot see the text: switched off, under 4 points, or in the colour behind it.

        `backdrop` is the colour around the text, None for bare paper.
        """
        if self.vanishes or (self.size is not None and self.size < _LEGIBLE_POINTS):
            return True
        fill = self.fill or backdrop or _PAPER
        return self.color is not None and fill != UNKNOWN_FILL and _look_alike(self.color, fill)


def hexadecimal(color: str | None) -> str | None:
    """Return a colour as six hexadecimal digits, or None when it is no plain colour."""
    digits = (color or "").lstrip("#").upper()
    plain = len(digits) == _HEX_DIGITS and set(digits) <= set("0123456789ABCDEF")
    return digits if plain else None


def _look_alike(one: str, other: str) -> bool:
    pairs = zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)
    return all(abs(left - right) < _LEAST_CONTRAST for left, right in pairs)
