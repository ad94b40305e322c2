"""`/v1/assessments/{id}`: the assessment, in every format, and what it rests on."""

import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Path, Query, Request, Response

from service.api.answers import kept, kept_json
from service.api.context import BackendOf, Reader
from service.api.documented import NOT_MODIFIED, REPORT, contents, problems
from service.api.following import find
from service.api.schemas import ID_PATTERN, Language
from service.backend import Backend
from service.ports import Principal
from service.problems import Problem
from service.renderings import ANNOTATED, MEDIA_TYPES, formats, outcome_of, rendered
from service.states import State
from service.store.files import MissingFile
from service.store.tables import Assessment
from service.text_content import text_content

router = APIRouter(prefix="/v1/assessments/{assessment_id}", tags=["reports"])
AssessmentId = Annotated[str, Path(max_length=36, pattern=ID_PATTERN, description="Id of an assessment.")]
T = TypeVar("T")
LanguageOf = Annotated[
    Language | None, Query(description="Language of the report; without it the one that was asked for first.")
]
_HTML_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"
_NOT_READY = problems("resourceNotFound", "notFinished", "erased")


@router.get("", responses={**REPORT, **NOT_MODIFIED, **_NOT_READY, **problems("notAcceptable")})
def read_assessment(
    request: Request,
    backend: BackendOf,
    principal: Reader,
    assessment_id: AssessmentId,
    language: LanguageOf = None,
) -> Response:
    """The assessment as JSON, or as a report in another format that the caller accepts."""
    assessment = finished(backend, principal, assessment_id)
    format = _accepted(request.headers.get("accept", "*/*"))
    return _report(request, backend, assessment, format, language, {"Vary": "Accept"})


@router.get("/annotated.pdf", responses={**contents("application/pdf"), **NOT_MODIFIED, **_NOT_READY})
def read_annotated(
    request: Request,
    backend: BackendOf,
    principal: Reader,
    assessment_id: AssessmentId,
    language: LanguageOf = None,
) -> Response:
    """The proposal itself with its evidence marked; only for proposals that came as PDF."""
    assessment = finished(backend, principal, assessment_id)
    is_pdf = (assessment.job.facts or {}).get("mediaType") == MEDIA_TYPES["pdf"]
    if ANNOTATED not in formats() or not is_pdf:
        raise Problem("resourceNotFound")
    name = _named(assessment, "annotated.pdf")
    return _report(request, backend, assessment, ANNOTATED, language, name)


@router.get("/text", responses={**contents("text/plain", "application/json"), **NOT_MODIFIED, **_NOT_READY})
def read_text(
    request: Request, backend: BackendOf, principal: Reader, assessment_id: AssessmentId
) -> Response:
    """The canonical text that all offsets refer to: plain, or as JSON with its pages and passages."""
    assessment = finished(backend, principal, assessment_id)
    outcome = present(lambda: outcome_of(backend, assessment))
    vary = {"Vary": "Accept"}
    if "json" in request.headers.get("accept", ""):
        content = text_content(outcome.document, outcome.passages).encode()
        return kept(request, content, "application/json", vary)
    return kept(request, outcome.document.text.encode(), "text/plain; charset=utf-8", vary)


@router.get("/evidence", responses={**NOT_MODIFIED, **_NOT_READY})
def list_evidence(
    request: Request,
    backend: BackendOf,
    principal: Reader,
    assessment_id: AssessmentId,
    spearhead: Annotated[
        str | None, Query(max_length=64, pattern=ID_PATTERN, description="Only of this spearhead.")
    ] = None,
) -> Response:
    """Every passage that moved a grade, by spearhead."""
    assessment = finished(backend, principal, assessment_id)
    items = _evidence(json.loads(assessment.report or "{}"), spearhead)
    return kept_json(request, {"items": items, "self": str(request.url.path)})


def _add_format(format: str) -> None:
    """A route for one format; a format without a renderer is not told of and not found."""

    def read_report(
        request: Request,
        backend: BackendOf,
        principal: Reader,
        assessment_id: AssessmentId,
        language: LanguageOf = None,
    ) -> Response:
        assessment = finished(backend, principal, assessment_id)
        if format not in formats():
            raise Problem("resourceNotFound")
        return _report(request, backend, assessment, format, language, _named(assessment, f"report.{format}"))

    read_report.__doc__ = f"The report as {MEDIA_TYPES[format].split(';')[0]}."
    router.add_api_route(
        f"/report.{format}",
        read_report,
        operation_id=f"readReport{format.capitalize()}",
        include_in_schema=format in formats(),
        responses={**contents(MEDIA_TYPES[format].split(";")[0]), **NOT_MODIFIED, **_NOT_READY},
    )


for _format in MEDIA_TYPES:
    if _format != ANNOTATED:
        _add_format(_format)


def finished(backend: Backend, principal: Principal, assessment_id: str) -> Assessment:
    """An assessment with a report; raises Problem for one without."""
    assessment = find(backend, principal, assessment_id)
    if assessment.state != State.DONE:
        raise Problem("notFinished")
    return assessment


def _report(
    request: Request,
    backend: Backend,
    assessment: Assessment,
    format: str,
    language: str | None,
    headers: dict[str, str],
) -> Response:
    spoken = language or assessment.language
    content = present(lambda: rendered(backend, assessment, format, spoken))
    headers = {**headers, "Content-Language": spoken}
    if format == "html":
        headers["Content-Security-Policy"] = _HTML_POLICY
    return kept(request, content, MEDIA_TYPES[format], headers)


def present(read: Callable[[], T]) -> T:
    """What was read; raises Problem where it was erased or cannot exist for this proposal."""
    try:
        return read()
    except MissingFile as error:
        raise Problem("erased") from error


def _accepted(accept: str) -> str:
    """The format that the caller likes best; raises Problem where there is none."""
    known = {MEDIA_TYPES[name].split(";")[0]: name for name in formats() if name != ANNOTATED}
    for wanted in _by_preference(accept):
        if wanted in {"*/*", "application/*"}:
            return "json"
        if wanted == "text/*":
            return "html"
        if wanted in known:
            return known[wanted]
    raise Problem("notAcceptable", formats=", ".join(sorted(known)))


def _by_preference(accept: str) -> Sequence[str]:
    weighed = []
    for place, part in enumerate(accept.split(",")):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
        weight = float(quality) if quality.replace(".", "", 1).isdecimal() else 0.0
        if weight > 0 and name:
            weighed.append((-weight, place, name.lower()))
    return [name for _, _, name in sorted(weighed)]


def _named(assessment: Assessment, name: str) -> dict[str, str]:
    return {"Content-Disposition": f'inline; filename="{assessment.id[:8]}-{name}"'}


def _evidence(report: dict[str, Any], spearhead: str | None) -> list[dict[str, Any]]:
    return [
        {"spearhead": alignment["spearhead"], "grade": alignment["grade"], **evidence}
        for alignment in report["alignments"]
        if spearhead in {None, alignment["spearhead"]}
        for evidence in alignment["evidence"]
    ]
