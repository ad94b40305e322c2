"""Plain text: paragraphs, list items and headings told from how the lines lie."""

from collections.abc import Iterator, Sequence

from corpus.documents import BlockKind, Document
from corpus.limits import DocumentLimits
from corpus.parsing.builder import DocumentBuilder
from corpus.parsing.deadline import Deadline
from corpus.parsing.decoding import decode
from corpus.parsing.pieces import Piece, fill
from corpus.parsing.plain_headings import heading_level, is_title
from corpus.parsing.plain_lines import Segment, segments, wrap_width
from corpus.parsing.sniff import MediaType
from corpus.parsing.text import rejoin_lines

_PAGE_BREAK = "\f"


def parse_plain(content: bytes, name: str, limits: DocumentLimits) -> Document:
    """Return the proposal in a text file; a form feed starts a page. Raises `UnreadableDocument`."""
    deadline = Deadline(limits.seconds)
    builder = DocumentBuilder(limits)
    pages = decode(content).rstrip().split(_PAGE_BREAK)
    width = wrap_width([line for page in pages for line in page.split("\n")])
    for number, page in enumerate(pages, start=1):
        if len(pages) > 1:
            builder.start_page(number)
        fill(builder, _pieces(list(segments(page.split("\n"), width)), at_start=number == 1), deadline)
    return builder.build(name=name, content=content, media_type=MediaType.PLAIN)


def _pieces(parts: Sequence[Segment], *, at_start: bool) -> Iterator[Piece]:
    for position, part in enumerate(parts):
        text = rejoin_lines(part.lines)
        after = parts[position + 1] if position + 1 < len(parts) else None
        if part.kind is BlockKind.LIST_ITEM:
            yield Piece(BlockKind.LIST_ITEM, text)
        elif part.kind is BlockKind.HEADING:
            yield Piece(BlockKind.HEADING, text, part.level)
        elif at_start and position == 0 and is_title(part, after):
            yield Piece(BlockKind.TITLE, text)
        elif (level := heading_level(part, parts[position - 1] if position else None, after)) is not None:
            yield Piece(BlockKind.HEADING, text, level)
        elif part.number:
            yield Piece(BlockKind.LIST_ITEM, text.removeprefix(part.number))
        else:
            yield Piece(BlockKind.PARAGRAPH, text)
