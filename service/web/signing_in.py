"""Signing in and out: with a key, or with the organisation's own provider."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from service.problems import Problem
from service.security.sessions import sign_in, sign_out, signed_in
from service.security.signing_in import SignIn, SignInFailed
from service.web.languages import local_path
from service.web.private import erase_private
from service.web.visit import OurForm, Visit, VisitOf

router = APIRouter(include_in_schema=False)
_NEXT = "next"
Next = Annotated[str, Query(max_length=500)]


@router.get("/sign-in")
def ask(visit: VisitOf, next: Next = "/") -> Response:
    """The ways to sign in; whoever is known already goes on at once."""
    if visit.principal is not None:
        return visit.go(local_path(next))
    return _show(visit, next)


@router.post("/sign-in")
async def sign_in_with_key(visit: VisitOf, form: OurForm) -> Response:
    """Sign in with a key; a wrong one is told as such, and counted."""
    request, next = visit.request, str(form.get(_NEXT) or "/")
    request.app.state.limiter.take(f"sign-in {request.client.host if request.client else ''}")
    headers = {"x-api-key": str(form.get("key") or "").strip()[:200], "host": request.headers.get("host", "")}
    principal = await run_in_threadpool(visit.backend.authenticator.principal, headers)
    if principal is None:
        return _show(visit, next, fault="key", status=401)
    sign_in(request.session, principal)
    return visit.go(local_path(next))


@router.get("/sign-in/provider")
async def go_to_provider(visit: VisitOf, next: Next = "/") -> Response:
    """Send the browser to the provider."""
    request, way = visit.request, _way(visit.request)
    request.session[_NEXT] = local_path(next)
    try:
        return await way.begin(request, _callback(request))
    except SignInFailed as error:
        return _show(visit, next, fault=error.reason, status=403)


@router.get("/sign-in/callback")
async def come_back(visit: VisitOf) -> Response:
    """Whom the provider sends back."""
    next = local_path(str(visit.request.session.get(_NEXT, "/")))
    try:
        principal = await _way(visit.request).finish(visit.request)
    except SignInFailed as error:
        return _show(visit, next, fault=error.reason, status=403)
    sign_in(visit.request.session, principal)
    return visit.go(next)


@router.post("/sign-out")
async def leave(request: Request, visit: VisitOf, form: OurForm) -> Response:
    """Sign out; private checks are erased on leaving."""
    del form
    principal = signed_in(request.session)
    if principal is not None:
        await run_in_threadpool(erase_private, visit.backend, principal)
    sign_out(request.session)
    return visit.go("/")


def _show(visit: Visit, next: str, *, fault: str = "", status: int = 200) -> Response:
    content: dict[str, Any] = {
        "fault": fault,
        "next": local_path(next),
        "provider": f"/sign-in/provider?{urlencode({_NEXT: local_path(next)})}",
        "has_provider": visit.request.app.state.sign_in is not None,
    }
    return visit.show("sign_in.html.j2", status, **content)


def _way(request: Request) -> SignIn:
    way: SignIn | None = request.app.state.sign_in
    if way is None:
        raise Problem("resourceNotFound")
    return way


def _callback(request: Request) -> str:
    """The address that the provider sends back to: that of the settings, else the one that was asked."""
    public = request.app.state.backend.settings.public_url.rstrip("/")
    return f"{public}/sign-in/callback" if public else str(request.url_for("come_back"))
