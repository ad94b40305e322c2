import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from service.ports import PORTAL, REVIEWER
from service.security.key_register import KeyRegister, KeyWish, UnusableKeyRequest, VerifiedKeys
from service.security.keys import Key, fits, hash_key, new_key, read_key
from service.security.roles import Scope, may, scopes_of
from service.store.database import Database
from tests.fakes.clocks import NOON, FakeClock

WISH = KeyWish("gent", "Portaal Gent", frozenset({PORTAL}))


def test_key_is_read_back_from_its_text() -> None:
    key = new_key()
    assert read_key(key.text) == key
    assert key.text.startswith(f"sw_{key.id}_")


@pytest.mark.parametrize("text", ["", "sw_", "sw_0_0", "SW_" + "0" * 12 + "_" + "0" * 48, "x" * 10_000])
def test_other_text_is_no_key(text: str) -> None:
    assert read_key(text) is None


def test_secret_is_not_in_what_is_kept_or_printed() -> None:
    key = new_key()
    kept = hash_key(key)
    assert key.secret not in kept
    assert key.secret not in repr(key)
    assert kept.startswith("$argon2id$")


def test_hash_fits_its_own_key_only() -> None:
    key = new_key()
    assert fits(key, hash_key(key))
    assert not fits(Key(key.id, new_key().secret), hash_key(key))
    assert not fits(key, "not a hash")


def test_key_leads_to_its_principal(database: Database) -> None:
    keys = KeyRegister(database, FakeClock())
    key = keys.create(WISH)
    principal = keys.principal(key.text)
    assert principal is not None
    assert (principal.name, principal.organisation) == (f"key:{key.id}", "gent")
    assert principal.roles == {PORTAL}


def test_database_never_holds_the_secret(database: Database) -> None:
    key = KeyRegister(database, FakeClock()).create(WISH)
    row = KeyRegister(database, FakeClock()).rows()[0]
    held = " ".join(str(getattr(row, column.key)) for column in row.__table__.columns)
    assert key.secret not in held


def test_wrong_secret_for_a_known_key_is_nobody(database: Database) -> None:
    keys = KeyRegister(database, FakeClock())
    key = keys.create(WISH)
    assert keys.principal(key.text) is not None
    assert keys.principal(Key(key.id, "0" * 48).text) is None


def test_revoked_key_is_nobody_at_once(database: Database) -> None:
    keys = KeyRegister(database, FakeClock())
    key = keys.create(WISH)
    assert keys.principal(key.text) is not None
    assert keys.revoke(key.id)
    assert keys.principal(key.text) is None
    assert not keys.revoke(key.id)


def test_expired_key_is_nobody(database: Database) -> None:
    clock = FakeClock()
    keys = KeyRegister(database, clock)
    key = keys.create(KeyWish("gent", "Kort", frozenset({PORTAL}), expires_at=NOON + timedelta(days=1)))
    assert keys.principal(key.text) is not None
    clock.pass_by(days=1)
    assert keys.principal(key.text) is None


def test_last_use_is_noted_now_and_then(database: Database) -> None:
    clock = FakeClock()
    keys = KeyRegister(database, clock)
    key = keys.create(WISH)
    assert keys.rows()[0].last_used_at is None
    for minutes, noted in ((0, 0), (1, 0), (10, 11)):
        clock.pass_by(minutes=minutes)
        keys.principal(key.text)
        assert keys.rows()[0].last_used_at == NOON + timedelta(minutes=noted)


def test_scopes_narrow_what_roles_give(database: Database) -> None:
    keys = KeyRegister(database, FakeClock())
    wish = KeyWish("gent", "Lezer", frozenset({PORTAL}), scopes=frozenset({Scope.READ.value}))
    principal = keys.principal(keys.create(wish).text)
    assert principal is not None
    assert scopes_of(principal) == {Scope.READ}
    assert not may(principal, Scope.SUBMIT)


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (KeyWish("gent", "x", frozenset({"king"})), "role"),
        (KeyWish("gent", "x", frozenset()), "role"),
        (KeyWish(" ", "x", frozenset({PORTAL})), "organisation"),
        (KeyWish("gent", "x", frozenset({PORTAL}), frozenset({"audit:read"})), "scope"),
        (KeyWish("gent", "x", frozenset({REVIEWER}), frozenset({"no:such"})), "scope"),
        (KeyWish("gent", "x", frozenset({PORTAL}), expires_at=NOON), "expiry"),
    ],
)
def test_unusable_wish_makes_no_key(database: Database, wish: KeyWish, reason: str) -> None:
    keys = KeyRegister(database, FakeClock())
    with pytest.raises(UnusableKeyRequest) as raised:
        keys.create(wish)
    assert raised.value.reason == reason
    assert keys.rows() == []


def test_verified_keys_hold_no_keys_and_stay_few() -> None:
    verified = VerifiedKeys()
    key = new_key()
    kept = hash_key(key)
    assert verified.fits(key, kept)
    assert verified.fits(key, kept)
    assert not verified.fits(key, hash_key(new_key()))
    assert key.secret.encode() not in b"".join(verified._fitted)


def test_key_that_many_send_at_one_moment_is_checked_once() -> None:
    checked: list[str] = []

    def check(key: Key, kept: str) -> bool:
        checked.append(key.id)
        time.sleep(0.05)
        return kept == "right"

    verified, key, other = VerifiedKeys(check), new_key(), new_key()
    with ThreadPoolExecutor(8) as callers:
        assert all(callers.map(lambda _: verified.fits(key, "right"), range(8)))
    assert checked == [key.id]
    assert not verified.fits(other, "wrong")
    assert not verified.fits(other, "wrong")
    assert checked == [key.id, other.id, other.id]
