"""What a page is made of, whatever it is written in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section (level 2) or of a part of it (level 3)."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without an order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the first column names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Text of someone else under a label; `language` where it is not that of the page, else ""."""

    label: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Illustration:
    """A picture for the formats that can show one; the page says the same in words elsewhere."""

    title: str
    svg: str


Block = Heading | Paragraph | Bullets | Grid | Quote | Illustration


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page in one language."""

    language: str
    title: str
    blocks: tuple[Block, ...]
