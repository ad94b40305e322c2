"""Sessions of the web pages: a signed cookie, and a token that proves a form is ours."""

import hmac
import secrets
from collections.abc import Mapping, MutableMapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from service.ports import Principal

CSRF_FIELD = "csrf_token"
CSRF_HEADER = "x-csrf-token"
_EIGHT_HOURS = 8 * 3600
_PRINCIPAL = "principal"


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """The arguments of Starlette's `SessionMiddleware`, which always adds HttpOnly."""

    secret_key: str
    session_cookie: str
    max_age: int
    path: str
    same_site: Literal["lax"]
    https_only: bool

    def options(self) -> dict[str, Any]:
        """The arguments by name."""
        return asdict(self)


def session_cookie(secret: bytes, *, https: bool) -> SessionCookie:
    """The cookie of this service; over https its name binds it to this very host."""
    name = "__Host-speerwijzer" if https else "speerwijzer"
    return SessionCookie(secret.hex(), name, _EIGHT_HOURS, "/", "lax", https)


def sign_in(session: MutableMapping[str, Any], principal: Principal) -> None:
    """Begin a session anew for somebody: nothing that was in it before survives."""
    session.clear()
    session[_PRINCIPAL] = {
        "name": principal.name,
        "organisation": principal.organisation,
        "roles": sorted(principal.roles),
        "scopes": None if principal.scopes is None else sorted(principal.scopes),
    }
    session[CSRF_FIELD] = secrets.token_urlsafe(32)


def sign_out(session: MutableMapping[str, Any]) -> None:
    """End a session."""
    session.clear()


def signed_in(session: Mapping[str, Any]) -> Principal | None:
    """Whose session this is."""
    kept = session.get(_PRINCIPAL)
    if not isinstance(kept, Mapping):
        return None
    scopes = kept.get("scopes")
    only = None if scopes is None else frozenset(scopes)
    return Principal(str(kept["name"]), str(kept["organisation"]), frozenset(kept["roles"]), only)


def csrf_token(session: MutableMapping[str, Any]) -> str:
    """The token that every form of this session has to send along."""
    token = session.get(CSRF_FIELD)
    if not isinstance(token, str):
        token = session[CSRF_FIELD] = secrets.token_urlsafe(32)
    return token


def is_our_form(session: Mapping[str, Any], sent: str | None) -> bool:
    """Whether a form that changes something was made for this session."""
    token = session.get(CSRF_FIELD)
    return isinstance(token, str) and bool(sent) and hmac.compare_digest(token.encode(), str(sent).encode())
