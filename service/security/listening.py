"""Where the service may listen: without authentication on this machine only."""

import ipaddress
from enum import StrEnum


class Access(StrEnum):
    """How the service finds out who is asking."""

    SINGLE_USER = "single_user"
    CONFIGURED = "configured"


class OpenDoor(Exception):
    """The service would listen to others without any authentication."""

    def __init__(self, host: str) -> None:
        self.host = host
        super().__init__(
            f"The service does not listen on {host} without authentication. "
            "Make a key with `speerwijzer keys create`, or set SPEERWIJZER_OIDC_ISSUER, "
            "or listen on 127.0.0.1."
        )


def choose_access(host: str, *, has_keys: bool, has_provider: bool) -> Access:
    """Single-user mode on a loopback address where nothing was configured, else configured access.

    Raises:
        OpenDoor: nothing was configured, and others could reach the service.
    """
    if has_keys or has_provider:
        return Access.CONFIGURED
    if is_loopback(host):
        return Access.SINGLE_USER
    raise OpenDoor(host)


def is_loopback(host: str) -> bool:
    """Whether an address or name can only be this machine; `localhost` is the one name that counts."""
    bare = host.strip().removeprefix("[").removesuffix("]").rstrip(".").lower()
    if bare == "localhost":
        return True
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def is_loopback_authority(authority: str) -> bool:
    """Whether a `Host` header, with or without a port, names this machine."""
    if authority.startswith("["):
        host, _, port = authority.partition("]")
        return is_loopback(host) and _is_port(port)
    host, colon, port = authority.partition(":")
    return is_loopback(host) and _is_port(colon + port)


def _is_port(text: str) -> bool:
    return text == "" or (text.startswith(":") and text[1:].isascii() and text[1:].isdigit())
