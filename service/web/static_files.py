"""Style, scripts and the mark; and the style sheet of an organisation where it has one."""

from typing import TYPE_CHECKING

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse
from starlette.staticfiles import StaticFiles

from service.api.context import BackendOf
from service.problems import Problem

if TYPE_CHECKING:
    from starlette.types import Scope

router = APIRouter(include_in_schema=False)
_A_YEAR = "public, max-age=31536000, immutable"
_AN_HOUR = "public, max-age=3600"


class KeptFiles(StaticFiles):
    """Files that a browser may keep: for good under an address that names their content."""

    async def get_response(self, path: str, scope: "Scope") -> Response:
        """One file with how long it may be kept."""
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = _A_YEAR if b"v=" in scope["query_string"] else _AN_HOUR
        return answer


def static_files() -> KeptFiles:
    """The files of `service/web/static`."""
    return KeptFiles(packages=[("service", "web/static")])


@router.get("/static/theme.css")
def read_theme(backend: BackendOf) -> Response:
    """The tokens of the organisation."""
    if backend.settings.theme is None:
        raise Problem("resourceNotFound")
    return FileResponse(backend.settings.theme, media_type="text/css", headers={"Cache-Control": _AN_HOUR})
