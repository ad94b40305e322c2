"""The language of the pages: what the visitor chose, else what the settings say."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from service.problems import Problem
from service.wording import LANGUAGES

COOKIE = "language"
_A_YEAR = 365 * 24 * 3600
router = APIRouter(include_in_schema=False)


def language_of(request: Request, standard: str) -> str:
    """The language of a request, one of those there are."""
    chosen = request.cookies.get(COOKIE)
    return chosen if chosen in LANGUAGES else standard


@router.get("/language/{code}")
def choose_language(code: str, next: str = "/") -> Response:
    """Remember the choice and go back to the page."""
    if code not in LANGUAGES:
        raise Problem("resourceNotFound")
    answer = RedirectResponse(local_path(next), 303)
    answer.set_cookie(COOKIE, code, max_age=_A_YEAR, httponly=True, samesite="lax")
    return answer


def local_path(path: str) -> str:
    """A path of this service, and "/" for an address that would lead elsewhere."""
    inside = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if inside else "/"
