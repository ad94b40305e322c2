"""One visit of a page: who comes, in which language, and how an answer is shown."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from service.api.context import backend_of
from service.backend import Backend
from service.ports import Principal
from service.problems import Problem
from service.security.key_register import KeyRegister
from service.security.roles import Scope, may
from service.security.sessions import CSRF_FIELD, CSRF_HEADER, csrf_token, is_our_form, sign_out, signed_in
from service.web.languages import language_of
from service.web.navigation import about, navigation
from service.web.templates import environment, themed
from service.wording import LANGUAGES, Wording, wording_in

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_MOST_FIELDS, _MOST_FILES = 1_000, 500
PRIVATE_CHECKS = "private"
"""Where a session holds the ids of the private checks that its browser asked for."""


class SignInFirst(Exception):
    """A page for people who are known, asked for by somebody who is not; leads to signing in."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page needs to know; `principal` is None for somebody who has not signed in."""

    request: Request
    backend: Backend
    principal: Principal | None
    wording: Wording

    def show(self, template: str, status: int = 200, **content: Any) -> HTMLResponse:  # noqa: ANN401
        """A page from a template of `service/web/templates`; every text is escaped where it enters."""
        page = environment().get_template(template).render(**self._frame(), **content)
        headers = {"Content-Security-Policy": POLICY, "Content-Language": self.wording.language}
        return HTMLResponse(page, status, headers=headers)

    def go(self, path: str) -> RedirectResponse:
        """Lead on to another page after a form was handled."""
        return RedirectResponse(path, 303)

    def _frame(self) -> dict[str, Any]:
        path = self.request.url.path
        query = f"?{self.request.url.query}" if self.request.url.query else ""
        session = self.request.scope.get("session", {})
        return {
            "say": self.wording.say,
            "count": self.wording.count,
            "wording": self.wording,
            "language": self.wording.language,
            "languages": LANGUAGES,
            "language_name": lambda code: wording_in(code).say(f"language.{code}").capitalize(),
            "here": path + query if self.request.method == "GET" else path,
            "principal": self.principal,
            "navigation": navigation(self.wording, self.principal, path),
            "about": about(self.wording, path),
            "signs_in": self.principal is None,
            "signs_out": signed_in(session) is not None,
            "has_private": bool(session.get(PRIVATE_CHECKS)),
            "themed": themed(self.backend.settings),
            "token": lambda: csrf_token(self.request.session),
        }


async def visit_of(request: Request) -> Visit:
    """The visit of anybody."""
    backend = backend_of(request)
    principal = signed_in(request.session)
    if principal is not None:
        keys = KeyRegister(backend.database, backend.services.now)
        if not await run_in_threadpool(keys.still_holds, principal):
            sign_out(request.session)
            principal = None
    if principal is None:
        principal = await run_in_threadpool(backend.authenticator.principal, request.headers)
    if principal is not None:
        request.app.state.limiter.take(f"{principal.organisation} {principal.name}")
    return Visit(request, backend, principal, wording_in(language_of(request, backend.settings.language)))


@dataclass(frozen=True, slots=True)
class Known(Visit):
    """The visit of somebody who has signed in and may do what the page is for."""

    principal: Principal


def known(scope: Scope) -> Callable[[Visit], Known]:
    """A dependency that lets through who may do this; raises SignInFirst or Problem."""

    def check(visit: Annotated[Visit, Depends(visit_of)]) -> Known:
        if visit.principal is None:
            raise SignInFirst
        if not may(visit.principal, scope):
            raise Problem("forbidden")
        return Known(visit.request, visit.backend, visit.principal, visit.wording)

    return check


async def our_form(request: Request) -> AsyncIterator[FormData]:
    """The form that was sent, for routes that change something; raises Problem for one that is not ours.

    A form sends the token of the session as its field, a script may send it as a header.
    """
    most = backend_of(request).settings.limit_bytes
    async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=most) as form:
        sent = request.headers.get(CSRF_HEADER) or form.get(CSRF_FIELD)
        if not is_our_form(request.session, sent if isinstance(sent, str) else None):
            raise Problem("forbidden")
        yield form


VisitOf = Annotated[Visit, Depends(visit_of)]
ReadingOf = Annotated[Known, Depends(known(Scope.READ))]
SubmittingOf = Annotated[Known, Depends(known(Scope.SUBMIT))]
OurForm = Annotated[FormData, Depends(our_form)]


def moved_to_sign_in(request: Request) -> Response:
    """Lead to the page for signing in, and from there back to here."""
    from urllib.parse import urlencode

    here = request.url.path if request.method == "GET" else "/"
    return RedirectResponse(f"/sign-in?{urlencode({'next': here})}", 303)
