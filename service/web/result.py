"""The result: nine grades with their reasons, beside the document that they come from."""

from typing import TYPE_CHECKING

from fastapi import Response

from service.renderings import ANNOTATED, MEDIA_TYPES, formats, outcome_of
from service.reports.composing import compose
from service.reports.places import Places
from service.reports.report import Report
from service.store.files import MissingFile
from service.web.aims import aims_of, possible_aims
from service.web.document import document_view
from service.web.finding import Found
from service.web.private import erased_at, is_private
from service.web.replies import replies_of
from service.web.versions import versions_of

if TYPE_CHECKING:
    from service.store.tables import Assessment


def show_result(found: Found) -> Response:
    """The page of a finished assessment."""
    visit, assessment = found.visit, found.assessment
    try:
        outcome = outcome_of(visit.backend, assessment)
    except MissingFile:
        return visit.show("error.html.j2", 410, code=410)
    report = Report(outcome, visit.wording, assessment.id, assessment.created_at)
    content = compose(report)
    query = visit.request.query_params
    places = Places(outcome, visit.wording)
    aims = possible_aims(content, outcome.alignments, places, aims_of(query))
    return visit.show(
        "result.html.j2",
        assessment=assessment,
        path=found.path,
        content=content,
        aims=aims,
        aimed=[aim.alignment.id for aim in aims if aim.chosen],
        view=document_view(found, outcome, places, query),
        formats=downloads(assessment),
        private=is_private(assessment),
        erased_at=erased_at(visit.backend, assessment),
        versions=versions_of(visit.backend, assessment),
        replies=replies_of(visit.backend, assessment.id),
    )


def downloads(assessment: "Assessment") -> list[str]:
    """The formats in which this report can be had."""
    is_pdf = (assessment.job.facts or {}).get("mediaType") == MEDIA_TYPES["pdf"]
    return [format for format in formats() if format != ANNOTATED or is_pdf]
