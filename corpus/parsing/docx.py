"""Word files (DOCX): paragraphs, lists and tables in reading order, without headers and footers."""

from collections.abc import Iterator
from string import hexdigits
from typing import TYPE_CHECKING

from corpus.documents import BlockKind, Document, RemarkKind
from corpus.limits import DocumentLimits
from corpus.parsing.archives import Archive
from corpus.parsing.builder import DocumentBuilder
from corpus.parsing.deadline import Deadline
from corpus.parsing.docx_package import W, WordPackage, is_on, value
from corpus.parsing.docx_paragraph import ParagraphContent, ParagraphReader, alternative, is_placeholder
from corpus.parsing.docx_styles import WordStyles
from corpus.parsing.pieces import BOLD_HEADING_LEVEL, Piece, fill, flowing, heading, reads_as_heading
from corpus.parsing.sniff import MediaType
from corpus.parsing.tables import Cell, table_pieces
from corpus.parsing.visibility import UNKNOWN_FILL, hexadecimal

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_REMOVED = frozenset(
    W + name for name in ("del", "moveFrom", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "pPr")
)
_FIRST_ROW_BIT = 0x20
_MERGED_ON = frozenset({"", "continue"})


def parse_docx(content: bytes, name: str, limits: DocumentLimits) -> Document:
    """Return the proposal in a Word file as a single page. Raises `UnreadableDocument`."""
    deadline = Deadline(limits.seconds)
    package = WordPackage(Archive(content, limits))
    builder = DocumentBuilder(limits)
    comments = package.part("comments")
    if comments is not None and len(comments):
        builder.remark(RemarkKind.NOT_READ, detail="comments")
    fill(builder, _BodyReader(package, builder, deadline).pieces(), deadline)
    return builder.build(name=name, content=content, media_type=MediaType.DOCX)


class _BodyReader:
    def __init__(self, package: WordPackage, builder: DocumentBuilder, deadline: Deadline) -> None:
        self._builder = builder
        self._deadline = deadline
        self._root = package.body()
        self._styles = WordStyles(package.part("styles"))
        self._paragraphs = ParagraphReader(self._styles, builder)
        self._notes = {
            (kind, note.get(W + "id", "")): note
            for kind in ("footnotes", "endnotes")
            if (part := package.part(kind)) is not None
            for note in part
        }

    def pieces(self) -> Iterator[Piece]:
        """Yield the blocks of the whole body."""
        paper = hexadecimal(value(self._root, "background", "color"))
        body = self._root.find(W + "body")
        if body is not None:
            yield from self._blocks(body, UNKNOWN_FILL if paper else None)

    def _blocks(
        self, parent: "BaseOxmlElement", backdrop: str | None, *, in_table: bool = False
    ) -> Iterator[Piece]:
        for child in _content(parent):
            self._deadline.check()
            if child.tag == W + "p":
                yield from self._paragraph(child, backdrop, in_table=in_table)
            elif child.tag == W + "tbl":
                yield from table_pieces(self._rows(child, backdrop))
            elif child.tag == W + "altChunk":
                self._builder.remark(RemarkKind.NOT_READ, detail="embedded file")

    def _paragraph(
        self, paragraph: "BaseOxmlElement", backdrop: str | None, *, in_table: bool
    ) -> Iterator[Piece]:
        content = self._paragraphs.read(paragraph, backdrop)
        role = self._styles.role(paragraph)
        if role.kind is BlockKind.PARAGRAPH:
            yield from _running(content, in_table=in_table)
        elif role.kind is BlockKind.HEADING:
            yield heading(content.text, role.level or 1)
        elif role.kind is not None:
            yield Piece(role.kind, content.text)
        for note in content.notes:
            if note in self._notes:
                yield from self._blocks(self._notes[note], None, in_table=in_table)
        for box in content.boxes:
            # A text box may be painted in ways that are not read here.
            yield from self._blocks(box, UNKNOWN_FILL, in_table=in_table)

    def _rows(self, table: "BaseOxmlElement", backdrop: str | None) -> Iterator[list[Cell]]:
        properties = table.find(W + "tblPr")
        style = value(properties, "tblStyle")
        backdrop = self._styles.table_fill(style) or backdrop
        marked = _shows_first_row(properties) and self._styles.marks_first_row(style)
        for position, row in enumerate(_content(table, W + "tr")):
            settings = row.find(W + "trPr")
            if settings is not None and settings.find(W + "del") is not None:
                continue
            header = bool(is_on(settings, "tblHeader")) or (marked and position == 0)
            yield [self._cell(cell, backdrop, header=header) for cell in _content(row, W + "tc")]

    def _cell(self, cell: "BaseOxmlElement", backdrop: str | None, *, header: bool) -> Cell:
        properties = cell.find(W + "tcPr")
        span = value(properties, "gridSpan") or "1"
        columns = int(span) if span.isdecimal() else 1
        if value(properties, "vMerge") in _MERGED_ON or value(properties, "hMerge") in _MERGED_ON:
            return Cell((), columns=columns)
        fill_color = hexadecimal(value(properties, "shd", "fill")) or backdrop
        pieces = tuple(self._blocks(cell, fill_color, in_table=True))
        return Cell(pieces, header=header or self._is_bold(cell), columns=columns)

    def _is_bold(self, cell: "BaseOxmlElement") -> bool:
        read = [self._paragraphs.read(paragraph, UNKNOWN_FILL) for paragraph in cell.findall(W + "p")]
        filled = [content for content in read if content.text.strip()]
        return bool(filled) and not any(content.has_plain for content in filled)


def _running(content: ParagraphContent, *, in_table: bool) -> Iterator[Piece]:
    if not in_table and not content.has_plain and reads_as_heading(content.text):
        yield heading(content.text, BOLD_HEADING_LEVEL)
    else:
        yield from flowing(content.text)


def _content(parent: "BaseOxmlElement", *wanted: str) -> "Iterator[BaseOxmlElement]":
    """Yield the blocks, rows or cells in `parent`, also inside content controls and kept changes."""
    for child in parent:
        tag = child.tag
        if not isinstance(tag, str) or tag in _REMOVED or is_placeholder(child):
            continue
        if tag in wanted or (not wanted and tag in {W + "p", W + "tbl", W + "altChunk"}):
            yield child
        elif tag.endswith("}AlternateContent"):
            yield from _content(alternative(child), *wanted)
        else:
            yield from _content(child, *wanted)


def _shows_first_row(properties: "BaseOxmlElement | None") -> bool:
    """Whether the table uses the first-row look of its style; an older notation packs it in bits."""
    stated = value(properties, "tblLook", "firstRow")
    if stated:
        return stated in {"1", "true", "on"}
    bits = value(properties, "tblLook") or "0"
    return set(bits) <= set(hexdigits) and bool(int(bits, 16) & _FIRST_ROW_BIT)
