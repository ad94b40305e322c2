"""Assessments as a table: a row for each proposal, with no total and in the order given."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from service.reports.composing import compose
from service.reports.escaping import one_line
from service.reports.report import Report
from service.wording import Wording

if TYPE_CHECKING:
    from corpus.strategies import Strategy

Cell = str | float
_DECIMALS = 4
_FORMULA_STARTS = ("=", "+", "-", "@")
_PROVENANCE = (
    "id", "created", "version", "strategy", "strategy_hash", "file_hash", "encoder_hash", "artefact_hash",
    "settings_hash",
)  # fmt: skip


def render_csv(report: Report) -> str:
    """The table of one proposal as CSV."""
    return as_csv(header(report.assessment.strategy, report.wording), [row(report)])


def render_xlsx(report: Report) -> bytes:
    """The table of one proposal as a workbook."""
    names = header(report.assessment.strategy, report.wording)
    return as_xlsx(names, [row(report)], report.wording, report.created_at)


def render_row(report: Report) -> str:
    """The row of one proposal with the names of its columns, as JSON: what a table of many is made of."""
    data = {
        "names": header(report.assessment.strategy, report.wording),
        "cells": row(report),
        "language": report.wording.language,
        "created": report.timestamp,
    }
    return json.dumps(data, ensure_ascii=False) + "\n"


def header(strategy: "Strategy", wording: Wording) -> tuple[str, ...]:
    """The names of the columns: three for each spearhead, and what the assessment was made with."""
    spearheads = (one_line(spearhead.id) for spearhead in strategy.spearheads)
    parts = ("grade", "core", "at_least")
    graded = (wording.say(f"table.{part}", spearhead=name) for name in spearheads for part in parts)
    provenance = (wording.say(f"table.{name}") for name in _PROVENANCE)
    return (wording.say("table.name"), wording.say("table.title"), *graded, *provenance)


def row(report: Report) -> tuple[Cell, ...]:
    """The cells of one proposal; probabilities are numbers from 0 to 1."""
    assessment, content = report.assessment, compose(report)
    engine, strategy = assessment.engine, assessment.strategy
    graded: list[Cell] = []
    for shown in content.alignments:
        chances = (round(item.value, _DECIMALS) + 0.0 for item in (shown.core, shown.at_least))
        graded += [shown.grade_word, *chances]
    provenance = (
        report.id,
        report.timestamp,
        engine.version,
        one_line(f"{strategy.id} {strategy.version}"),
        strategy.sha256,
        assessment.document.sha256,
        engine.encoder_sha256,
        engine.artefact_sha256,
        engine.settings_sha256,
    )
    return (one_line(assessment.document.name), content.title, *graded, *provenance)


def as_csv(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """The table as CSV; a text that a spreadsheet would run as a formula gets an apostrophe in front."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for cells in (names, *rows):
        writer.writerow([_harmless(cell) for cell in cells])
    return stream.getvalue()


def _harmless(cell: Cell) -> Cell:
    # White space in front does not stop every spreadsheet.
    runs = isinstance(cell, str) and cell.lstrip().startswith(_FORMULA_STARTS)
    return f"'{cell}" if runs else cell


def as_xlsx(
    names: Sequence[str], rows: Sequence[Sequence[Cell]], wording: Wording, created_at: datetime
) -> bytes:
    """The table as a workbook with one sheet; every text is written as text, never as a formula."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    moment = created_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": wording.say("report.title"), "author": "Speerwijzer", "created": moment})
    sheet = book.add_worksheet(wording.say("table.sheet"))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    percent = book.add_format({"num_format": "0 %"})
    sheet.write_row(0, 0, names, bold)
    for number, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            else:
                sheet.write_number(number, column, cell, percent)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 1, 36)
    sheet.set_column(2, max(2, len(names) - 1), 14)
    sheet.autofilter(0, 0, max(1, len(rows)), len(names) - 1)
    book.close()
    return stream.getvalue()
