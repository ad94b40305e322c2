"""Reports in every format there is, rendered once and kept."""

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from service.reports.report import Answer
from service.store.replies import replies_to
from service.store.results import unpack_assessment
from service.store.tables import Assessment, Rendering

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.assessment import Assessment as Outcome
    from service.backend import Backend
    from service.store.page_tables import Reply

ANNOTATED = "annotated-pdf"
"""The proposal itself with its evidence marked: only for a proposal that is a PDF."""
MEDIA_TYPES = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "text": "text/plain; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jsonld": "application/ld+json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ANNOTATED: "application/pdf",
}
"""The media type of each format; which of them exist is for the registry of renderers to say."""


def formats() -> tuple[str, ...]:
    """The formats in which a report exists."""
    from service.reports.rendering import RENDERERS

    return tuple(name for name in RENDERERS if name in MEDIA_TYPES)


def result_name(assessment: Assessment) -> str:
    """The stored file with the assessment in full."""
    return f"{assessment.job_id}.result"


def outcome_of(backend: "Backend", assessment: Assessment) -> "Outcome":
    """The assessment in full, under the name that its sender gave the file. Raises MissingFile."""
    content = backend.files.get(assessment.organisation_id, result_name(assessment))
    return _named(unpack_assessment(content), assessment)


def first_report(backend: "Backend", assessment: Assessment, outcome: "Outcome") -> str:
    """The report as JSON, as it is kept for good; it bears the name that its own sender gave the file."""
    return str(_render(backend, assessment, _named(outcome, assessment), "json", assessment.language))


def _named(outcome: "Outcome", assessment: Assessment) -> "Outcome":
    return replace(outcome, document=replace(outcome.document, name=assessment.name))


def rendered(backend: "Backend", assessment: Assessment, format: str, language: str) -> bytes:
    """The report in a format and language; the first rendering is kept, so that it never changes.

    Raises:
        MissingFile: what it is rendered from was erased.
    """
    with backend.database.read() as session:
        replies = replies_to(session, assessment.id)
    if replies:  # more may follow: what is rendered now is not kept
        outcome = outcome_of(backend, assessment)
        return _bytes(_render(backend, assessment, outcome, format, language, replies))
    if format == "json" and language == assessment.language:
        return (assessment.report or "").encode()
    key = (assessment.id, format, language)
    with backend.database.read() as session:
        kept = session.get(Rendering, key)
    if kept is not None:
        return backend.files.get(assessment.organisation_id, kept.file)
    content = _bytes(_render(backend, assessment, outcome_of(backend, assessment), format, language))
    return _kept(backend, assessment, key, content)


def _bytes(report: str | bytes) -> bytes:
    return report.encode() if isinstance(report, str) else bytes(report)


def _render(
    backend: "Backend",
    assessment: Assessment,
    outcome: "Outcome",
    format: str,
    language: str,
    replies: "Sequence[Reply]" = (),
) -> str | bytes:
    original = None
    if format == ANNOTATED:
        original = backend.files.get(assessment.organisation_id, assessment.sha256)
    return backend.services.render(
        outcome,
        format,
        language=language,
        id=assessment.id,
        created_at=assessment.created_at,
        applicant=backend.settings.applicant_kind,
        original=original,
        answers=tuple(Answer(each.spearhead, each.text, each.created_at) for each in replies),
    )


def _kept(backend: "Backend", assessment: Assessment, key: tuple[str, str, str], content: bytes) -> bytes:
    name = f"{assessment.id}.{key[1]}.{key[2]}"
    backend.files.keep(assessment.organisation_id, name, content)
    try:
        with backend.database.write() as session:
            session.add(
                Rendering(
                    assessment_id=key[0],
                    format=key[1],
                    language=key[2],
                    file=name,
                    created_at=backend.services.now(),
                )
            )
    except IntegrityError:  # somebody else rendered it at the same moment, or the assessment was erased
        with backend.database.read() as session:
            if session.get(Assessment, assessment.id) is None:
                backend.files.delete(assessment.organisation_id, name)
    return content
