from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from service.security.openid import Provider
from service.security.sessions import session_cookie, sign_in, signed_in
from service.security.signing_in import SignInFailed, open_sign_in
from tests.fakes.openid_provider import ISSUER, FakeProvider

CLAIMS = {"sub": "abc", "vo_orgcode": "OVO1", "speerwijzer_rol_3d": ["Speerwijzer-indiener:OVO1"]}


@pytest.fixture
def fake() -> FakeProvider:
    import time

    return FakeProvider(dict(CLAIMS), now=int(time.time()))


@pytest.fixture
def browser(fake: FakeProvider) -> Iterator[TestClient]:
    door = open_sign_in(Provider(ISSUER, "speerwijzer", "secret"), transport=fake.transport())

    async def begin(request: Request) -> Response:
        return await door.begin(request, "http://testserver/back")

    async def back(request: Request) -> Response:
        try:
            sign_in(request.session, await door.finish(request))
        except SignInFailed as error:
            return PlainTextResponse(error.reason, 403)
        return PlainTextResponse(str(signed_in(request.session)))

    options = session_cookie(b"k" * 32, https=False).options()
    app = Starlette(
        routes=[Route("/in", begin), Route("/back", back)],
        middleware=[Middleware(SessionMiddleware, **options)],
    )
    with TestClient(app, follow_redirects=False) as client:
        yield client


def test_browser_signs_in_with_pkce(browser: TestClient, fake: FakeProvider) -> None:
    location = browser.get("/in").headers["location"]
    asked = parse_qs(urlsplit(location).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid profile vo"]
    answer = browser.get(fake.authorize(location))
    assert answer.status_code == 200
    assert "OVO1" in answer.text


def test_answer_that_nobody_asked_for_is_refused(browser: TestClient, fake: FakeProvider) -> None:
    browser.get(fake.authorize(browser.get("/in").headers["location"]))
    assert browser.get("/back?code=one-time&state=invented").text == "refused"


def test_answer_for_another_browser_is_refused(browser: TestClient, fake: FakeProvider) -> None:
    back = fake.authorize(browser.get("/in").headers["location"])
    browser.cookies.clear()
    assert browser.get(back).text == "refused"


def test_token_with_another_nonce_is_refused(browser: TestClient, fake: FakeProvider) -> None:
    back = fake.authorize(browser.get("/in").headers["location"])
    fake.authorization["nonce"] = "another"
    assert browser.get(back).text == "refused"


def test_person_without_a_role_is_told_so(browser: TestClient, fake: FakeProvider) -> None:
    fake.claims["speerwijzer_rol_3d"] = []
    assert browser.get(fake.authorize(browser.get("/in").headers["location"])).text == "no_role"


def test_refusal_of_the_provider_is_a_refusal(browser: TestClient) -> None:
    browser.get("/in")
    assert browser.get("/back?error=access_denied&state=x").text == "refused"
