"""Collects the blocks of a proposal and gives each its place in the canonical text."""

import hashlib
from dataclasses import dataclass, field

from corpus.documents import Block, BlockKind, Box, Document, Page, Remark, RemarkKind
from corpus.errors import EmptyDocument, LimitExceeded
from corpus.limits import DocumentLimits
from corpus.parsing.text import normalise
from corpus.personal_data import Masked, mask

_BETWEEN_BLOCKS = "\n\n"
_BETWEEN_SIBLINGS = "\n"
_SIBLINGS = frozenset({BlockKind.TABLE_ROW, BlockKind.LIST_ITEM})


@dataclass(slots=True)
class _Places:
    """Where a remark applies, as it grows."""

    pages: set[int] = field(default_factory=set)
    spans: list[tuple[int, int]] = field(default_factory=list)


class DocumentBuilder:
    """Takes blocks in reading order and builds the `Document` that they make.

    A format without pages never calls `start_page` and gets a single page 1.
    """

    def __init__(self, limits: DocumentLimits) -> None:
        self._limits = limits
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._pages: list[tuple[int, float | None, float | None]] = []
        self._remarks: dict[tuple[RemarkKind, str], _Places] = {}

    def start_page(self, number: int, width: float | None = None, height: float | None = None) -> None:
        """Begin page `number` (from 1, rising); sizes in points. Blocks added from here stand on it."""
        self._pages.append((number, width, height))

    def add(self, kind: BlockKind, text: str, *, level: int | None = None, box: Box | None = None) -> None:
        """Append a block of normalised text, its personal data masked; empty text adds nothing.

        `level` counts from 1. Raises `LimitExceeded` when the canonical text grows over its limit.
        """
        masked = mask(normalise(text))
        normalised = masked.text
        if not normalised:
            return
        if not self._pages:
            self.start_page(1)
        separator = self._separator(kind)
        start = self._length + len(separator)
        self._length = start + len(normalised)
        if self._length > self._limits.characters:
            raise LimitExceeded(maximum=self._limits.characters, unit="characters")
        self._parts += (separator, normalised)
        self._blocks.append(Block(kind, start, self._length, self._pages[-1][0], level, box))
        self._confess(masked, start)

    def remark(
        self, kind: RemarkKind, *, pages: tuple[int, ...] = (), detail: str = "", here: bool = False
    ) -> None:
        """Record what was not read, or read with doubt; the same remark twice is one, on all its pages.

        `here` places it after the last block so far, for formats without pages.
        """
        places = self._remarks.setdefault((kind, detail), _Places())
        places.pages.update(pages)
        if here and (self._length, self._length) not in places.spans:
            places.spans.append((self._length, self._length))

    def _confess(self, masked: Masked, start: int) -> None:
        number, width, _ = self._pages[-1]
        for kind, begin, end in masked.places:
            pages = (number,) if width is not None else ()
            self.remark(RemarkKind.PERSONAL_DATA_MASKED, pages=pages, detail=kind.value)
            places = self._remarks[RemarkKind.PERSONAL_DATA_MASKED, kind.value]
            places.spans.append((start + begin, start + end))

    def build(self, *, name: str, content: bytes, media_type: str) -> Document:
        """Return the document of all blocks so far. Raises `EmptyDocument` when there are none.

        The title is the first title block, or else the first heading.
        """
        if not self._blocks:
            raise EmptyDocument
        text = "".join(self._parts)
        return Document(
            name=name,
            sha256=hashlib.sha256(content).hexdigest(),
            media_type=media_type,
            text=text,
            pages=self._built_pages(),
            blocks=tuple(self._blocks),
            title=self._title(text),
            remarks=tuple(
                Remark(kind, tuple(sorted(places.pages)), detail, tuple(places.spans))
                for (kind, detail), places in self._remarks.items()
            ),
        )

    def _separator(self, kind: BlockKind) -> str:
        if not self._blocks:
            return ""
        siblings = kind in _SIBLINGS and self._blocks[-1].kind is kind
        return _BETWEEN_SIBLINGS if siblings else _BETWEEN_BLOCKS

    def _built_pages(self) -> tuple[Page, ...]:
        """A page reaches from its first block to its last; one without text is an empty span in its place."""
        spans: dict[int, tuple[int, int]] = {}
        for block in self._blocks:
            start, _ = spans.get(block.page, (block.start, block.end))
            spans[block.page] = (start, block.end)
        pages: list[Page] = []
        end = 0
        for number, width, height in self._pages:
            start, end = spans.get(number, (end, end))
            pages.append(Page(number, start, end, width, height))
        return tuple(pages)

    def _title(self, text: str) -> str | None:
        for kind in (BlockKind.TITLE, BlockKind.HEADING):
            for block in self._blocks:
                if block.kind is kind:
                    return text[block.start : block.end]
        return None
