"""The web application: nothing is built before somebody asks for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from service.api import assessments, problems
from service.backend import Backend
from service.fingerprint import product_version


def create_app(backend: Backend) -> FastAPI:
    """The application around a backend; the backend is closed when the application stops."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        backend.close()

    app = FastAPI(
        title="Speerwijzer",
        version=product_version(),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.backend = backend
    problems.install(app)
    app.include_router(assessments.router)
    return app
