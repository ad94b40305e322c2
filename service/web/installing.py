"""Adds the pages to the application."""

from typing import TYPE_CHECKING

from starlette.middleware.sessions import SessionMiddleware

from service.access import provider_of
from service.security.sessions import session_cookie
from service.security.signing_in import open_sign_in
from service.web import (
    comparing,
    dossier_pages,
    downloads,
    errors,
    following,
    handing_in,
    languages,
    leaving,
    page_pictures,
    papers,
    proposals,
    replies,
    signing_in,
    static_files,
)
from service.web.admin.routers import ROUTERS as ADMIN_ROUTERS
from service.web.review import call_pages, desk_pages, queue_pages
from service.web.secret import session_secret

if TYPE_CHECKING:
    from fastapi import FastAPI

    from service.backend import Backend

_ROUTERS = (
    handing_in.router,
    following.router,
    downloads.router,
    page_pictures.router,
    replies.router,
    leaving.router,
    comparing.router,
    proposals.router,
    papers.router,
    dossier_pages.router,
    signing_in.router,
    queue_pages.router,
    desk_pages.router,
    call_pages.router,
    *ADMIN_ROUTERS,
    languages.router,
    static_files.router,
)


def install(app: "FastAPI", backend: "Backend") -> None:
    """The pages, their sessions and their errors; to be called after the API has been installed."""
    secret = session_secret(backend.database, backend.services.now())
    cookie = session_cookie(secret, https=backend.settings.public_url.startswith("https://"))
    app.add_middleware(SessionMiddleware, **cookie.options())
    provider = provider_of(backend.settings)
    app.state.sign_in = open_sign_in(provider) if provider else None
    errors.install(app)
    for router in _ROUTERS:
        app.include_router(router)
