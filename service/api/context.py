"""What every route needs to know of a request: the backend, who asks, and in which language."""

from typing import Annotated

from fastapi import Depends, Request

from service.backend import Backend
from service.ports import Principal
from service.problems import Problem
from service.wording import LANGUAGES, Wording, wording_in


def backend_of(request: Request) -> Backend:
    """The backend of the application."""
    backend: Backend = request.app.state.backend
    return backend


def principal_of(request: Request) -> Principal:
    """Who asks; raises Problem for nobody that is known."""
    principal = backend_of(request).authenticator.principal(request.headers)
    if principal is None:
        raise Problem("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
    return principal


def wording_of(request: Request) -> Wording:
    """The wording in the language that the caller prefers, else in that of the settings."""
    for part in request.headers.get("accept-language", "").split(","):
        code = part.split(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            return wording_in(code)
    return wording_in(backend_of(request).settings.language)


BackendOf = Annotated[Backend, Depends(backend_of)]
PrincipalOf = Annotated[Principal, Depends(principal_of)]
WordingOf = Annotated[Wording, Depends(wording_of)]
