"""Which addresses may be asked: the guard against requests forged through this service (SSRF)."""

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from service.ports import RefusedAddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]
"""The addresses of a name, as text."""

# Said here in full, because what Python calls global differs between its versions.
_NEVER = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48",
        "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7",
        "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
_PORTS = {"https": 443, "http": 80}
_LONGEST = 2000


def resolve_host(host: str, port: int) -> Sequence[str]:
    """The addresses that the system knows for a name; raises RefusedAddress where there is none."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RefusedAddress("unknown_host") from error
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules for one kind of request.

    `hosts` are the names that may be asked: exact, or `*.example.org` for every name below one; None
    allows any name. `networks` are private networks that are allowed all the same.
    """

    hosts: tuple[str, ...] | None = None
    schemes: frozenset[str] = frozenset({"https"})
    ports: frozenset[int] | None = frozenset({443})
    networks: tuple[Network, ...] = ()
    resolve: Resolve = resolve_host

    def check_url(self, url: str) -> SplitResult:
        """The parts of an address that may be asked, as far as its text tells; raises RefusedAddress."""
        try:
            parts = urlsplit(url)
            port, host = parts.port, parts.hostname
        except ValueError as error:
            raise RefusedAddress("malformed") from error
        if len(url) > _LONGEST or not host or any(sign <= " " or sign == "\\" for sign in url):
            raise RefusedAddress("malformed")
        if parts.scheme not in self.schemes:
            raise RefusedAddress("scheme")
        if parts.username is not None or parts.password is not None:
            raise RefusedAddress("credentials")
        if self.ports is not None and (port or _PORTS.get(parts.scheme)) not in self.ports:
            raise RefusedAddress("port")
        if self.hosts is not None and not _is_listed(host, self.hosts):
            raise RefusedAddress("host")
        return parts

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host; raises RefusedAddress when even one of them may not be asked."""
        found = self.resolve(host, port)
        if not found:
            raise RefusedAddress("unknown_host")
        for text in found:
            if not self.allows(ipaddress.ip_address(text.partition("%")[0])):
                raise RefusedAddress("private_address")
        return list(found)

    def allows(self, address: Address) -> bool:
        """Whether an address is on the open internet, or in a network that is allowed all the same."""
        if _is_in(address, self.networks):
            return True
        return address.is_global and not address.is_multicast and not _is_in(address, _NEVER)


def _is_in(address: Address, networks: Iterable[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def _is_listed(host: str, hosts: Iterable[str]) -> bool:
    bare = host.rstrip(".").lower()
    return any(
        bare.endswith(listed[1:]) if listed.startswith("*.") else bare == listed
        for listed in (host.strip().lower() for host in hosts)
    )
