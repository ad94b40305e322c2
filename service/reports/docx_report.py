"""The report as a Word document, for whoever pastes parts of it into a note."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any

from service.reports.composing import compose
from service.reports.content import AlignmentContent, EvidenceContent, Fact, ReportContent
from service.reports.docx_marks import header_row, in_language, set_language, with_picture
from service.reports.illustrating import pictures_of
from service.reports.packaged import without_moment
from service.reports.report import Report
from service.reports.signs import SIGNS
from service.wording import Wording

if TYPE_CHECKING:
    from docx.document import Document

_WIDTHS = (7.4, 3.6, 2.6, 3.4)
"""Columns of the overview, in centimetres."""


def render_docx(report: Report) -> bytes:
    """The report as DOCX: real headings, header rows, a language, and a text for each picture."""
    from docx import Document

    document = Document()
    content = compose(report)
    _prepare(document, report, content)
    _first_page(document, content, report.wording)
    document.add_heading(report.wording.say("picture.heading"), 1)
    for picture in pictures_of(report, content):
        document.add_heading(picture.title, 2)
        with_picture(document, picture)
    document.add_heading(report.wording.say("report.details"), 1)
    for alignment in content.alignments:
        _alignment(document, alignment, report.wording)
    _flags(document, content, report.wording)
    _about(document, content, report.wording)
    stream = io.BytesIO()
    document.save(stream)
    return without_moment(stream.getvalue())


def _prepare(document: "Document", report: Report, content: ReportContent) -> None:
    from docx.shared import Cm, Pt

    set_language(document, content.language)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    styles: Any = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(11)
    moment = report.created_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = document.core_properties
    properties.title = f"{report.wording.say('report.title')}: {content.title}"[:255]
    properties.author = properties.last_modified_by = f"Speerwijzer {report.assessment.engine.version}"
    properties.comments, properties.language = "", content.language
    properties.created = properties.modified = moment


def _first_page(document: "Document", content: ReportContent, wording: Wording) -> None:
    document.add_paragraph(f"Speerwijzer · {wording.say('report.subject')}")
    title = document.add_heading(content.title, 0)
    in_language(title.runs[0], content.title_language)
    _facts(document, content.facts)
    notice = document.add_paragraph(f"{content.generated_by} ")
    notice.add_run(wording.say("html.decides")).bold = True
    document.add_heading(wording.say("report.overview"), 1)
    _overview(document, content, wording)
    document.add_paragraph(" ".join((wording.say("report.interval_note"), *content.method)))
    document.add_heading(wording.say("report.use"), 2)
    document.add_paragraph(content.intended_use)
    document.add_heading(wording.say("report.excluded_uses"), 2)
    _items(document, content.excluded_uses)
    document.add_heading(wording.say("colofon.contact"), 2)
    document.add_paragraph(wording.say("colofon.contact_text"))


def _overview(document: "Document", content: ReportContent, wording: Wording) -> None:
    from docx.shared import Cm

    headings = ("report.spearhead", "report.grade", "report.core_short", "report.at_least_short")
    table = document.add_table(rows=1, cols=len(headings), style="Light List")
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.text = wording.say(heading)
    header_row(table.rows[0])
    for alignment in content.alignments:
        for cell, text in zip(table.add_row().cells, _row(alignment), strict=True):
            cell.text = text
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _row(alignment: AlignmentContent) -> Sequence[str]:
    reason = f" – {alignment.reason}" if alignment.reason else ""
    return (
        f"{alignment.id} {alignment.title}",
        f"{SIGNS[alignment.grade]} {alignment.grade_word}{reason}",
        f"{alignment.core.percent} ({alignment.core.interval})",
        f"{alignment.at_least.percent} ({alignment.at_least.interval})",
    )


def _facts(document: "Document", facts: Iterable[Fact]) -> None:
    for fact in facts:
        paragraph = document.add_paragraph(f"{fact.label}: ")
        paragraph.paragraph_format.space_after = 0
        paragraph.add_run(fact.value).bold = True
    document.add_paragraph()


def _items(document: "Document", items: Iterable[str]) -> None:
    for item in items:
        document.add_paragraph(item, style="List Bullet")


def _alignment(document: "Document", alignment: AlignmentContent, wording: Wording) -> None:
    title = document.add_heading(f"{alignment.id} ", 2)
    in_language(title.add_run(alignment.title), alignment.title_language)
    reason = f" – {alignment.reason}" if alignment.reason else ""
    document.add_paragraph().add_run(f"{SIGNS[alignment.grade]} {alignment.grade_word}{reason}").bold = True
    statement = document.add_paragraph(f"{wording.say('report.statement')}: ")
    in_language(statement.add_run(alignment.statement), alignment.statement_language)
    _items(document, alignment.told)
    if alignment.evidence:
        document.add_heading(alignment.evidence_heading, 3)
    for evidence in alignment.evidence:
        _evidence(document, evidence, wording)


def _evidence(document: "Document", evidence: EvidenceContent, wording: Wording) -> None:
    place = f" ({evidence.place})" if evidence.place else ""
    document.add_paragraph(f"{wording.say('evidence.proposal')} – {evidence.role}{place}")
    quote = document.add_paragraph(style="Quote")
    in_language(quote.add_run(evidence.quote), evidence.quote_language)
    document.add_paragraph(f"{wording.say('evidence.strategy')} – {evidence.source}")
    sentence = document.add_paragraph(style="Quote")
    in_language(sentence.add_run(evidence.strategy_text), evidence.strategy_language)
    _items(document, (part for part in (evidence.contribution, evidence.terms) if part))


def _flags(document: "Document", content: ReportContent, wording: Wording) -> None:
    document.add_heading(wording.say("report.flags"), 1)
    if not content.flags:
        document.add_paragraph(wording.say("html.no_flags"))
        return
    document.add_paragraph(wording.say("report.flags_intro"))
    for flag in content.flags:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(flag.title).bold = True
        paragraph.add_run(f"{f' ({flag.pages})' if flag.pages else ''}: {flag.message}")


def _about(document: "Document", content: ReportContent, wording: Wording) -> None:
    document.add_heading(wording.say("guide.title"), 1)
    _items(document, content.guide)
    document.add_heading(wording.say("report.about"), 1)
    document.add_heading(wording.say("report.limits"), 2)
    _items(document, content.limits)
    document.add_heading(wording.say("faithfulness.title"), 2)
    for sentence in content.faithfulness:
        document.add_paragraph(sentence)
    document.add_heading(wording.say("html.hashes"), 2)
    document.add_paragraph(wording.say("html.hashes_intro"))
    _facts(document, content.identity)
