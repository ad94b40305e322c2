"""Errors as pages: what went wrong and what to do, in plain words."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from inspect import isawaitable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from service.api.context import backend_of
from service.problems import Problem
from service.security.authenticators import SingleUser
from service.security.sessions import signed_in
from service.web.languages import language_of
from service.web.visit import SignInFirst, Visit, moved_to_sign_in
from service.wording import wording_in

Handler = Callable[[Request, Any], Response | Awaitable[Response]]
_WORDED = (401, 403, 404, 409, 410, 413, 422, 429, 500, 503)
_API = ("/v1/", "/openapi", "/metrics", "/health", "/livez", "/readyz", "/static/")


def install(app: FastAPI) -> None:
    """Answer errors of pages with a page; the API keeps its problem details."""
    for kind in (Problem, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _as_page(app.exception_handlers[kind]))
    app.add_exception_handler(SignInFirst, _to_sign_in)


def _as_page(answer: Handler) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        answered = answer(request, error)
        told = await answered if isawaitable(answered) else answered
        return error_page(request, told.status_code) if _wants_page(request) else told

    return handle


def _wants_page(request: Request) -> bool:
    accepts = request.headers.get("accept", "")
    return "text/html" in accepts and not request.url.path.startswith(_API)


def error_page(request: Request, status: int) -> Response:
    """The page of an error; works where there is no session and no database."""
    backend = backend_of(request)
    session = request.scope.setdefault("session", {})
    visitor = signed_in(session)
    if visitor is None and isinstance(backend.authenticator, SingleUser):
        visitor = backend.authenticator.principal(request.headers)
    visit = Visit(request, backend, visitor, wording_in(language_of(request, backend.settings.language)))
    worded = status if status in _WORDED else HTTPStatus.BAD_REQUEST.value
    return visit.show("error.html.j2", status, code=worded)


async def _to_sign_in(request: Request, _error: Exception) -> Response:
    return moved_to_sign_in(request)
