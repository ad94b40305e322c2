"""HTML: the text a reader sees, without the furniture of the page around it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.documents import BlockKind, Document, RemarkKind
from corpus.errors import EmptyDocument
from corpus.limits import DocumentLimits
from corpus.parsing.builder import DocumentBuilder
from corpus.parsing.deadline import Deadline
from corpus.parsing.decoding import decode
from corpus.parsing.html_nesting import check_nesting
from corpus.parsing.html_visibility import is_hidden
from corpus.parsing.pieces import BOLD_HEADING_LEVEL, Piece, fill, flowing, heading, reads_as_heading
from corpus.parsing.sniff import MediaType
from corpus.parsing.tables import Cell, table_pieces

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DROPPED = frozenset(
    {"head", "script", "style", "noscript", "template", "nav", "footer"}
    | {"svg", "math", "iframe", "object", "embed", "canvas", "audio", "video"}
    | {"select", "button", "datalist", "textarea", "input", "dialog"}
)
_DROPPED_ROLES = frozenset({"navigation", "banner", "contentinfo", "search"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PARTS = frozenset({"main", "article", "section"})
_BLOCKS = frozenset(
    {"html", "body", "main", "article", "section", "header", "aside", "address", "div", "center", "form"}
    | {"p", "pre", "blockquote", "figure", "figcaption", "details", "summary", "fieldset", "legend", "hr"}
    | {"ul", "ol", "li", "dl", "dt", "dd", *_HEADINGS}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
)
_ITEMS = frozenset({"li", "dd", "dt"})
_BOLD = frozenset({"b", "strong"})
# How Word and LibreOffice mark the title of a text, and page headers and footers, when they save as HTML.
_TITLE_CLASSES = frozenset({"title", "msotitle"})
_TITLE = "title of the text"
_OFFICE_FURNITURE = frozenset({"header", "footer"})


def parse_html(content: bytes, name: str, limits: DocumentLimits) -> Document:
    """Return the proposal in an HTML file. Raises `UnreadableDocument`."""
    deadline = Deadline(limits.seconds)
    builder = DocumentBuilder(limits)
    fill(builder, html_pieces(decode(content, declared=True), builder), deadline)
    return builder.build(name=name, content=content, media_type=MediaType.HTML)


def html_pieces(markup: str, builder: DocumentBuilder) -> Iterator[Piece]:
    """Yield the blocks of an HTML page or fragment; hidden text is left out and remarked on `builder`."""
    from selectolax.lexbor import LexborHTMLParser

    check_nesting(markup)
    body = LexborHTMLParser(markup).body
    if body is None:
        raise EmptyDocument
    yield from _Flow(builder).pieces(body)


class _Flow:
    """Walks a tree in reading order without recursion, since pages nest without bound."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._open: list[str] = []
        self._text: list[str] = []
        self._bold = self._plain = False

    def pieces(self, root: "LexborNode") -> Iterator[Piece]:
        """Yield the blocks below `root`."""
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, closing = stack.pop()
            tag = node.tag or ""
            if node.is_text_node:
                self._add_text(node.text_content or "")
            elif closing:
                yield from self._close(tag)
            elif node.is_element_node and not self._is_left_out(node, tag):
                if tag == "table" and self._open:
                    yield from self._flush()
                    yield from table_pieces(self._rows(node))
                    continue
                yield from self._begin(tag, node)
                stack.append((node, True))
                stack += [(child, False) for child in reversed(_children(node))]
        yield from self._flush()

    def _begin(self, tag: str, node: "LexborNode") -> Iterator[Piece]:
        if tag == "br":
            self._text.append("\n")
        if tag in _BLOCKS:
            yield from self._flush()
        is_title = tag == "p" and (node.attributes.get("class") or "").lower() in _TITLE_CLASSES
        self._open.append(_TITLE if is_title else tag)

    def _close(self, tag: str) -> Iterator[Piece]:
        if tag in _BLOCKS:
            yield from self._flush()
        self._open.pop()

    def _add_text(self, text: str) -> None:
        # In the source a line end is a space; only <br> makes one that counts.
        is_code = "pre" in self._open
        self._text.append(text if is_code else text.replace("\n", " "))
        if text.strip():
            is_bold = not _BOLD.isdisjoint(self._open)
            self._bold, self._plain = self._bold or is_bold, self._plain or not is_bold

    def _flush(self) -> Iterator[Piece]:
        text, self._text = "".join(self._text), []
        all_bold = self._bold and not self._plain
        self._bold = self._plain = False
        if not text.strip():
            return
        level = next((_HEADINGS[tag] for tag in reversed(self._open) if tag in _HEADINGS), None)
        if level is not None:
            yield heading(text, level)
        elif _TITLE in self._open:
            yield Piece(BlockKind.TITLE, text)
        elif not _ITEMS.isdisjoint(self._open):
            yield Piece(BlockKind.LIST_ITEM, text)
        elif "pre" in self._open:
            yield Piece(BlockKind.PARAGRAPH, text)
        elif all_bold and reads_as_heading(text) and not {"td", "th"} & set(self._open):
            yield heading(text, BOLD_HEADING_LEVEL)
        else:
            yield from flowing(text)

    def _is_left_out(self, node: "LexborNode", tag: str) -> bool:
        attributes = node.attributes
        if tag in _DROPPED or attributes.get("role") in _DROPPED_ROLES:
            return True
        if tag == "header" and _PARTS.isdisjoint(self._open):
            return True
        if tag == "div" and attributes.get("title") in _OFFICE_FURNITURE:
            return True
        if not is_hidden(node, attributes):
            return False
        if node.text(deep=True).strip():
            self._builder.remark(RemarkKind.HIDDEN_TEXT, here=True)
        return True

    def _rows(self, table: "LexborNode") -> Iterator[list[Cell]]:
        for row in _rows_of(table):
            if not self._is_left_out(row, "tr"):
                cells = [cell for cell in _children(row) if cell.tag in {"td", "th"}]
                yield [self._cell(cell) for cell in cells if not self._is_left_out(cell, "td")]

    def _cell(self, node: "LexborNode") -> Cell:
        flow = _Flow(self._builder)
        flow._open = ["body"]
        return Cell(
            tuple(flow.pieces(node)),
            header=node.tag == "th",
            columns=_span(node, "colspan"),
            rows=_span(node, "rowspan"),
        )


def _children(node: "LexborNode") -> "list[LexborNode]":
    return list(node.iter(include_text=True))


def _rows_of(table: "LexborNode") -> "Iterator[LexborNode]":
    for child in _children(table):
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in _children(child) if row.tag == "tr")


def _span(node: "LexborNode", attribute: str) -> int:
    value = (node.attributes.get(attribute) or "").strip()
    return min(int(value), 1000) if value.isascii() and value.isdigit() and int(value) > 0 else 1
