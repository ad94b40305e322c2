"""Turns everything that goes wrong into problem details."""

import json
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from service.api.context import wording_of
from service.observability.metrics import Metrics
from service.problems import MEDIA_TYPE, Issue, Problem, details

_NAME = re.compile(r"[A-Za-z0-9_\[\]-]{1,64}", re.ASCII)
_BY_STATUS = {
    HTTPStatus.BAD_REQUEST: "badRequest",
    HTTPStatus.NOT_FOUND: "resourceNotFound",
    HTTPStatus.METHOD_NOT_ALLOWED: "methodNotAllowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "payloadTooLarge",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "unsupportedMediaType",
}


def install(app: FastAPI) -> None:
    """Make the application answer every error in one shape."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_fault)


def answer(request: Request, problem: Problem) -> Response:
    """The answer that tells of a problem."""
    wording = wording_of(request)
    content = details(problem, wording).content()
    headers = {"Content-Language": wording.language, "Vary": "Accept-Language", **problem.headers}
    return Response(
        json.dumps(content, ensure_ascii=False), problem.status, headers=headers, media_type=MEDIA_TYPE
    )


def issues_of(errors: Sequence[Mapping[str, Any]], where: str | None = None) -> list[Issue]:
    """What Pydantic found, without the values that it found."""
    issues = []
    for error in errors:
        place = [str(part) for part in error["loc"]]
        first = place[0] if where is None else where
        rest = place[1:] if where is None else place
        issues.append(Issue(first, ".".join(named(part) for part in rest), str(error["msg"])))
    return issues


def named(field: str) -> str:
    """The name of a field, unless it may be text of a proposal that somebody sent as a name."""
    return field if _NAME.fullmatch(field) else "…"


async def _on_problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, Problem):
        raise error
    metrics: Metrics = request.app.state.metrics
    metrics.note_refusal(error.key)
    return answer(request, error)


async def _on_invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    return answer(request, Problem("badRequest", issues=issues_of(error.errors())))


async def _on_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    key = _BY_STATUS.get(HTTPStatus(error.status_code), "badRequest")
    return answer(request, Problem(key, headers=dict(error.headers or {})))


async def _on_fault(request: Request, error: Exception) -> Response:  # noqa: ARG001 -- may quote a proposal
    return answer(request, Problem("internalError"))
