"""A card as Markdown or as one HTML file."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from service.model_card.blocks import Block, Bullets, Card, Grid, Heading, Paragraph
from service.model_card.composing import compose_card
from service.reports.escaping import escape_markdown as escape
from service.wording import wording_in

if TYPE_CHECKING:
    from evaluation.card import Figures

FORMATS = ("md", "html")
_STYLES = ("assessment.css", "model_card.css")


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading of the second level with what stands under it."""

    id: str
    title: str
    blocks: tuple[Block, ...]


def render_card(figures: "Figures", format: str, *, language: str) -> str:
    """The card as text; the same figures give the same text.

    Raises UnknownLanguage for a language without a catalogue.
    """
    card = compose_card(figures, wording_in(language))
    return _html(card) if format == "html" else _markdown(card)


def _markdown(card: Card) -> str:
    blocks = [f"# {escape(card.title)}", *(_block(block) for block in card.blocks)]
    return "\n\n".join(blocks) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {escape(text)}"
        case Paragraph(text):
            return escape(text)
        case Bullets(items):
            return "\n".join(f"- {escape(item)}" for item in items)
        case Grid(caption, columns, rows):
            return f"**{escape(caption)}**\n\n" + "\n".join(_table(columns, rows))


def _table(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    yield _line(columns)
    yield _line(tuple("---" for _ in columns), raw=True)
    for row in rows:
        yield _line(row)


def _line(cells: tuple[str, ...], *, raw: bool = False) -> str:
    return f"| {' | '.join(cell if raw else escape(cell) for cell in cells)} |"


def _html(card: Card) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("service", "reports/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    folder = files("service").joinpath("reports", "templates")
    style = "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in _STYLES)
    sections = tuple(_sections(card))
    page = environment.get_template("model_card.html.j2")
    return page.render(card=card, sections=sections, say=wording_in(card.language).say, style=style)


def _sections(card: Card) -> Iterator[_Section]:
    starts = [place for place, block in enumerate(card.blocks) if _opens(block)]
    if starts and starts[0]:
        yield _Section("made", "", card.blocks[: starts[0]])
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(card.blocks)], strict=True), 1):
        heading = card.blocks[start]
        title = heading.text if isinstance(heading, Heading) else ""
        yield _Section(f"part-{number}", title, card.blocks[start + 1 : end])


def _opens(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 2  # noqa: PLR2004 -- the level of a section
