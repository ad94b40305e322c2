"""Markdown: headings, lists and tables as they are meant, without the signs that mark them."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corpus.documents import BlockKind, Document
from corpus.errors import LimitExceeded
from corpus.limits import DocumentLimits
from corpus.parsing.builder import DocumentBuilder
from corpus.parsing.deadline import Deadline
from corpus.parsing.decoding import decode
from corpus.parsing.pieces import BOLD_HEADING_LEVEL, Piece, fill, heading, reads_as_heading
from corpus.parsing.sniff import MediaType
from corpus.parsing.tables import Cell, table_pieces

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LONGEST_BLOCK = 10_000
"""Characters; the library's time for one block grows with the square of its length."""
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n.*?^\1[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def parse_markdown(content: bytes, name: str, limits: DocumentLimits) -> Document:
    """Return the proposal in a Markdown file. Raises `UnreadableDocument`."""
    from markdown_it import MarkdownIt

    deadline = Deadline(limits.seconds)
    text = _FRONT_MATTER.sub("", decode(content), count=1)
    # The library cannot be interrupted, so what it gets is bounded first.
    if len(text) > limits.characters:
        raise LimitExceeded(maximum=limits.characters, unit="characters")
    builder = DocumentBuilder(limits)
    library = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable(["inline", "text_join"])
    fill(builder, _Reader(library, builder).pieces(text), deadline)
    return builder.build(name=name, content=content, media_type=MediaType.MARKDOWN)


class _Reader:
    def __init__(self, library: "MarkdownIt", builder: DocumentBuilder) -> None:
        self._library = library
        self._builder = builder
        self._references: dict[str, object] = {}
        self._rows: list[list[Cell]] = []
        self._fresh_items: list[bool] = []

    def pieces(self, markdown: str) -> Iterator[Piece]:
        """Yield the blocks of a text in order."""
        before = ""
        for token in self._library.parse(markdown, self._references):
            match token.type:
                case "inline":
                    yield from self._inline(token, before)
                case "fence" | "code_block":
                    yield Piece(BlockKind.PARAGRAPH, token.content)
                case "html_block":
                    yield from self._html(token.content)
                case "table_close":
                    yield from table_pieces(self._rows)
                    self._rows = []
                case _:
                    self._step(token.type)
            before = token.type if token.type != "heading_open" else token.tag

    def _step(self, token_type: str) -> None:
        if token_type == "tr_open":
            self._rows.append([])
        elif token_type == "list_item_open":
            self._fresh_items.append(True)
        elif token_type == "list_item_close":
            self._fresh_items.pop()

    def _inline(self, token: "Token", before: str) -> Iterator[Piece]:
        children = self._children(token.content)
        text = _words(children) if children else token.content
        if before in {"th_open", "td_open"}:
            self._rows[-1].append(Cell((Piece(BlockKind.PARAGRAPH, text),), header=before == "th_open"))
        elif before[:1] == "h" and before[1:].isdecimal():
            yield heading(text, int(before[1:]))
        elif self._fresh_items and self._fresh_items[-1]:
            self._fresh_items[-1] = False
            yield Piece(BlockKind.LIST_ITEM, text)
        elif not self._fresh_items and _all_bold(children) and reads_as_heading(text):
            yield heading(text, BOLD_HEADING_LEVEL)
        else:
            yield Piece(BlockKind.PARAGRAPH, text)

    def _children(self, content: str) -> "list[Token]":
        """The words and signs of one block, or none when it is too long to look for signs."""
        children: list[Token] = []
        if len(content) <= _LONGEST_BLOCK:
            self._library.inline.parse(content, self._library, self._references, children)
        return children

    def _html(self, markup: str) -> Iterator[Piece]:
        from corpus.parsing.html import html_pieces

        yield from html_pieces(markup, self._builder)


def _words(children: "Sequence[Token]") -> str:
    parts: list[str] = []
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif child.type == "html_inline":
            parts.append("\n" if _BREAK.match(child.content) else "")
        elif child.type == "image":
            parts.append(_words(child.children or ()))
        else:
            parts.append(child.content)
    return "".join(parts)


def _all_bold(children: "Sequence[Token]") -> bool:
    filled = [child for child in children if child.type != "text" or child.content.strip()]
    types = [child.type for child in filled]
    return len(types) > 1 and types[0] == "strong_open" and types.index("strong_close") == len(types) - 1
