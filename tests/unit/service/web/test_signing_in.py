"""Signing in and out, and pages for people who are known."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.ports import REVIEWER
from tests.fakes.backends import FakeAuthenticator
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
