"""Who comes to review or to manage calls, and how a form that cannot be used is told of."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Path, Response

from service.api.schemas import ID_PATTERN
from service.reviewing.errors import ReviewingError
from service.security.roles import Scope
from service.web.visit import Known, known

ReviewingOf = Annotated[Known, Depends(known(Scope.REVIEW))]
ManagingOf = Annotated[Known, Depends(known(Scope.CALLS))]
Id = Annotated[str, Path(max_length=36, pattern=ID_PATTERN)]


def done_or_told(visit: Known, path: str, act: Callable[[], str]) -> Response:
    """Do something and go back to a page, which tells what was done (a key) or what is wrong."""
    try:
        told = {"done": act()}
    except ReviewingError as error:
        told = {"fault": error.key}
    sign = "&" if "?" in path else "?"
    return visit.go(f"{path}{sign}{urlencode(told)}")


def told_of(visit: Known) -> dict[str, Any]:
    """What the page has to tell of a form that led to it; only sentences of the catalogue that are whole."""
    found = {}
    for kind, family in (("done", "review.done."), ("fault", "review.error.")):
        key = f"{family}{visit.request.query_params.get(kind, '')}"
        sentence = visit.wording.messages.get(key, "")
        found[kind] = "" if "{" in sentence else sentence
    return found
