"""The pages of a PDF as pictures, made when they are looked at and never kept by the service."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Response

from service.problems import Problem
from service.store.files import MissingFile
from service.web.finding import DoneOf
from service.web.looking import CannotLook, look
from service.web.private import is_private

if TYPE_CHECKING:
    from service.backend import Backend
    from service.store.tables import Assessment

PageNumber = Annotated[int, Path(ge=1, le=100_000)]
router = APIRouter(include_in_schema=False)
_PDF = "application/pdf"


@router.get("/assessments/{assessment_id}/pages/{number}.png")
def show_page(found: DoneOf, number: PageNumber) -> Response:
    """One page of the document of a result."""
    return page_picture(found.visit.backend, found.assessment, number)


def page_picture(backend: "Backend", assessment: "Assessment", number: int) -> Response:
    """One page, counted from 1; browsers keep it for an hour, unless nothing was to be kept.

    Raises Problem where there is no such page, or no PDF (any more).
    """
    facts = assessment.job.facts or {}
    if facts.get("mediaType") != _PDF or number > facts.get("pages", 0):
        raise Problem("resourceNotFound")
    try:
        pdf = backend.files.get(assessment.organisation_id, assessment.sha256)
        picture = look({"task": "picture", "page": number}, pdf)
    except (MissingFile, CannotLook) as error:
        raise Problem("erased") from error
    kept = "no-store" if is_private(assessment) else "private, max-age=3600"
    return Response(picture, headers={"Cache-Control": kept}, media_type="image/png")
