"""What a format yields in reading order, before it has a place in the canonical text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.documents import BlockKind
from corpus.parsing.builder import DocumentBuilder
from corpus.parsing.deadline import Deadline

BOLD_HEADING_LEVEL = 6
"""A line in bold is a heading without a level: it stands under every heading that has one."""
_MOST_HEADING_WORDS = 12
_MOST_STYLED_HEADING_WORDS = 40

_BULLET = re.compile(r"\s*(?:[-–—*•·▪◦‣○●■□➢➔►✓✔❖\uf0b7\uf0a7]\s+|o(?:\t|\s{2,}))(?=\S)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block to be: its kind, its raw text, and its level if it is a heading (from 1)."""

    kind: BlockKind
    text: str
    level: int | None = None


def fill(builder: DocumentBuilder, pieces: Iterable[Piece], deadline: Deadline) -> None:
    """Add all `pieces` to `builder`. Raises `LimitExceeded` once the deadline has passed."""
    for piece in pieces:
        deadline.check()
        builder.add(piece.kind, piece.text, level=piece.level)


def without_bullet(line: str) -> str | None:
    """Return `line` without the bullet it starts with, or None when it starts with none."""
    match = _BULLET.match(line)
    return line[match.end() :] if match else None


def heading(text: str, level: int) -> Piece:
    """Return a heading, or a paragraph when `text` is far too long for one."""
    if len(text.split()) > _MOST_STYLED_HEADING_WORDS:
        return Piece(BlockKind.PARAGRAPH, text)
    return Piece(BlockKind.HEADING, text, level)


def reads_as_heading(text: str) -> bool:
    """Whether a line in bold is short enough, and open enough at its end, to head what follows."""
    stripped = text.strip()
    return (
        bool(stripped)
        and "\n" not in stripped
        and (
            len(stripped.split()) <= _MOST_HEADING_WORDS
            and stripped[-1] not in ".,;!:"
            and stripped[0].isalnum()
        )
    )


def flowing(text: str) -> Iterator[Piece]:
    """Yield paragraphs and typed list items from text whose line ends were made by hand.

    An empty line ends a paragraph; a bullet starts a list item; other lines are joined.
    """
    kind, lines = BlockKind.PARAGRAPH, list[str]()
    for line in text.split("\n"):
        item = without_bullet(line)
        ends_item = kind is BlockKind.LIST_ITEM and not line[:1].islower()
        if item is not None or not line.strip() or ends_item:
            yield from _joined(kind, lines)
            kind = BlockKind.PARAGRAPH if item is None else BlockKind.LIST_ITEM
            lines = []
        lines.append(line if item is None else item)
    yield from _joined(kind, lines)


def _joined(kind: BlockKind, lines: list[str]) -> Iterator[Piece]:
    text = " ".join(lines)
    if text.strip():
        yield Piece(kind, text)
