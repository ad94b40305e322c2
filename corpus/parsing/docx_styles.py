"""The styles of a Word file: what they make of a paragraph and how they show its text."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.documents import BlockKind
from corpus.parsing.docx_package import W, is_on, value
from corpus.parsing.style_names import is_contents, role
from corpus.parsing.visibility import UNKNOWN_FILL, Look, hexadecimal

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_BODY_OUTLINE = 9
_DEEPEST_CHAIN = 20
_NO_LIST = frozenset({None, "", "0"})


@dataclass(frozen=True, slots=True)
class ParagraphRole:
    """What a paragraph is; `kind` is None for a line of a table of contents."""

    kind: BlockKind | None
    level: int | None = None


class WordStyles:
    """Looks up styles by id, each over the style that it is based on."""

    def __init__(self, root: "BaseOxmlElement | None") -> None:
        styles = [] if root is None else list(root.iter(W + "style"))
        self._styles = {style.get(W + "styleId", ""): style for style in styles}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._default_look = look_of(defaults)
        self._default_paragraph = next(
            (
                style.get(W + "styleId", "")
                for style in styles
                if style.get(W + "type") == "paragraph" and style.get(W + "default") in {"1", "true"}
            ),
            None,
        )
        self._looks: dict[str | None, Look] = {}

    def role(self, paragraph: "BaseOxmlElement") -> ParagraphRole:
        """Return what the paragraph is by its style, its outline level and its numbering."""
        properties = paragraph.find(W + "pPr")
        style = value(properties, "pStyle")
        names = self._names(style)
        if is_contents(names):
            return ParagraphRole(None)
        if named := role(names):
            return ParagraphRole(*named)
        chain = [properties, *(part.find(W + "pPr") for part in self._chain(style))]
        outline = next((level for part in chain if (level := value(part, "outlineLvl"))), "")
        if outline.isdecimal() and int(outline) < _BODY_OUTLINE:
            return ParagraphRole(BlockKind.HEADING, int(outline) + 1)
        numbered = next((number for part in chain if (number := _list_number(part)) is not None), None)
        return ParagraphRole(BlockKind.PARAGRAPH if numbered in _NO_LIST else BlockKind.LIST_ITEM)

    def paragraph_look(self, properties: "BaseOxmlElement | None") -> Look:
        """Return how the text of a paragraph with these properties is shown."""
        style = value(properties, "pStyle") or self._default_paragraph
        return Look(fill=_fill(properties)).over(self._look(style)).over(self._default_look)

    def run_look(self, properties: "BaseOxmlElement | None", paragraph: Look) -> Look:
        """Return how a run is shown in a paragraph that is shown as `paragraph`."""
        if properties is None:
            return paragraph
        style = value(properties, "rStyle")
        own = look_of(properties)
        return own.over(self._look(style)).over(paragraph) if style else own.over(paragraph)

    def marks_first_row(self, style: str | None) -> bool:
        """Whether a table style sets its first row apart."""
        parts = (part for link in self._chain(style) for part in link.iter(W + "tblStylePr"))
        return any(part.get(W + "type") == "firstRow" for part in parts)

    def table_fill(self, style: str | None) -> str | None:
        """Return `UNKNOWN_FILL` when a table style paints any of its cells."""
        painted = any(True for part in self._chain(style) for _ in part.iter(W + "shd"))
        return UNKNOWN_FILL if painted else None

    def _look(self, style: str | None) -> Look:
        if style not in self._looks:
            look = Look()
            for part in self._chain(style):
                look = look.over(look_of(part.find(W + "rPr"))).over(Look(fill=_fill(part.find(W + "pPr"))))
            self._looks[style] = look
        return self._looks[style]

    def _chain(self, style: str | None) -> "list[BaseOxmlElement]":
        chain: list[BaseOxmlElement] = []
        while style in self._styles and style is not None and len(chain) < _DEEPEST_CHAIN:
            chain.append(self._styles[style])
            style = value(chain[-1], "basedOn")
        return chain

    def _names(self, style: str | None) -> list[str]:
        chain = self._chain(style)
        names = [name for part in chain for name in (value(part, "name"), part.get(W + "styleId")) if name]
        return names or ([style] if style else [])


def look_of(properties: "BaseOxmlElement | None") -> Look:
    """Return what run properties state about how text is shown."""
    if properties is None:
        return Look()
    size = value(properties, "sz") or ""
    highlighted = value(properties, "highlight") not in {None, "none"}
    return Look(
        vanishes=is_on(properties, "vanish"),
        color=hexadecimal(value(properties, "color")),
        size=int(size) / 2 if size.isdecimal() else None,
        fill=UNKNOWN_FILL if highlighted else _fill(properties),
        bold=is_on(properties, "b"),
    )


def _fill(properties: "BaseOxmlElement | None") -> str | None:
    return hexadecimal(value(properties, "shd", "fill"))


def _list_number(properties: "BaseOxmlElement | None") -> str | None:
    numbering = None if properties is None else properties.find(W + "numPr")
    return value(numbering, "numId")
