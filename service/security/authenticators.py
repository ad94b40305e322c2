"""Ways to find out who sends a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from service.ports import ADMINISTRATOR, LOCAL_ORGANISATION, Authenticator, Principal

if TYPE_CHECKING:
    from service.security.key_register import KeyRegister

SINGLE_USER = Principal("local", LOCAL_ORGANISATION, frozenset({ADMINISTRATOR}))
"""The one user of a service on a person's own machine."""


class TokenReader(Protocol):
    """Tells whose bearer token this is."""

    def principal(self, token: str) -> Principal | None:
        """None for a token that is not to be trusted."""


@dataclass(frozen=True, slots=True)
class KeyAuthenticator:
    """API keys, in `X-API-Key` or as a bearer token."""

    keys: "KeyRegister"

    def principal(self, headers: Mapping[str, str]) -> Principal | None:
        """Whose key is sent along."""
        text = headers.get("x-api-key") or bearer_token(headers)
        return self.keys.principal(text.strip()) if text else None


@dataclass(frozen=True, slots=True)
class BearerAuthenticator:
    """Tokens of an OpenID Connect provider."""

    tokens: TokenReader

    def principal(self, headers: Mapping[str, str]) -> Principal | None:
        """Whose token is sent along; a request that also bears a key is judged by its key alone."""
        token = None if headers.get("x-api-key") else bearer_token(headers)
        return self.tokens.principal(token) if token and not token.startswith("sw_") else None


@dataclass(frozen=True, slots=True)
class FirstOf:
    """Several ways; the first that recognises somebody counts."""

    ways: Sequence[Authenticator]

    def principal(self, headers: Mapping[str, str]) -> Principal | None:
        """Who is recognised first."""
        for way in self.ways:
            found = way.principal(headers)
            if found is not None:
                return found
        return None


@dataclass(frozen=True, slots=True)
class SingleUser:
    """Everybody is the one user: only for a service that listens on a loopback address.

    A page elsewhere on the web can make a browser send requests to this machine. So a request counts
    only when it names this machine itself (no rebound name) and comes from no other site.
    """

    def principal(self, headers: Mapping[str, str]) -> Principal | None:
        """The one user, unless the request comes from or through elsewhere."""
        from service.security.listening import is_loopback_authority

        if not is_loopback_authority(headers.get("host", "")):
            return None
        origin = headers.get("origin")
        if origin and not is_loopback_authority(origin.partition("://")[2]):
            return None
        elsewhere = (
            headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate"
        )
        return None if elsewhere else SINGLE_USER


def bearer_token(headers: Mapping[str, str]) -> str | None:
    """The token of an `Authorization: Bearer` header."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
