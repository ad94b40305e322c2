"""Reports to take along, in every format there is."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from service.api.reports import present
from service.api.schemas import ID_PATTERN
from service.problems import Problem
from service.renderings import ANNOTATED, MEDIA_TYPES, rendered
from service.web.finding import DoneOf
from service.web.result import downloads

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)
_ENDINGS = {"text": "txt", ANNOTATED: "annotated.pdf"}
_NO_PAGE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"


@router.get("/report.{format}")
def download(found: DoneOf, format: Annotated[str, Path(max_length=20, pattern=ID_PATTERN)]) -> Response:
    """The report in a format, as a file; one that is opened in the browser after all may do nothing there."""
    assessment, visit = found.assessment, found.visit
    if format not in downloads(assessment):
        raise Problem("resourceNotFound")
    content = present(lambda: rendered(visit.backend, assessment, format, visit.wording.language))
    name = f"speerwijzer-{assessment.id[:8]}.{_ENDINGS.get(format, format)}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Language": visit.wording.language,
        "Content-Security-Policy": _NO_PAGE,
    }
    return Response(content, headers=headers, media_type=MEDIA_TYPES[format])
