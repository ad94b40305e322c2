"""Sets an example proposal as a PDF of A4 pages, always with the same bytes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BalancedColumns,
    BaseDocTemplate,
    Flowable,
    Frame,
    ListFlowable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus import Table as Grid

from tools.example_content import ExampleProposal, Part, Table, hyphenatable

MARGIN = 24 * mm
WIDTH = A4[0] - 2 * MARGIN
INK = colors.HexColor("#1f3a4d")
PALE = colors.HexColor("#e8eef2")
RULE = colors.HexColor("#9fb3c1")

TEXT = ParagraphStyle("text", fontName="Times-Roman", fontSize=10.5, leading=14.2, spaceAfter=7)
JUSTIFIED = ParagraphStyle("justified", TEXT, alignment=TA_JUSTIFY, fontSize=9.6, leading=12.6)
CELL = ParagraphStyle("cell", TEXT, fontName="Helvetica", fontSize=8.4, leading=10.6, spaceAfter=0)
HEAD_CELL = ParagraphStyle("head", CELL, fontName="Helvetica-Bold", textColor=INK)
CAPTION = ParagraphStyle(
    "caption", CELL, fontName="Helvetica-Oblique", spaceBefore=4, spaceAfter=4, keepWithNext=1
)
HEADING = ParagraphStyle(
    "heading", TEXT, fontName="Helvetica-Bold", fontSize=14, leading=18, spaceBefore=14, textColor=INK
)
HEADING.keepWithNext = 1
SUBHEADING = ParagraphStyle("subheading", HEADING, fontSize=11, leading=14, spaceBefore=8, spaceAfter=4)
TITLE = ParagraphStyle("title", HEADING, fontSize=25, leading=30, spaceAfter=8)
SUBTITLE = ParagraphStyle("subtitle", TEXT, fontName="Helvetica", fontSize=14, leading=18, spaceAfter=60)


def write(proposal: ExampleProposal, path: Path) -> None:
    """Writes the PDF; the same proposal gives the same bytes."""
    frame = Frame(MARGIN, 26 * mm, WIDTH, A4[1] - 54 * mm, 0, 0, 0, 0, id="text")
    document = BaseDocTemplate(
        str(path), pagesize=A4, invariant=1, title=proposal.title, author=proposal.organisation, lang="nl-BE"
    )

    def furniture(canvas: Canvas, _: BaseDocTemplate) -> None:
        _draw_furniture(canvas, proposal)

    document.addPageTemplates(
        [PageTemplate("cover", [frame]), PageTemplate("inside", [frame], onPage=furniture)]
    )
    document.build([*_cover(proposal), *_flowables(proposal.parts)])


def _draw_furniture(canvas: Canvas, proposal: ExampleProposal) -> None:
    canvas.setFont("Helvetica", 7.8)
    canvas.setFillColor(INK)
    canvas.drawString(MARGIN, A4[1] - 16 * mm, proposal.header)
    canvas.drawRightString(A4[0] - MARGIN, A4[1] - 16 * mm, proposal.reference)
    canvas.setStrokeColor(RULE)
    canvas.line(MARGIN, A4[1] - 18.5 * mm, A4[0] - MARGIN, A4[1] - 18.5 * mm)
    canvas.drawString(MARGIN, 15 * mm, proposal.date)
    canvas.drawRightString(A4[0] - MARGIN, 15 * mm, f"Pagina {canvas.getPageNumber()}")


def _cover(proposal: ExampleProposal) -> Iterator[Flowable]:
    yield Spacer(0, 45 * mm)
    yield Paragraph(proposal.organisation, HEAD_CELL)
    yield Spacer(0, 6 * mm)
    yield Paragraph(proposal.title, TITLE)
    yield Paragraph(proposal.subtitle, SUBTITLE)
    yield Paragraph(proposal.call, TEXT)
    yield Spacer(0, 8 * mm)
    cells = [[Paragraph(label, HEAD_CELL), Paragraph(text, CELL)] for label, text in proposal.facts]
    yield Grid(cells, [WIDTH * 0.28, WIDTH * 0.72], style=[("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE)])
    yield Spacer(0, 12 * mm)
    yield Paragraph(f"{proposal.reference}, {proposal.date}", CELL)
    yield NextPageTemplate("inside")
    yield PageBreak()


def _flowables(parts: tuple[Part, ...], text_style: ParagraphStyle = TEXT) -> Iterator[Flowable]:
    for part in parts:
        if part.kind == "columns":
            yield BalancedColumns(list(_flowables(part.parts, JUSTIFIED)), nCols=2, innerPadding=6 * mm)
        elif part.kind == "list":
            items = [Paragraph(hyphenatable(item), TEXT) for item in part.items]
            yield ListFlowable(items, bulletType="bullet", start="•", leftIndent=14, bulletFontSize=9)
        elif part.table:
            yield from _table(part.table)
        else:
            styles = {"heading": HEADING, "subheading": SUBHEADING}
            yield Paragraph(hyphenatable(part.text), styles.get(part.kind, text_style))


def _table(table: Table) -> Iterator[Flowable]:
    head, *body = table.rows
    cells = [[Paragraph(cell, HEAD_CELL) for cell in head]]
    cells += [[Paragraph(hyphenatable(cell), CELL) for cell in row] for row in body]
    widths = [WIDTH * share / sum(table.widths) for share in table.widths]
    look: list[tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]] = [
        ("BACKGROUND", (0, 0), (-1, 0), PALE),
        ("GRID", (0, 0), (-1, -1), 0.4, RULE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    yield Paragraph(table.caption, CAPTION)
    yield Grid(cells, widths, style=look, repeatRows=1)
    yield Spacer(0, 10)
