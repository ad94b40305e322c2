"""The page on a run over many proposals: their grades as a picture and as a table."""

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

from service.pages.blocks import Block, Bullets, Grid, Heading, Illustration, Page, Paragraph
from service.pages.rendering import render_page
from service.reports.pictures import heat_map
from service.reports.sentences import excluded_uses, intended_use
from service.reports.signs import SIGNS
from service.summary import SummaryRow, row_name
from service.wording import Wording

if TYPE_CHECKING:
    from corpus.strategies import Strategy


def batch_page(rows: Sequence[SummaryRow], strategy: "Strategy", wording: Wording) -> str:
    """The page as HTML, rows in the order given; it holds no total and no order by grade."""
    title = wording.say("picture.heat_map.title")
    return render_page(Page(wording.language, title, tuple(_blocks(rows, strategy, wording))), "html")


def _blocks(rows: Sequence[SummaryRow], strategy: "Strategy", wording: Wording) -> Iterator[Block]:
    spearheads = [spearhead.id for spearhead in strategy.spearheads]
    yield Paragraph(wording.say("notice.generated_by", version=version("speerwijzer")))
    yield Paragraph(intended_use(wording))
    yield Heading(2, wording.say("report.overview"))
    picture = heat_map(rows, spearheads, wording)
    yield Illustration(picture.title, picture.svg)
    columns = (wording.say("table.name"), *spearheads)
    yield Grid(wording.say("table.sheet"), columns, tuple(_cells(row, wording) for row in rows))
    yield Heading(2, wording.say("report.excluded_uses"))
    yield Bullets(excluded_uses(wording))


def _cells(row: SummaryRow, wording: Wording) -> tuple[str, ...]:
    grades = (f"{SIGNS[grade]} {wording.say(f'grade.{grade}')}" for grade in row.grades or ())
    return (row_name(row, wording), *grades)
