"""The text of one Word paragraph: what a reader sees, and what hangs on it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.documents import RemarkKind
from corpus.parsing.builder import DocumentBuilder
from corpus.parsing.docx_package import W, value
from corpus.parsing.docx_styles import WordStyles
from corpus.parsing.visibility import Look

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
_PROPERTIES = ("pPr", "rPr", "sdtPr", "sdtEndPr")
_REMOVED = ("del", "moveFrom", "delText", "delInstrText")
_NOT_TEXT = frozenset(W + name for name in (*_PROPERTIES, *_REMOVED, "instrText", "rt"))
_SIGNS = {
    W + "tab": " ",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",
    W + "ptab": " ",
}
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_UNREAD_GRAPHICS = {"chart": "chart", "diagram": "diagram"}


@dataclass(slots=True)
class ParagraphContent:
    """What was found in a paragraph: its text with hand-made line ends, its text boxes and its notes."""

    parts: list[str] = field(default_factory=list)
    boxes: "list[BaseOxmlElement]" = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    has_plain: bool = False

    @property
    def text(self) -> str:
        """The visible text."""
        return "".join(self.parts)


class ParagraphReader:
    """Reads paragraphs; hidden text is left out and remarked on `builder`."""

    def __init__(self, styles: WordStyles, builder: DocumentBuilder) -> None:
        self._styles = styles
        self._builder = builder

    def read(self, paragraph: "BaseOxmlElement", backdrop: str | None) -> ParagraphContent:
        """Return the content of `paragraph`, which stands on the colour `backdrop`."""
        content = ParagraphContent()
        look = self._styles.paragraph_look(paragraph.find(W + "pPr"))
        self._walk(paragraph, look, backdrop, content)
        return content

    def _walk(
        self, parent: "BaseOxmlElement", look: Look, backdrop: str | None, content: ParagraphContent
    ) -> None:
        for child in parent:
            tag = child.tag
            if not isinstance(tag, str) or tag in _NOT_TEXT or is_placeholder(child):
                continue
            if tag == W + "r":
                self._walk_run(child, look, backdrop, content)
            elif tag == _MC + "AlternateContent":
                self._walk(alternative(child), look, backdrop, content)
            else:
                self._take(child, look, content)
                self._walk_on(child, look, backdrop, content)

    def _walk_on(
        self, child: "BaseOxmlElement", look: Look, backdrop: str | None, content: ParagraphContent
    ) -> None:
        if child.tag == W + "txbxContent":
            content.boxes.append(child)
        else:
            self._walk(child, look, backdrop, content)

    def _walk_run(
        self, run: "BaseOxmlElement", paragraph: Look, backdrop: str | None, content: ParagraphContent
    ) -> None:
        look = self._styles.run_look(run.find(W + "rPr"), paragraph)
        if not look.is_hidden(backdrop):
            self._walk(run, look, backdrop, content)
        elif any((text.text or "").strip() for text in run.iter(W + "t")):
            self._builder.remark(RemarkKind.HIDDEN_TEXT, here=True)

    def _take(self, child: "BaseOxmlElement", look: Look, content: ParagraphContent) -> None:
        tag = child.tag
        if tag in {W + "t", _MATH_TEXT}:
            content.parts.append(child.text or "")
            content.has_plain |= not look.bold and bool((child.text or "").strip())
        elif tag in _SIGNS:
            content.parts.append(_SIGNS[tag])
        elif tag in _NOTES:
            content.notes.append((_NOTES[tag], child.get(W + "id", "")))
        elif tag == W + "object":
            self._builder.remark(RemarkKind.NOT_READ, detail="embedded file")
        elif tag == _GRAPHIC:
            detail = _UNREAD_GRAPHICS.get(child.get("uri", "").rsplit("/", 1)[-1])
            if detail:
                self._builder.remark(RemarkKind.NOT_READ, detail=detail)


def alternative(element: "BaseOxmlElement") -> "BaseOxmlElement":
    """Return one of the forms in which newer and older programs get the same content."""
    choice = element.find(_MC + "Choice")
    fallback = element.find(_MC + "Fallback")
    return next((form for form in (choice, fallback) if form is not None), element)


def is_placeholder(element: "BaseOxmlElement") -> bool:
    """Whether a content control still shows its own "click to fill in", or holds the table of contents."""
    if element.tag != W + "sdt":
        return False
    properties = element.find(W + "sdtPr")
    if properties is None:
        return False
    gallery = value(properties.find(W + "docPartObj"), "docPartGallery")
    return gallery == "Table of Contents" or properties.find(W + "showingPlcHdr") is not None
