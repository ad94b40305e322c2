"""OpenDocument texts (ODT, also flat): paragraphs, lists and tables in reading order."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.documents import BlockKind, Document, RemarkKind
from corpus.errors import EncryptedDocument
from corpus.limits import DocumentLimits
from corpus.parsing.archives import Archive, repacked, without_entities
from corpus.parsing.builder import DocumentBuilder
from corpus.parsing.deadline import Deadline
from corpus.parsing.odt_paragraph import ParagraphContent, ParagraphReader
from corpus.parsing.odt_styles import OdtStyles
from corpus.parsing.pieces import BOLD_HEADING_LEVEL, Piece, fill, flowing, heading, reads_as_heading
from corpus.parsing.sniff import MediaType
from corpus.parsing.tables import Cell, table_pieces
from corpus.parsing.visibility import UNKNOWN_FILL

if TYPE_CHECKING:
    from odfdo import Element

_MANIFEST = "META-INF/manifest.xml"
_PARTS = ("content.xml", "styles.xml")
_PARAGRAPHS = frozenset({"text:p", "text:h"})
_LEFT_OUT = frozenset(
    {"text:tracked-changes", "text:table-of-content", "text:illustration-index", "text:table-index"}
    | {"text:alphabetical-index", "text:user-index", "text:object-index", "office:forms"}
)


def parse_odt(content: bytes, name: str, limits: DocumentLimits) -> Document:
    """Return the proposal in an OpenDocument text as a single page. Raises `UnreadableDocument`."""
    deadline = Deadline(limits.seconds)
    builder = DocumentBuilder(limits)
    fill(builder, _BodyReader(_checked(content, limits), builder, deadline).pieces(), deadline)
    return builder.build(name=name, content=content, media_type=MediaType.ODT)


def _checked(content: bytes, limits: DocumentLimits) -> bytes:
    """Return a file with only the parts that are read, all of them within limits and free of entities."""
    if not content.startswith(b"PK"):
        return _without_comments(without_entities(content))
    archive = Archive(content, limits)
    if _MANIFEST in archive.names and b"encryption-data" in archive.read(_MANIFEST):
        raise EncryptedDocument
    members = {"mimetype": MediaType.ODT.encode()}
    for part in _PARTS:
        if part == _PARTS[0] or part in archive.names:
            members[part] = _without_comments(archive.read_xml(part))
    return repacked(members)


def _without_comments(xml: bytes) -> bytes:
    """XML comments, which the library takes for elements, hold nothing of the text."""
    before, *rest = xml.split(b"<!--")
    return before + b"".join(part.partition(b"-->")[2] for part in rest)


class _BodyReader:
    def __init__(self, content: bytes, builder: DocumentBuilder, deadline: Deadline) -> None:
        from odfdo import Document as OpenDocument
        from odfdo import XmlPart

        document = OpenDocument(io.BytesIO(content))
        self._builder = builder
        self._deadline = deadline
        parts = [document.get_part(part) for part in reversed(_PARTS) if part in document.get_parts()]
        self._styles = OdtStyles(part.root for part in parts if isinstance(part, XmlPart))
        self._paragraphs = ParagraphReader(self._styles, builder)
        self._body: Element = document.body

    def pieces(self) -> Iterator[Piece]:
        """Yield the blocks of the whole body."""
        yield from self._blocks(self._body, None)

    def _blocks(self, parent: "Element", backdrop: str | None, *, in_table: bool = False) -> Iterator[Piece]:
        for child in parent.children:
            self._deadline.check()
            tag = child.tag
            if tag in _PARAGRAPHS:
                yield from self._paragraph(child, backdrop, in_table=in_table)
            elif tag == "text:list":
                yield from self._list(child, backdrop, in_table=in_table)
            elif tag == "table:table":
                yield from table_pieces(self._rows(child, backdrop, header=False))
            elif tag == "office:annotation":
                self._builder.remark(RemarkKind.NOT_READ, detail="comments")
            elif tag not in _LEFT_OUT and not self._is_hidden_section(child):
                if tag.startswith("draw:"):
                    self._paragraphs.remark_objects(child)
                box = UNKNOWN_FILL if tag.startswith("draw:") else backdrop
                yield from self._blocks(child, box, in_table=in_table)

    def _is_hidden_section(self, element: "Element") -> bool:
        if element.tag != "text:section" or element.get_attribute_string("text:display") != "none":
            return False
        if element.inner_text.strip():
            self._builder.remark(RemarkKind.HIDDEN_TEXT, here=True)
        return True

    def _paragraph(
        self, paragraph: "Element", backdrop: str | None, *, in_table: bool, in_list: bool = False
    ) -> Iterator[Piece]:
        content = self._paragraphs.read(paragraph, backdrop)
        kind, level = self._styles.role(paragraph)
        if kind is BlockKind.PARAGRAPH and in_list:
            yield Piece(BlockKind.LIST_ITEM, content.text)
        elif kind is BlockKind.PARAGRAPH:
            yield from _running(content, in_table=in_table)
        elif kind is BlockKind.HEADING:
            yield heading(content.text, level or 1)
        elif kind is not None:
            yield Piece(kind, content.text)
        for note in content.notes:
            yield from self._blocks(note, None, in_table=in_table)
        for box in content.boxes:
            # A text box may be painted in ways that are not read here.
            yield from self._blocks(box, UNKNOWN_FILL, in_table=in_table)

    def _list(self, parent: "Element", backdrop: str | None, *, in_table: bool) -> Iterator[Piece]:
        for item in parent.children:
            is_first = item.tag == "text:list-item"
            for child in item.children:
                if child.tag in _PARAGRAPHS:
                    yield from self._paragraph(child, backdrop, in_table=in_table, in_list=is_first)
                    is_first = False
                elif child.tag == "text:list":
                    yield from self._list(child, backdrop, in_table=in_table)

    def _rows(self, parent: "Element", backdrop: str | None, *, header: bool) -> Iterator[list[Cell]]:
        for child in parent.children:
            if child.tag == "table:table-row":
                cells = [cell for cell in child.children if cell.tag == "table:table-cell"]
                yield [self._cell(cell, backdrop, header=header) for cell in cells]
            elif child.tag in {"table:table-rows", "table:table-row-group", "table:table-header-rows"}:
                is_header = child.tag == "table:table-header-rows"
                yield from self._rows(child, backdrop, header=is_header)

    def _cell(self, cell: "Element", backdrop: str | None, *, header: bool) -> Cell:
        style = cell.get_attribute_string("table:style-name") or ""
        fill_color = self._styles.look("table-cell", style).fill or backdrop
        pieces = tuple(self._blocks(cell, fill_color, in_table=True))
        columns = _count(cell, "table:number-columns-spanned") * _count(cell, "table:number-columns-repeated")
        return Cell(
            pieces,
            header=header or self._is_header(cell),
            columns=columns,
            rows=_count(cell, "table:number-rows-spanned"),
        )

    def _is_header(self, cell: "Element") -> bool:
        paragraphs = [child for child in cell.children if child.tag == "text:p" and child.inner_text.strip()]
        if paragraphs and all(self._styles.is_table_header(paragraph) for paragraph in paragraphs):
            return True
        read = [self._paragraphs.read(paragraph, UNKNOWN_FILL) for paragraph in paragraphs]
        return bool(read) and not any(content.has_plain for content in read)


def _running(content: ParagraphContent, *, in_table: bool) -> Iterator[Piece]:
    if not in_table and not content.has_plain and reads_as_heading(content.text):
        yield heading(content.text, BOLD_HEADING_LEVEL)
    else:
        yield from flowing(content.text)


def _count(cell: "Element", attribute: str) -> int:
    stated = cell.get_attribute_string(attribute) or "1"
    return max(int(stated), 1) if stated.isdecimal() else 1
