from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from service.ports import REVIEWER, Principal
from service.security.sessions import csrf_token, is_our_form, session_cookie, sign_in, sign_out, signed_in

ANNA = Principal("user:1", "gent", frozenset({REVIEWER}))


def _cookie(*, https: bool) -> str:
    async def enter(request: Request) -> PlainTextResponse:
        sign_in(request.session, ANNA)
        return PlainTextResponse("")

    options = session_cookie(b"k" * 32, https=https).options()
    app = Starlette(routes=[Route("/", enter)], middleware=[Middleware(SessionMiddleware, **options)])
    return TestClient(app).get("/").headers["set-cookie"].lower()


def test_cookie_is_kept_from_scripts_and_other_sites() -> None:
    cookie = _cookie(https=False)
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie


def test_cookie_over_https_is_bound_to_this_host() -> None:
    cookie = _cookie(https=True)
    assert cookie.startswith("__host-")
    assert "secure" in cookie
    assert "domain=" not in cookie


def test_signing_in_forgets_what_was_there() -> None:
    session: dict[str, Any] = {"planted": "x"}
    before = csrf_token(session)
    sign_in(session, ANNA)
    assert "planted" not in session
    assert csrf_token(session) != before
    assert signed_in(session) == ANNA
    sign_out(session)
    assert signed_in(session) is None


def test_only_a_form_of_this_session_is_ours() -> None:
    session: dict[str, Any] = {}
    assert not is_our_form(session, None)
    assert not is_our_form(session, "")
    token = csrf_token(session)
    assert is_our_form(session, token)
    assert not is_our_form(session, token + "x")
    assert not is_our_form(session, "é")
    assert not is_our_form({}, token)
