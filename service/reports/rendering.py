"""The formats of a report, and the one function that renders it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from models.assessment import Assessment
from service.reports.report import Report
from service.reports.sentences import ANYBODY
from service.wording import wording_in

Renderer = Callable[[Report], str]


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


RENDERERS: Mapping[str, Callable[[], Renderer]] = MappingProxyType(
    {"text": _text, "json": _json, "md": _markdown, "html": _html}
)
"""A loader by format, so that only the library that a format needs is imported."""


def render(
    assessment: Assessment,
    format: str,
    *,
    language: str = "nl",
    id: str,
    created_at: datetime,
    applicant: str = ANYBODY,
) -> str:
    """The report on an assessment as text.

    The same arguments give the same text. Raises UnknownFormat, UnknownLanguage, and ValueError
    where `created_at` has no time zone.
    """
    if format not in RENDERERS:
        raise UnknownFormat(f"There is no format {format!r}. Known formats: {', '.join(RENDERERS)}.")
    report = Report(assessment, wording_in(language), id, created_at, applicant=applicant)
    return RENDERERS[format]()(report)
