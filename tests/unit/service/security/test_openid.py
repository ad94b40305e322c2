import base64
import hmac
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from service.ports import ADMINISTRATOR, REVIEWER, SUBMITTER
from service.security.openid import BearerTokens, Provider, SigningKeys, principal_of
from tests.fakes.openid_provider import ISSUER, FakeProvider

PROVIDER = Provider(ISSUER, "speerwijzer", "secret")
CLAIMS = {
    "sub": "abc", "vo_orgcode": "OVO002949", "given_name": "Anna", "family_name": "Peeters",
    "speerwijzer_rol_3d": ["Speerwijzer-beoordelaar:OVO002949"],
}  # fmt: skip


def _tokens(fake: FakeProvider, clock: Any = lambda: 0.0) -> BearerTokens:  # noqa: ANN401
    return BearerTokens(PROVIDER, SigningKeys(fake.jwks, clock), now=lambda: fake.now)


def test_good_token_leads_to_a_principal_without_a_name_of_a_person() -> None:
    fake = FakeProvider(dict(CLAIMS))
    principal = _tokens(fake).principal(fake.token())
    assert principal is not None
    assert principal.organisation == "OVO002949"
    assert principal.roles == {REVIEWER}
    assert principal.name.startswith("user:")
    assert not any(word in repr(principal) for word in ("Anna", "Peeters", "abc"))


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": None},
        {"exp": 1},
        {"exp": None},
        {"nbf": 2_000_000_000},
        {"sub": None},
        {"vo_orgcode": None},
        {"vo_orgcode": ""},
        {"speerwijzer_rol_3d": None},
        {"speerwijzer_rol_3d": ["Speerwijzer-beoordelaar:OVO000001"]},
        {"speerwijzer_rol_3d": ["Speerwijzer-koning:OVO002949"]},
    ],
)
def test_token_that_lacks_something_is_nobody(changes: dict[str, Any]) -> None:
    fake = FakeProvider(dict(CLAIMS))
    assert _tokens(fake).principal(fake.token(**changes)) is None


def test_forged_tokens_are_nobody() -> None:
    fake = FakeProvider(dict(CLAIMS))
    tokens = _tokens(fake)
    stranger = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
    assert tokens.principal(fake.token(key=stranger)) is None
    header, payload, _ = fake.token().split(".")
    assert tokens.principal(f"{header}.{payload}.") is None
    unsigned = "eyJhbGciOiJub25lIn0." + payload + "."
    assert tokens.principal(unsigned) is None
    assert tokens.principal("not a token") is None
    assert tokens.principal("") is None


def test_public_key_is_no_shared_secret() -> None:
    """A token signed with the public key as if it were an HMAC secret (algorithm confusion)."""
    fake = FakeProvider(dict(CLAIMS))
    header = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"one"}').rstrip(b"=")
    signed = header + b"." + fake.token().split(".")[1].encode()
    mac = hmac.digest(fake.key.as_pem(private=False), signed, "sha256")
    forged = signed + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")
    assert _tokens(fake).principal(forged.decode()) is None


def test_new_signing_key_is_fetched_but_not_for_every_invented_one() -> None:
    fake = FakeProvider(dict(CLAIMS))
    at, fetched = [0.0], []

    def fetch() -> dict[str, Any]:
        fetched.append(at[0])
        return fake.jwks()

    tokens = BearerTokens(PROVIDER, SigningKeys(fetch, lambda: at[0]), now=lambda: fake.now)
    assert tokens.principal(fake.token()) is not None
    fake.key = RSAKey.generate_key(2048, {"kid": "two"}, private=True)
    for _ in range(20):
        assert tokens.principal(fake.token()) is None
    assert len(fetched) == 1
    at[0] = 31.0
    assert tokens.principal(fake.token()) is not None
    assert len(fetched) == 2


def test_roles_hold_for_the_own_organisation_only() -> None:
    roles = ["Speerwijzer-indiener:OVO1", "Speerwijzer-beheerder:OVO2", "beoordelaar"]
    principal = principal_of({"sub": "x", "vo_orgcode": "OVO1", "speerwijzer_rol_3d": roles}, PROVIDER)
    assert principal is not None
    assert principal.roles == {SUBMITTER, REVIEWER}
    assert ADMINISTRATOR not in principal.roles


def test_register_number_is_never_asked_for() -> None:
    with pytest.raises(ValueError, match="rrn"):
        Provider(ISSUER, "x", scopes=("openid", "rrn"))
    assert "rrn" not in PROVIDER.scopes
    with pytest.raises(ValueError, match="https"):
        Provider("http://authenticatie.example", "x")
    assert "secret" not in repr(Provider(ISSUER, "x", "secret"))
