"""Identity from an OpenID Connect provider such as ACM/IDM: what its claims say, and its bearer tokens."""

import hashlib
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from service.ports import ADMINISTRATOR, PORTAL, REVIEWER, SUBMITTER, Principal

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

FORBIDDEN_SCOPE = "rrn"
"""The national register number: the service has no use for it and never asks for it."""
ROLE_NAMES: Mapping[str, str] = MappingProxyType(
    {"indiener": SUBMITTER, "beoordelaar": REVIEWER, "beheerder": ADMINISTRATOR, "portaal": PORTAL}
)
"""The Dutch names of the roles, as they are registered with ACM/IDM."""
_ALGORITHMS = ("RS256", "PS256", "ES256")
_LEEWAY_SECONDS = 60
_KEYS_LAST_SECONDS = 3600
_KEYS_AGAIN_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider and what it calls things.

    `role_claim` is the application's role claim; ACM/IDM gives it as a list of `<role>:<organisation>`
    under a name that ends in `3d`. `audience` is what a bearer token for this API must name.
    """

    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    audience: str = ""
    role_claim: str = "speerwijzer_rol_3d"
    organisation_claim: str = "vo_orgcode"
    scopes: tuple[str, ...] = ("openid", "profile", "vo")
    role_names: Mapping[str, str] = field(default_factory=lambda: ROLE_NAMES)

    def __post_init__(self) -> None:
        if FORBIDDEN_SCOPE in self.scopes:
            raise ValueError("the scope rrn is never asked for")
        if not self.issuer.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
            raise ValueError("the issuer must be an https address")

    @property
    def metadata_url(self) -> str:
        """Where the provider describes itself."""
        return f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"


def principal_of(claims: Mapping[str, Any], provider: Provider) -> Principal | None:
    """Who the claims are about; None without an organisation or without a role in it.

    The name is a pseudonym: names of people stay with the provider.
    """
    subject, organisation = claims.get("sub"), claims.get(provider.organisation_claim)
    if not isinstance(subject, str) or not isinstance(organisation, str) or not organisation.strip():
        return None
    roles = _roles(claims.get(provider.role_claim), organisation, provider.role_names)
    if not roles:
        return None
    pseudonym = hashlib.sha256(f"{provider.issuer}\n{subject}".encode()).hexdigest()[:24]
    return Principal(f"user:{pseudonym}", organisation, roles)


def _roles(claim: object, organisation: str, names: Mapping[str, str]) -> frozenset[str]:
    """The roles in this very organisation: `Speerwijzer-beoordelaar:OVO002949` or plain `beoordelaar`."""
    values: Sequence[object] = claim if isinstance(claim, list) else [claim]
    found = set()
    for value in values:
        name, separator, scope = str(value or "").partition(":")
        if separator and scope.partition(":")[0] != organisation:
            continue
        role = names.get(name.rpartition("-")[2].strip().lower())
        if role is not None:
            found.add(role)
    return frozenset(found)


@dataclass(slots=True)
class SigningKeys:
    """The provider's public keys: fetched when needed, kept for an hour, fetched anew for an unknown key.

    A stranger who sends tokens with invented key ids does not make us ask more than every 30 seconds.
    """

    fetch: Callable[[], Mapping[str, Any]]
    clock: Callable[[], float] = time.monotonic
    _keys: "KeySet | None" = None
    _fetched_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def current(self, *, unknown_key: bool = False) -> "KeySet":
        """The keys; with `unknown_key`, newly fetched ones unless that was done just now."""
        from joserfc.jwk import KeySet

        with self._lock:
            age = self.clock() - self._fetched_at
            longest = _KEYS_AGAIN_SECONDS if unknown_key else _KEYS_LAST_SECONDS
            if self._keys is None or age > longest:
                self._keys = KeySet.import_key_set(dict(self.fetch()))  # type: ignore[arg-type]
                self._fetched_at = self.clock()
            return self._keys


@dataclass(frozen=True, slots=True)
class BearerTokens:
    """Signed access tokens (JWT) of the provider, checked without asking it about each one."""

    provider: Provider
    keys: SigningKeys
    now: Callable[[], float] = time.time

    def principal(self, token: str) -> Principal | None:
        """Whose token this is; None for one that is forged, old, or meant for another service."""
        from joserfc.errors import JoseError

        try:
            claims = self._claims(token)
        except (JoseError, ValueError):  # how a library says that a token cannot be trusted
            return None
        return principal_of(claims, self.provider)

    def _claims(self, token: str) -> dict[str, Any]:
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError

        try:
            decoded = jwt.decode(token, self.keys.current(), algorithms=_ALGORITHMS)
        except InvalidKeyIdError:
            decoded = jwt.decode(token, self.keys.current(unknown_key=True), algorithms=_ALGORITHMS)
        wanted = jwt.JWTClaimsRegistry(
            now=lambda: int(self.now()),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self.provider.issuer},
            aud={"essential": True, "value": self.provider.audience or self.provider.client_id},
            exp={"essential": True},
            sub={"essential": True},
        )
        wanted.validate(decoded.claims)
        return dict(decoded.claims)


def fetch_signing_keys(provider: Provider) -> Mapping[str, Any]:
    """The provider's public keys, through its description of itself.

    Raises:
        httpx2.HTTPError: the provider gives no usable answer.
        ValueError: the provider describes another issuer than the one that was set.
    """
    import httpx2

    with httpx2.Client(timeout=10, follow_redirects=False) as client:
        metadata = client.get(provider.metadata_url).raise_for_status().json()
        if metadata.get("issuer") != provider.issuer:
            raise ValueError("the provider describes another issuer")
        keys: Mapping[str, Any] = client.get(str(metadata["jwks_uri"])).raise_for_status().json()
        return keys
