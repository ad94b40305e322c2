"""The pages for signing in through the organisation's own provider, which lives in the test."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.security.openid import Provider
from service.security.signing_in import open_sign_in
from tests.fakes.backends import FakeAuthenticator
from tests.fakes.openid_provider import ISSUER, FakeProvider
from tests.fakes.pages import Visitor, a_page_service, words_of

CLAIMS = {"sub": "abc", "vo_orgcode": "OVO1", "speerwijzer_rol_3d": ["Speerwijzer-indiener:OVO1"]}


@pytest.fixture
def provider() -> FakeProvider:
    return FakeProvider(dict(CLAIMS), now=int(time.time()))


@pytest.fixture
def stranger(tmp_path: Path, provider: FakeProvider) -> Iterator[Visitor]:
    """Somebody whom only the provider knows."""
    made = a_page_service(tmp_path, FakeAuthenticator())
    app = create_app(made.backend)
    app.state.sign_in = open_sign_in(
        Provider(ISSUER, "speerwijzer", "secret"), transport=provider.transport()
    )
    with TestClient(app, follow_redirects=False) as client:
        yield Visitor(made, client)


def come_in(stranger: Visitor, provider: FakeProvider, next: str = "/") -> str:
    """Sign in at the provider; gives the address that the browser is sent on to."""
    away = stranger.see(f"/sign-in/provider?next={next}").headers["location"]
    answer = stranger.see(provider.authorize(away))
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_the_page_offers_the_provider_and_remembers_where_one_was_going(
    stranger: Visitor, provider: FakeProvider
) -> None:
    asked = stranger.see("/proposals").headers["location"]
    page = stranger.see(asked).text
    assert 'href="/sign-in/provider?next=%2Fproposals"' in page
    away = urlsplit(stranger.see("/sign-in/provider?next=%2Fproposals").headers["location"])
    assert away.geturl().startswith(f"{ISSUER}/auth?")
    assert parse_qs(away.query)["redirect_uri"] == ["http://testserver/sign-in/callback"]
    assert come_in(stranger, provider, "/proposals") == "/proposals"
    assert "Nog geen voorstellen" in stranger.see("/proposals").text


@pytest.mark.parametrize("next", ["https://evil.example", "//evil.example", "/%5Cevil.example"])
def test_the_provider_sends_nobody_elsewhere(stranger: Visitor, provider: FakeProvider, next: str) -> None:
    assert come_in(stranger, provider, next) == "/"


def test_signing_out_ends_the_session_and_erases_what_was_private(
    stranger: Visitor, provider: FakeProvider
) -> None:
    come_in(stranger, provider)
    path = stranger.paste()
    assert "Afmelden" in stranger.see(path).text
    assert stranger.send("/sign-out").headers["location"] == "/"
    assert stranger.see(path).headers["location"].startswith("/sign-in?")
    come_in(stranger, provider)
    assert stranger.see(path).status_code == 404


def test_a_person_without_a_role_is_told_whom_to_ask(stranger: Visitor, provider: FakeProvider) -> None:
    provider.claims["speerwijzer_rol_3d"] = []
    away = stranger.see("/sign-in/provider").headers["location"]
    answer = stranger.see(provider.authorize(away))
    assert answer.status_code == 403
    assert "Vraag het aan de beheerder" in words_of(answer)
    assert stranger.see("/proposals").status_code == 303


@pytest.mark.parametrize("query", ["error=access_denied&state=x", "code=one-time&state=forged", ""])
def test_a_refusal_is_told_and_can_be_tried_again(stranger: Visitor, query: str) -> None:
    stranger.see("/sign-in/provider?next=/proposals")
    answer = stranger.see(f"/sign-in/callback?{query}")
    assert answer.status_code == 403
    assert "Het aanmelden is niet gelukt" in words_of(answer)
    assert 'href="/sign-in/provider?next=%2Fproposals"' in answer.text
    assert stranger.see("/proposals").status_code == 303


def test_an_answer_counts_once(stranger: Visitor, provider: FakeProvider) -> None:
    back = provider.authorize(stranger.see("/sign-in/provider").headers["location"])
    assert stranger.see(back).status_code == 303
    stranger.send("/sign-out")
    assert stranger.see(back).status_code == 403


def test_a_provider_that_refuses_the_code_leaves_the_key_as_another_way(
    stranger: Visitor, provider: FakeProvider
) -> None:
    back = provider.authorize(stranger.see("/sign-in/provider").headers["location"])
    provider.authorization = {}
    answer = stranger.see(back)
    assert answer.status_code == 403
    assert 'name="key"' in answer.text


def test_a_provider_that_cannot_be_reached_is_told(stranger: Visitor, provider: FakeProvider) -> None:
    provider.down = True
    answer = stranger.see("/sign-in/provider?next=/proposals")
    assert answer.status_code == 403
    assert "Het aanmelden is niet gelukt" in words_of(answer)


def test_without_a_provider_there_is_no_such_way(visitor: Visitor) -> None:
    assert visitor.see("/sign-in/provider").status_code == 404
    assert visitor.see("/sign-in/callback").status_code == 404
