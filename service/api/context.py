"""What every route needs to know of a request: the backend, who asks, and in which language."""

import asyncio
from collections.abc import Callable
from typing import Annotated, ParamSpec, TypeVar

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from service.api.limiting import Limiter
from service.backend import Backend
from service.ports import Principal
from service.problems import Problem
from service.security.roles import Scope, may
from service.wording import LANGUAGES, Wording, wording_in

P = ParamSpec("P")
R = TypeVar("R")
_WRITERS = 8


def backend_of(request: Request) -> Backend:
    """The backend of the application."""
    backend: Backend = request.app.state.backend
    return backend


async def principal_of(request: Request) -> Principal:
    """Who asks; raises Problem for nobody that is known, and for somebody who asks too often."""
    limiter: Limiter = request.app.state.limiter
    backend = backend_of(request)
    principal = await run_in_threadpool(backend.authenticator.principal, request.headers)
    if principal is None:
        limiter.take(f"address {request.client.host if request.client else ''}")
        raise Problem("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
    request.state.limit = limiter.take(f"{principal.organisation} {principal.name}")
    return principal


async def in_writer_thread(
    request: Request, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """Run something that writes beside a few others at most, so that threads are left for who reads."""
    state = request.app.state
    if not hasattr(state, "writers"):
        state.writers = asyncio.Semaphore(_WRITERS)
    async with state.writers:
        return await run_in_threadpool(function, *args, **kwargs)


def allowed(scope: Scope) -> Callable[[Principal], Principal]:
    """A dependency that lets through who may do this."""

    def check(principal: Annotated[Principal, Depends(principal_of)]) -> Principal:
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


BackendOf = Annotated[Backend, Depends(backend_of)]
WordingOf = Annotated[Wording, Depends(wording_of)]
Reader = Annotated[Principal, Depends(allowed(Scope.READ))]
Submitter = Annotated[Principal, Depends(allowed(Scope.SUBMIT))]
Eraser = Annotated[Principal, Depends(allowed(Scope.DELETE))]
ScoreAsker = Annotated[Principal, Depends(allowed(Scope.SCORE))]
WebhookKeeper = Annotated[Principal, Depends(allowed(Scope.WEBHOOKS))]
JobKeeper = Annotated[Principal, Depends(allowed(Scope.JOBS))]
