"""`/health`, `/livez` and `/readyz`: is the service there, and can it do its work."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from service.api.context import BackendOf
from service.api.documented import Responses
from service.api.schemas import Health
from service.backend import Backend

router = APIRouter(tags=["operation"])
_DOWN: Responses = {503: {"description": "The service cannot do its work.", "model": Health}}


@router.get("/livez", response_model=Health)
def is_alive() -> Health:
    """The process answers."""
    return Health(status="UP")


@router.get("/readyz", response_model=Health, responses=_DOWN)
def is_ready(backend: BackendOf) -> Response:
    """The database answers, so that requests can be sent here."""
    return _told(_reachable(backend))


@router.get("/health", response_model=Health, responses=_DOWN)
def is_healthy(backend: BackendOf) -> Response:
    """The service as a whole."""
    return _told(_reachable(backend))


def _told(up: bool) -> Response:
    return JSONResponse({"status": "UP" if up else "DOWN"}, 200 if up else 503)


def _reachable(backend: Backend) -> bool:
    try:
        with backend.database.read() as session:
            session.execute(select(1))
    except SQLAlchemyError:
        return False
    return True
