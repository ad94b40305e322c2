"""What a parsed proposal is: canonical text, and everything else as offsets into it."""

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block of the proposal is, as far as its layout tells."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"


class RemarkKind(StrEnum):
    """What a parser has to confess about a file that it could otherwise read."""

    PAGES_WITHOUT_TEXT = "pages_without_text"
    PICTURE_OF_TEXT = "picture_of_text"
    RECOGNISED_TEXT = "recognised_text"
    HIDDEN_TEXT = "hidden_text"
    POOR_TEXT = "poor_text"
    NOT_READ = "not_read"
    PERSONAL_DATA_MASKED = "personal_data_masked"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in points, measured from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Block:
    """A title, heading, paragraph, list item or table row.

    `start` and `end` (exclusive) are code points in the canonical text. `level` is 1 for the
    widest heading and None for anything that is no heading. `box` is None where the format
    has no geometry.
    """

    kind: BlockKind
    start: int
    end: int
    page: int
    level: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page; formats without pages have a single page 1. Sizes are in points."""

    number: int
    start: int
    end: int
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A part of the file that was not read, or read with doubt; becomes a flag in the report.

    `detail` names the part in the file's own words (such as "comments" or "embedded file");
    it never holds text of the proposal. `spans` are places in the canonical text (code points, end
    exclusive): of masks, or the empty place beside which something was left out.
    """

    kind: RemarkKind
    pages: tuple[int, ...] = ()
    detail: str = ""
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed proposal: all offsets in the product refer to `text`, in which personal data are masked."""

    name: str
    sha256: str
    media_type: str
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    title: str | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def words(self) -> int:
        """Number of whitespace-separated words in the canonical text."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Passage:
    """One to four sentences: the unit of evidence.

    `start` and `end` (exclusive) are code points in the canonical text, so that
    `document.text[start:end] == text`. `section` is the heading it stands under, or "".
    `language` is nl, en, fr or other. `kind` is the kind of the block it was cut from.
    """

    id: str
    start: int
    end: int
    page: int
    section: str
    language: str
    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
