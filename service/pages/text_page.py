"""A page for a terminal: plain signs, a fixed width, and readable without colour."""

from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING

from service.pages.blocks import Bullets, Grid, Heading, Illustration, Page, Paragraph, Quote
from service.reports.escaping import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDTH = 100
_INDENT = 4


def render_text_page(page: Page) -> str:
    """The page in plain signs, whatever the surroundings."""
    from rich.console import Console

    stream = StringIO()
    console = Console(file=stream, width=WIDTH, color_system=None, legacy_windows=False, _environ={})
    for part in _parts(page):
        console.print(part, highlight=False, markup=False, emoji=False)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def _parts(page: Page) -> "Iterator[RenderableType]":
    yield from _underlined(page.title, "=")
    for block in page.blocks:
        if not isinstance(block, Illustration):
            yield ""
            yield from _block(block)


def _block(block: Heading | Paragraph | Bullets | Grid | Quote) -> "Iterator[RenderableType]":
    match block:
        case Heading(level, text):
            yield from _underlined(text, "-" if level == 2 else "")  # noqa: PLR2004 -- the level of a section
        case Paragraph(text):
            yield one_line(text)
        case Bullets(items):
            for item in items:
                yield _hanging("-", item)
        case Quote(label, text):
            yield f"{one_line(label).rstrip('.')}:"
            yield _hanging("  |", text)
        case Grid():
            yield from _grid(block)


def _underlined(text: str, sign: str) -> Iterator[str]:
    line = one_line(text)
    yield line
    if sign:
        yield sign * min(len(line), WIDTH)


def _hanging(sign: str, text: str) -> "RenderableType":
    """A sign with its text beside it, so that a long text keeps its left edge."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(sign, Text(one_line(text)))
    return grid


def _grid(block: Grid) -> "Iterator[RenderableType]":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    yield f"{one_line(block.caption)}"
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for column in block.columns:
        table.add_column(Text(one_line(column)), overflow="fold")
    for row in block.rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    yield table
