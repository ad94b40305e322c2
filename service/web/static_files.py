"""Style, scripts and the mark; and the style sheet of an organisation where it has one."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import FileResponse

from service.api.context import BackendOf
from service.problems import Problem
from service.web.templates import static_content

router = APIRouter(include_in_schema=False)
_A_YEAR = "public, max-age=31536000, immutable"
_AN_HOUR = "public, max-age=3600"

_MEDIA_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@router.get("/static/theme.css")
def read_theme(backend: BackendOf) -> Response:
    """The tokens of the organisation."""
    if backend.settings.theme is None:
        raise Problem("resourceNotFound")
    return FileResponse(backend.settings.theme, media_type="text/css", headers={"Cache-Control": _AN_HOUR})


# Asked for by every page: answered from memory, and without a thread.
@router.get("/static/{name}")
async def read_static(
    request: Request, name: Annotated[str, Path(max_length=64, pattern=r"^[a-z0-9_-]+\.(css|js|svg)$")]
) -> Response:
    """One file; a browser may keep it for good under an address that names its content."""
    try:
        content = static_content(name)
    except FileNotFoundError as error:
        raise Problem("resourceNotFound") from error
    kept = _A_YEAR if "v" in request.query_params else _AN_HOUR
    return Response(
        content, headers={"Cache-Control": kept}, media_type=_MEDIA_TYPES[name.rpartition(".")[2]]
    )
