from collections.abc import Mapping

import pytest

from service.ports import PORTAL, Principal
from service.security.authenticators import BearerAuthenticator, FirstOf, KeyAuthenticator, SingleUser
from service.security.key_register import KeyRegister, KeyWish
from service.security.listening import Access, OpenDoor, choose_access, is_loopback
from service.store.database import Database
from tests.fakes.clocks import FakeClock

SOMEBODY = Principal("user:1", "gent", frozenset({PORTAL}))


class FakeTokens:
    """Trusts one token."""

    def principal(self, token: str) -> Principal | None:
        return SOMEBODY if token == "good" else None


def test_key_is_taken_from_either_header(database: Database) -> None:
    keys = KeyRegister(database, FakeClock())
    text = keys.create(KeyWish("gent", "x", frozenset({PORTAL}))).text
    way = KeyAuthenticator(keys)
    assert way.principal({"x-api-key": text}) == way.principal({"authorization": f"Bearer {text}"})
    assert way.principal({"x-api-key": text}) is not None
    assert way.principal({"authorization": f"Basic {text}"}) is None
    assert way.principal({}) is None


def test_wrong_key_is_not_saved_by_a_good_token(database: Database) -> None:
    ways = FirstOf([KeyAuthenticator(KeyRegister(database, FakeClock())), BearerAuthenticator(FakeTokens())])
    assert ways.principal({"authorization": "Bearer good"}) == SOMEBODY
    assert ways.principal({"authorization": "bearer good"}) == SOMEBODY
    assert ways.principal({"x-api-key": "sw_wrong", "authorization": "Bearer good"}) is None
    assert ways.principal({"authorization": "Bearer bad"}) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "127.0.0.1:8000"},
        {"host": "localhost"},
        {"host": "[::1]:8000"},
        {"host": "localhost:8000", "origin": "http://localhost:8000"},
        {"host": "localhost:8000", "sec-fetch-site": "same-origin"},
        {"host": "localhost:8000", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
    ],
)
def test_single_user_on_this_machine(headers: Mapping[str, str]) -> None:
    assert SingleUser().principal(headers) is not None


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "evil.example:8000"},
        {"host": "127.0.0.1.evil.example"},
        {"host": "localhost:80@evil.example"},
        {"host": "localhost:8000", "origin": "https://evil.example"},
        {"host": "localhost:8000", "origin": "null"},
        {"host": "localhost:8000", "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
    ],
)
def test_other_sites_cannot_use_the_single_user(headers: Mapping[str, str]) -> None:
    assert SingleUser().principal(headers) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "::ffff:127.0.0.1"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)
    assert choose_access(host, has_keys=False, has_provider=False) is Access.SINGLE_USER


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.org", "localhost.evil.example", ""])
def test_door_stays_shut_without_authentication(host: str) -> None:
    with pytest.raises(OpenDoor) as raised:
        choose_access(host, has_keys=False, has_provider=False)
    assert "speerwijzer keys create" in str(raised.value)
    assert choose_access(host, has_keys=True, has_provider=False) is Access.CONFIGURED


def test_configured_access_counts_on_this_machine_too() -> None:
    assert choose_access("127.0.0.1", has_keys=False, has_provider=True) is Access.CONFIGURED
