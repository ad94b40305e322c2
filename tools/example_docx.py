"""Sets an example proposal as a Word document, always with the same bytes."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from tools.example_content import ExampleProposal, Part, Table

TEXT_WIDTH = 16.0  # centimetres: A4 less the margins
MOMENT = datetime(2026, 2, 27, 9, 0, tzinfo=UTC)


def write(proposal: ExampleProposal, path: Path) -> None:
    """Writes the document; the same proposal gives the same bytes."""
    document = Document()
    _set_page(document, proposal)
    document.add_heading(proposal.title, level=0)
    document.add_paragraph(proposal.subtitle, style="Subtitle")
    document.add_paragraph(f"{proposal.organisation}. {proposal.call} ({proposal.reference}).")
    _add_rows(document, proposal.facts, (25, 75), "Table Grid")
    document.add_paragraph()
    for part in proposal.parts:
        _add(document, part)
    packed = BytesIO()
    document.save(packed)
    path.write_bytes(_with_fixed_times(packed.getvalue()))


def _set_page(document: WordDocument, proposal: ExampleProposal) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(11)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    section.header.paragraphs[0].text = proposal.header
    footer = section.footer.paragraphs[0]
    footer.text = f"{proposal.reference}, {proposal.date}, pagina "
    _add_page_number(footer)
    properties = document.core_properties
    properties.title, properties.author, properties.language = proposal.title, proposal.organisation, "nl-BE"
    properties.created = properties.modified = MOMENT
    properties.comments = ""


def _add_page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(f"{{{field.nsmap['w']}}}instr", "PAGE")
    paragraph._p.append(field)


def _add(document: WordDocument, part: Part) -> None:
    if part.kind in {"heading", "subheading"}:
        document.add_heading(part.text, level=1 if part.kind == "heading" else 2)
    elif part.kind == "list":
        for item in part.items:
            document.add_paragraph(item, style="List Bullet")
    elif part.table:
        _add_table(document, part.table)
    else:
        document.add_paragraph(part.text)


def _add_table(document: WordDocument, table: Table) -> None:
    document.add_paragraph(table.caption, style="Caption")
    _add_rows(document, table.rows, table.widths)
    document.add_paragraph()


def _add_rows(
    document: WordDocument,
    rows: tuple[tuple[str, ...], ...],
    widths: tuple[float, ...],
    style: str = "Light Grid Accent 1",
) -> None:
    grid = document.add_table(rows=0, cols=len(widths), style=style)
    grid.autofit = False
    sizes = [Cm(TEXT_WIDTH * share / sum(widths)) for share in widths]
    for column, size in zip(grid.columns, sizes, strict=True):
        column.width = size
    for row in rows:
        added = grid.add_row()
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, size in zip(added.cells, row, sizes, strict=True):
            cell.text, cell.width = text, size


def _with_fixed_times(packed: bytes) -> bytes:
    """Packs the members anew with one fixed time, which Word and others ignore."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(packed)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, MOMENT.timetuple()[:6])
            copy.writestr(member, source.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
