"""The web application: nothing is built before somebody asks for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI
from pydantic.alias_generators import to_camel
from starlette.concurrency import run_in_threadpool

from service.api import (
    assessments,
    batches,
    catalogue,
    comparisons,
    dead_letters,
    following,
    health,
    openapi,
    problems,
    reports,
    webhooks,
)
from service.api.gate import Gate
from service.api.lanes import Lanes
from service.api.limiting import Limiter
from service.api.querying import asked_once
from service.backend import Backend
from service.fingerprint import product_version
from service.observability.metrics import Metrics
from service.observability.middleware import Observed
from service.observability.spans import open_spans
from service.reviewing.overrides import overrides_of
from service.web import installing as web
from service.web.private import sweeping

if TYPE_CHECKING:
    from service.settings import Settings

_ROUTERS = (
    assessments.router,
    following.router,
    reports.router,
    batches.router,
    comparisons.router,
    catalogue.router,
    webhooks.router,
    dead_letters.router,
    openapi.router,
)


def create_app(backend: Backend) -> FastAPI:
    """The application around a backend; the backend is closed when the application stops."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(backend.prepare)
        with sweeping(backend):
            yield
        backend.close()

    app = FastAPI(
        title="Speerwijzer",
        version=product_version(),
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: to_camel(route.name),
    )
    settings, app.state.backend = backend.settings, backend
    # Whether the server has been asked to stop: what waits for something then ends its wait.
    app.state.stopping = lambda: False
    app.state.limiter, app.state.lanes = Limiter(settings.requests_per_minute), Lanes()
    app.state.metrics = Metrics(backend.database, lambda: overrides_of(backend.database))
    _surround(app, settings)
    problems.install(app)
    for router in _ROUTERS:
        app.include_router(router, dependencies=[Depends(asked_once)])
    web.install(app, backend)
    # Where probes look for it, and under the version too, where the document says that it is.
    app.include_router(health.router, include_in_schema=False)
    app.include_router(health.router, prefix=openapi.VERSION_PATH)
    return app


def _surround(app: FastAPI, settings: "Settings") -> None:
    """What every request passes on its way in and out."""
    app.add_middleware(
        Gate,
        most_bytes=settings.limit_request_bytes,
        most_json_bytes=settings.limit_bytes,
        language=settings.language,
    )
    app.add_middleware(Observed, metrics=app.state.metrics, spans=open_spans())
