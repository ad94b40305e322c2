"""The styles of an OpenDocument text: what they make of a paragraph and how they show its text."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from corpus.documents import BlockKind
from corpus.parsing.style_names import is_contents, role
from corpus.parsing.visibility import Look, hexadecimal

if TYPE_CHECKING:
    from odfdo import Element

_DEEPEST_CHAIN = 20
_POINTS = re.compile(r"(\d+(?:\.\d+)?)pt")
_HEADER_STYLES = frozenset({"tableheading", "tabelkop", "titredetableau"})


class OdtStyles:
    """Looks up styles by family and name, each over the style that it is derived from."""

    def __init__(self, roots: "Iterable[Element]") -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        self._defaults: dict[str, Look] = {}
        for root in roots:
            for style in root.get_elements("//style:style"):
                self._styles[_attribute(style, "style:family"), _attribute(style, "style:name")] = style
            for style in root.get_elements("//style:default-style"):
                self._defaults[_attribute(style, "style:family")] = _look_of(style)

    def role(self, paragraph: "Element") -> tuple[BlockKind | None, int | None]:
        """Return kind and level of a `text:p` or `text:h`; the kind is None in a table of contents."""
        names = self._names(_attribute(paragraph, "text:style-name"))
        if is_contents(names):
            return None, None
        named = role(names)
        if paragraph.tag == "text:h" and (named is None or named[0] is not BlockKind.TITLE):
            level = _attribute(paragraph, "text:outline-level")
            return BlockKind.HEADING, int(level) if level.isdecimal() and int(level) > 0 else 1
        return named or (BlockKind.PARAGRAPH, None)

    def is_table_header(self, paragraph: "Element") -> bool:
        """Whether a paragraph has the style that office programs give the header of a table."""
        names = self._names(_attribute(paragraph, "text:style-name"))
        return any(name.replace("_20_", "").replace(" ", "").lower() in _HEADER_STYLES for name in names)

    def look(self, family: str, name: str) -> Look:
        """Return how text under a style is shown, without what the format says of everything."""
        if (family, name) not in self._looks:
            look = Look()
            for style in self._chain(family, name):
                look = look.over(_look_of(style))
            self._looks[family, name] = look
        return self._looks[family, name]

    def paragraph_look(self, paragraph: "Element") -> Look:
        """Return how the text of a paragraph is shown."""
        own = self.look("paragraph", _attribute(paragraph, "text:style-name"))
        return own.over(self._defaults.get("paragraph", Look()))

    def _chain(self, family: str, name: str) -> "list[Element]":
        chain: list[Element] = []
        while (family, name) in self._styles and len(chain) < _DEEPEST_CHAIN:
            chain.append(self._styles[family, name])
            name = _attribute(chain[-1], "style:parent-style-name")
        return chain

    def _names(self, name: str) -> list[str]:
        chain = self._chain("paragraph", name)
        names = [_attribute(style, key) for style in chain for key in ("style:display-name", "style:name")]
        # The last parent may be a style that the file uses and does not hold.
        parents = [_attribute(style, "style:parent-style-name") for style in chain[-1:]]
        return [found for found in (name, *names, *parents) if found]


def _look_of(style: "Element") -> Look:
    look = Look()
    for properties in style.children:
        color = _attribute(properties, "fo:color")
        size = _POINTS.fullmatch(_attribute(properties, "fo:font-size"))
        weight = _attribute(properties, "fo:font-weight")
        display = _attribute(properties, "text:display")
        stated = Look(
            vanishes=display == "none" if display else None,
            color=hexadecimal(color),
            size=float(size[1]) if size else None,
            fill=hexadecimal(_attribute(properties, "fo:background-color")),
            bold=weight in {"bold", "600", "700", "800", "900"} if weight else None,
        )
        look = stated.over(look)
    return look


def _attribute(element: "Element", name: str) -> str:
    return element.get_attribute_string(name) or ""
