"""The formats of a report, and the one function that renders it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal, overload

from models.assessment import Assessment
from service.reports.report import Answer, MissingOriginal, Report
from service.reports.sentences import ANYBODY
from service.wording import wording_in

Renderer = Callable[[Report], str | bytes]
TextFormat = Literal["text", "json", "md", "html", "jsonld", "csv", "row"]
BinaryFormat = Literal["pdf", "docx", "xlsx", "annotated-pdf"]

__all__ = ["BINARY", "RENDERERS", "MissingOriginal", "UnknownFormat", "render"]


class UnknownFormat(ValueError):
    """No renderer has this name; the message lists the names there are."""


def _text() -> Renderer:
    from service.reports.text_report import render_text

    return render_text


def _json() -> Renderer:
    from service.reports.json_report import render_json

    return render_json


def _markdown() -> Renderer:
    from service.reports.markdown_report import render_markdown

    return render_markdown


def _html() -> Renderer:
    from service.reports.html_report import render_html

    return render_html


def _pdf() -> Renderer:
    from service.reports.pdf_report import render_pdf

    return render_pdf


def _docx() -> Renderer:
    from service.reports.docx_report import render_docx

    return render_docx


def _jsonld() -> Renderer:
    from service.reports.jsonld_report import render_jsonld

    return render_jsonld


def _csv() -> Renderer:
    from service.reports.grade_table import render_csv

    return render_csv


def _xlsx() -> Renderer:
    from service.reports.grade_table import render_xlsx

    return render_xlsx


def _row() -> Renderer:
    from service.reports.grade_table import render_row

    return render_row


def _annotated() -> Renderer:
    from service.reports.annotated_pdf import render_annotated

    return render_annotated


RENDERERS: Mapping[str, Callable[[], Renderer]] = MappingProxyType(
    {
        "text": _text,
        "json": _json,
        "md": _markdown,
        "html": _html,
        "pdf": _pdf,
        "docx": _docx,
        "jsonld": _jsonld,
        "csv": _csv,
        "xlsx": _xlsx,
        "annotated-pdf": _annotated,
        "row": _row,
    }
)
"""A loader by format, so that only the library that a format needs is imported."""

BINARY = frozenset({"pdf", "docx", "xlsx", "annotated-pdf"})
"""The formats that come as bytes; the others are text."""


@overload
def render(
    assessment: Assessment,
    format: TextFormat,
    *,
    language: str = "nl",
    id: str,
    created_at: datetime,
    applicant: str = ANYBODY,
    original: bytes | None = None,
    answers: tuple[Answer, ...] = (),
) -> str: ...
@overload
def render(
    assessment: Assessment,
    format: BinaryFormat,
    *,
    language: str = "nl",
    id: str,
    created_at: datetime,
    applicant: str = ANYBODY,
    original: bytes | None = None,
    answers: tuple[Answer, ...] = (),
) -> bytes: ...
@overload
def render(
    assessment: Assessment,
    format: str,
    *,
    language: str = "nl",
    id: str,
    created_at: datetime,
    applicant: str = ANYBODY,
    original: bytes | None = None,
    answers: tuple[Answer, ...] = (),
) -> str | bytes: ...
def render(
    assessment: Assessment,
    format: str,
    *,
    language: str = "nl",
    id: str,
    created_at: datetime,
    applicant: str = ANYBODY,
    original: bytes | None = None,
    answers: tuple[Answer, ...] = (),
) -> str | bytes:
    """The report on an assessment: text, or bytes for the formats in `BINARY`.

    The same arguments give the same report. `original` is the file that was assessed; only
    `annotated-pdf` needs it. `answers` are the replies of the applicant. Raises UnknownFormat,
    UnknownLanguage, MissingOriginal, and ValueError where `created_at` has no time zone.
    """
    if format not in RENDERERS:
        raise UnknownFormat(f"There is no format {format!r}. Known formats: {', '.join(RENDERERS)}.")
    report = Report(assessment, wording_in(language), id, created_at, applicant, original, answers)
    return RENDERERS[format]()(report)
