"""`/health`, `/livez`, `/readyz` and `/metrics`: is the service there, and can it do its work."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from service.api.context import BackendOf
from service.api.documented import Responses
from service.api.operation_schemas import Health
from service.observability.health import Health as Found
from service.observability.health import database_answers, health_of, look
from service.observability.metrics import Metrics
from service.problems import MEDIA_TYPE

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


@router.get("/metrics", responses=_TEXT, response_class=Response)
def read_metrics(request: Request) -> Response:
    """Figures for Prometheus; nothing of what proposals say."""
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _told(health: Found) -> Response:
    return JSONResponse(health.content(detailed=False), health.http_status)
