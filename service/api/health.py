"""`/health`, `/livez`, `/readyz` and `/metrics`: is the service there, and can it do its work."""

import hmac

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from service.api.context import BackendOf
from service.api.documented import Responses, problems
from service.api.operation_schemas import Health
from service.observability.health import Health as Found
from service.observability.health import database_answers, health_of, look
from service.observability.metrics import Metrics
from service.problems import MEDIA_TYPE, Problem
from service.security.authenticators import bearer_token
from service.security.listening import is_loopback, is_loopback_authority

router = APIRouter(tags=["operation"])
_DOWN: Responses = {
    503: {
        "description": "The service cannot do its work.",
        "model": Health,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}
_TEXT: Responses = {200: {"description": "Figures for Prometheus.", "content": {"text/plain": {}}}}


@router.get("/livez", response_model=Health)
async def is_alive() -> Health:
    """The process answers."""
    return Health(status="UP")


@router.get("/readyz", response_model=Health, responses=_DOWN)
def is_ready(backend: BackendOf) -> Response:
    """The database answers, so that requests can be sent here."""
    return _told(look({"database": lambda: database_answers(backend.database)}))


@router.get("/health", response_model=Health, responses=_DOWN)
def is_healthy(backend: BackendOf) -> Response:
    """The service as a whole, with its workers."""
    return _told(health_of(backend.database, backend.services.now()))


@router.get("/metrics", responses={**_TEXT, 401: problems()[401]}, response_class=Response)
def read_metrics(request: Request, backend: BackendOf) -> Response:
    """Figures for Prometheus, for this machine and whoever has its token; nothing of what proposals say."""
    token = backend.settings.metrics_token.get_secret_value()
    if not (_is_from_here(request) or _bears(request, token)):
        raise Problem("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _is_from_here(request: Request) -> bool:
    """Whether a request comes from this machine; a proxy on it passes on the name that was asked for."""
    host = request.client.host if request.client else ""
    return is_loopback(host) and is_loopback_authority(request.headers.get("host", ""))


def _bears(request: Request, token: str) -> bool:
    sent = bearer_token(request.headers) or ""
    return bool(token) and hmac.compare_digest(sent.encode(), token.encode())


def _told(health: Found) -> Response:
    return JSONResponse(health.content(detailed=False), health.http_status)
