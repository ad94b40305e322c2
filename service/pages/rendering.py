"""A page as plain text, as Markdown or as one HTML file."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from service.pages.blocks import Block, Bullets, Grid, Heading, Illustration, Page, Paragraph, Quote
from service.reports.escaping import escape_markdown as escape
from service.reports.escaping import printable
from service.wording import wording_in

_STYLES = ("assessment.css", "page.css")


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading of the second level with what stands under it."""

    id: str
    title: str
    blocks: tuple[Block, ...]


def render_page(page: Page, format: str) -> str:
    """The page as `text`, `md` or `html`; the same page gives the same text."""
    if format == "text":
        from service.pages.text_page import render_text_page

        return render_text_page(page)
    return _html(page) if format == "html" else _markdown(page)


def _markdown(page: Page) -> str:
    blocks = [f"# {escape(page.title)}", *(_block(block) for block in page.blocks)]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {escape(text)}"
        case Paragraph(text):
            return escape(text)
        case Bullets(items):
            return "\n".join(f"- {escape(item)}" for item in items)
        case Quote(label, text):
            return f"{escape(label)}\n\n> {escape(text)}"
        case Illustration():
            return ""
        case Grid(caption, columns, rows):
            return f"**{escape(caption)}**\n\n" + "\n".join(_table(columns, rows))


def _table(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    yield _line(columns)
    yield _line(tuple("---" for _ in columns), raw=True)
    for row in rows:
        yield _line(row)


def _line(cells: tuple[str, ...], *, raw: bool = False) -> str:
    return f"| {' | '.join(cell if raw else escape(cell) for cell in cells)} |"


def _html(page: Page) -> str:
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
    environment.filters["printable"] = printable
    template = environment.get_template("page.html.j2")
    sections = tuple(_sections(page))
    return template.render(page=page, sections=sections, say=wording_in(page.language).say, style=style)


def _sections(page: Page) -> Iterator[_Section]:
    starts = [place for place, block in enumerate(page.blocks) if _opens(block)]
    if starts and starts[0]:
        yield _Section("made", "", page.blocks[: starts[0]])
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(page.blocks)], strict=True), 1):
        heading = page.blocks[start]
        title = heading.text if isinstance(heading, Heading) else ""
        yield _Section(f"part-{number}", title, page.blocks[start + 1 : end])


def _opens(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 2  # noqa: PLR2004 -- the level of a section
