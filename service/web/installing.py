"""Adds the pages to the application."""

from typing import TYPE_CHECKING

from starlette.middleware.sessions import SessionMiddleware

from service.security.sessions import session_cookie
from service.web import downloads, errors, following, handing_in, languages, replies, static_files
from service.web.secret import session_secret

if TYPE_CHECKING:
    from fastapi import FastAPI

    from service.backend import Backend

_ROUTERS = (
    handing_in.router,
    following.router,
    downloads.router,
    replies.router,
    languages.router,
    static_files.router,
)


def install(app: "FastAPI", backend: "Backend") -> None:
    """The pages, their sessions and their errors; to be called after the API has been installed."""
    secret = session_secret(backend.database, backend.services.now())
    cookie = session_cookie(secret, https=backend.settings.public_url.startswith("https://"))
    app.add_middleware(SessionMiddleware, **cookie.options())
    errors.install(app)
    for router in _ROUTERS:
        app.include_router(router)
    app.mount("/static", static_files.static_files())
