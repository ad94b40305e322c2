"""What every route needs to know of a request: the backend, who asks, and in which language.

What only looks something up here is asynchronous all the same: what is not, is given a thread of its own.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request

from service.api.lanes import Lanes
from service.api.limiting import Limiter
from service.backend import Backend
from service.ports import Principal
from service.problems import Problem
from service.security.roles import Scope, may
from service.wording import LANGUAGES, Wording, wording_in


def backend_of(request: Request) -> Backend:
    """The backend of the application."""
    backend: Backend = request.app.state.backend
    return backend


async def principal_of(request: Request) -> Principal:
    """Who asks; raises Problem for nobody that is known, and for somebody who asks too often."""
    limiter: Limiter = request.app.state.limiter
    backend = backend_of(request)
    lanes: Lanes = request.app.state.lanes
    principal = await lanes.read(backend.authenticator.principal, request.headers)
    if principal is None:
        limiter.take(f"address {request.client.host if request.client else ''}")
        raise Problem("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
    request.state.limit = limiter.take(f"{principal.organisation} {principal.name}")
    return principal


def allowed(scope: Scope) -> Callable[[Principal], Awaitable[Principal]]:
    """A dependency that lets through who may do this."""

    async def check(principal: Annotated[Principal, Depends(principal_of)]) -> Principal:
        if not may(principal, scope):
            raise Problem("forbidden")
        return principal

    return check


def wording_of(request: Request) -> Wording:
    """The wording in the language that the caller prefers, else in that of the settings."""
    for part in request.headers.get("accept-language", "").split(","):
        code = part.split(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            return wording_in(code)
    return wording_in(backend_of(request).settings.language)


async def _backend(request: Request) -> Backend:
    return backend_of(request)


async def _lanes(request: Request) -> Lanes:
    lanes: Lanes = request.app.state.lanes
    return lanes


async def _wording(request: Request) -> Wording:
    return wording_of(request)


BackendOf = Annotated[Backend, Depends(_backend)]
LanesOf = Annotated[Lanes, Depends(_lanes)]
WordingOf = Annotated[Wording, Depends(_wording)]
Reader = Annotated[Principal, Depends(allowed(Scope.READ))]
Submitter = Annotated[Principal, Depends(allowed(Scope.SUBMIT))]
Eraser = Annotated[Principal, Depends(allowed(Scope.DELETE))]
ScoreAsker = Annotated[Principal, Depends(allowed(Scope.SCORE))]
WebhookKeeper = Annotated[Principal, Depends(allowed(Scope.WEBHOOKS))]
JobKeeper = Annotated[Principal, Depends(allowed(Scope.JOBS))]
