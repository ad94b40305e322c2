"""The text of one OpenDocument paragraph: what a reader sees, and what hangs on it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.documents import RemarkKind
from corpus.parsing.builder import DocumentBuilder
from corpus.parsing.odt_styles import OdtStyles
from corpus.parsing.visibility import Look

if TYPE_CHECKING:
    from odfdo import Element

_SIGNS = {"text:s": " ", "text:tab": " ", "text:line-break": "\n"}
_NOT_TEXT = frozenset({"text:note-citation", "text:ruby-text", "text:placeholder", "office:annotation-end"})
_HIDDEN_FIELDS = frozenset({"text:hidden-text", "text:hidden-paragraph"})
_OBJECTS = frozenset({"draw:object", "draw:object-ole"})


@dataclass(slots=True)
class ParagraphContent:
    """What was found in a paragraph: its text with hand-made line ends, and the boxes and notes on it."""

    parts: list[str] = field(default_factory=list)
    boxes: "list[Element]" = field(default_factory=list)
    notes: "list[Element]" = field(default_factory=list)
    has_plain: bool = False

    @property
    def text(self) -> str:
        """The visible text."""
        return "".join(self.parts)


class ParagraphReader:
    """Reads paragraphs; hidden text is left out and remarked on `builder`."""

    def __init__(self, styles: OdtStyles, builder: DocumentBuilder) -> None:
        self._styles = styles
        self._builder = builder

    def read(self, paragraph: "Element", backdrop: str | None) -> ParagraphContent:
        """Return the content of `paragraph`, which stands on the colour `backdrop`."""
        content = ParagraphContent()
        self._walk(paragraph, self._styles.paragraph_look(paragraph), backdrop, content)
        return content

    def _walk(self, parent: "Element", look: Look, backdrop: str | None, content: ParagraphContent) -> None:
        self._add(parent.text, look, backdrop, content)
        for child in parent.children:
            self._take(child, child.tag, look, backdrop, content)
            self._add(child.tail or "", look, backdrop, content)

    def _take(
        self, child: "Element", tag: str, look: Look, backdrop: str | None, content: ParagraphContent
    ) -> None:
        if tag in _SIGNS:
            content.parts.append(_SIGNS[tag])
        elif tag == "text:note":
            content.notes.append(child)
        elif tag == "office:annotation":
            self._builder.remark(RemarkKind.NOT_READ, detail="comments")
        elif tag.startswith("draw:"):
            self.remark_objects(child)
            content.boxes.append(child)
        elif tag in _HIDDEN_FIELDS and child.get_attribute_string("text:is-hidden") == "true":
            self._builder.remark(RemarkKind.HIDDEN_TEXT, here=True)
        elif tag not in _NOT_TEXT:
            style = child.get_attribute_string("text:style-name") if tag in {"text:span", "text:a"} else None
            own = self._styles.look("text", style).over(look) if style else look
            self._walk(child, own, backdrop, content)

    def remark_objects(self, frame: "Element") -> None:
        """Remark on charts and other files that are embedded in a frame."""
        if any(child.tag in _OBJECTS for child in (frame, *frame.children)):
            self._builder.remark(RemarkKind.NOT_READ, detail="embedded file")

    def _add(self, text: str, look: Look, backdrop: str | None, content: ParagraphContent) -> None:
        if not text.strip():
            content.parts.append(" " if text else "")
        elif look.is_hidden(backdrop):
            self._builder.remark(RemarkKind.HIDDEN_TEXT, here=True)
        else:
            # In the file a line end is a space; only <text:line-break> makes one that counts.
            content.parts.append(text.replace("\n", " "))
            content.has_plain |= not look.bold
