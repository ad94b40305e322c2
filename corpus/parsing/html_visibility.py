"""Which HTML elements a reader of the page would not see."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DECLARATION = re.compile(r"([\w-]+)\s*:\s*([^;]+)")
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|%)?")
_POINTS = {"px": 0.75, "pt": 1.0, "em": 12.0, "rem": 12.0, "%": 0.12, None: 0.75}
_LEGIBLE_POINTS = 4.0
_OFF_SCREEN_POINTS = -500.0
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})\b", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d+)[,\s]+(\d+)[,\s]+(\d+)")
_NEARLY_WHITE = 245


def is_hidden(node: "LexborNode", attributes: Mapping[str, str | None]) -> bool:
    """Whether an attribute or the inline style of the element itself keeps its text from the reader."""
    if "hidden" in attributes:
        return True
    declared = attributes.get("style")
    if not declared and attributes.get("color") is None:
        return False
    style = _style(declared)
    return _is_off(style) or _is_illegible(style) or _is_white_on_white(node, style, attributes)


def _style(declared: str | None) -> dict[str, str]:
    pairs = _DECLARATION.findall((declared or "").lower())
    return {name: value.replace("!important", "").strip() for name, value in pairs}


def _is_off(style: Mapping[str, str]) -> bool:
    return (
        style.get("display") == "none"
        or style.get("visibility") in {"hidden", "collapse"}
        or _number(style.get("opacity"), 1.0) == 0
    )


def _is_illegible(style: Mapping[str, str]) -> bool:
    if "font-size" in style and _points(style["font-size"], _LEGIBLE_POINTS) < _LEGIBLE_POINTS:
        return True
    moved = [style.get("text-indent"), *(style.get(side) for side in ("left", "top") if "position" in style)]
    return any(_points(length, 0.0) < _OFF_SCREEN_POINTS for length in moved if length)


def _is_white_on_white(
    node: "LexborNode", style: Mapping[str, str], attributes: Mapping[str, str | None]
) -> bool:
    color = style.get("color") or attributes.get("color") or ""
    return _is_white(color.lower()) and not _has_background(node)


def _has_background(node: "LexborNode") -> bool:
    """Whether the element or one around it sets a background that is not plain white."""
    current: LexborNode | None = node
    while current is not None:
        attributes = current.attributes
        style = _style(attributes.get("style"))
        background = style.get("background-color") or style.get("background") or attributes.get("bgcolor")
        if background and background != "transparent":
            return not _is_white(background.lower())
        # A class may set a background in a style sheet, which is not read: no accusation then.
        if attributes.get("class") and current is not node:
            return True
        current = current.parent
    return False


def _is_white(color: str) -> bool:
    if color.strip() in {"white", "transparent"}:
        return True
    if match := _HEX.search(color):
        digits = match[1] if len(match[1]) > 3 else "".join(digit * 2 for digit in match[1])  # noqa: PLR2004
        return all(int(digits[start : start + 2], 16) >= _NEARLY_WHITE for start in (0, 2, 4))
    match = _RGB.search(color)
    return match is not None and all(int(part) >= _NEARLY_WHITE for part in match.groups())


def _points(length: str | None, otherwise: float) -> float:
    match = _LENGTH.match(length or "")
    return float(match[1]) * _POINTS[match[2]] if match else otherwise


def _number(value: str | None, otherwise: float) -> float:
    match = _LENGTH.fullmatch(value or "")
    return float(match[1]) if match else otherwise
