"""Signing in and out, and pages for people who are known."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.ports import REVIEWER
from service.security.authenticators import KeyAuthenticator
from service.security.key_register import KeyRegister, KeyWish
from tests.fakes.backends import FakeAuthenticator
from tests.fakes.clocks import FakeClock
from tests.fakes.pages import Visitor, a_page_service


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Visitor]:
    """Somebody whom the service does not know yet."""
    made = a_page_service(tmp_path, FakeAuthenticator(frozenset({REVIEWER})))
    with TestClient(create_app(made.backend), follow_redirects=False) as client:
        yield Visitor(made, client)


def test_a_stranger_sees_the_notice_and_is_asked_to_sign_in(stranger: Visitor) -> None:
    page = stranger.see("/").text
    assert "Eerst dit" in page
    assert 'type="file"' not in page
    answer = stranger.see("/proposals")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fproposals"


def test_a_key_opens_the_door_and_leads_back(stranger: Visitor) -> None:
    answer = stranger.send("/sign-in", key="anna@gent", next="/proposals")
    assert answer.headers["location"] == "/proposals"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert stranger.see("/proposals").status_code == 200


def test_a_wrong_key_is_told_and_never_shown(stranger: Visitor) -> None:
    answer = stranger.send("/sign-in", key="geheim")
    assert answer.status_code == 401
    assert "Deze sleutel klopt niet" in answer.text
    assert "geheim" not in answer.text


@pytest.mark.parametrize("address", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_nowhere_else(stranger: Visitor, address: str) -> None:
    assert stranger.send("/sign-in", key="anna@gent", next=address).headers["location"] == "/"


def test_signing_out_erases_what_was_private(stranger: Visitor) -> None:
    stranger.send("/sign-in", key="anna@gent")
    path = stranger.paste()
    assert stranger.send("/sign-out").headers["location"] == "/"
    assert stranger.see(path).status_code == 303
    stranger.send("/sign-in", key="anna@gent")
    assert stranger.see(path).status_code == 404


def test_an_organisation_sees_nothing_of_another(stranger: Visitor) -> None:
    stranger.send("/sign-in", key="anna@gent")
    path = stranger.paste(keep="yes")
    stranger.send("/sign-out")
    stranger.send("/sign-in", key="bram@aalst")
    for address in (path, f"{path}/report.json", f"{path}/versions", f"{path}/pages/1.png"):
        assert stranger.see(address).status_code == 404


@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_a_key_that_is_no_longer_good_ends_its_sessions(tmp_path: Path, end: str) -> None:
    clock = FakeClock()
    made = a_page_service(tmp_path)
    keys = KeyRegister(made.backend.database, clock)
    key = keys.create(KeyWish("gent", "", frozenset({REVIEWER}), expires_at=clock() + timedelta(days=1)))
    backend = replace(
        made.backend,
        authenticator=KeyAuthenticator(keys),
        services=replace(made.backend.services, now=clock),
    )
    with TestClient(create_app(backend), follow_redirects=False) as client:
        visitor = Visitor(made, client)
        visitor.send("/sign-in", key=key.text)
        assert visitor.see("/proposals").status_code == 200
        if end == "revoked":
            keys.revoke(key.id)
        else:
            clock.pass_by(days=1)
        assert visitor.see("/proposals").status_code == 303
        assert visitor.send("/sign-in", key=key.text).status_code == 401
