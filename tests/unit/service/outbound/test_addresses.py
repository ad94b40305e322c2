import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.outbound.addresses import Guard
from service.ports import RefusedAddress

OPEN = Guard(resolve=lambda _host, _port: ["8.8.8.8"])


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.org/", "scheme"),
        ("file:///etc/passwd", "malformed"),
        ("gopher://example.org/", "scheme"),
        ("https://", "malformed"),
        ("https://user@example.org/", "credentials"),
        ("https://example.org:22/", "port"),
        ("https://example.org:99999/", "malformed"),
        ("https://example.org\\@evil.example/", "malformed"),
        ("https://example.org/\r\nHost: evil", "malformed"),
        ("https://[::1/", "malformed"),
        ("https://example.org/" + "a" * 3000, "malformed"),
        ("", "malformed"),
    ],
)
def test_refused_by_its_text(url: str, reason: str) -> None:
    with pytest.raises(RefusedAddress) as raised:
        OPEN.check_url(url)
    assert raised.value.reason == reason


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.8", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::",
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fc00::1",
        "fd12:3456::1", "fe80::1", "fe80::1%eth0", "ff02::1", "2001::1", "2001:db8::1", "fec0::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_on_the_open_internet(address: str) -> None:
    with pytest.raises(RefusedAddress) as raised:
        Guard(resolve=lambda _host, _port: [address]).addresses("example.org", 443)
    assert raised.value.reason == "private_address"


@pytest.mark.parametrize("address", ["8.8.8.8", "193.191.1.1", "2a02:a000::1"])
def test_addresses_on_the_open_internet(address: str) -> None:
    assert Guard(resolve=lambda _host, _port: [address]).addresses("example.org", 443) == [address]


def test_one_private_address_among_others_is_enough_to_refuse() -> None:
    guard = Guard(resolve=lambda _host, _port: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(RefusedAddress):
        guard.addresses("example.org", 443)


@pytest.mark.parametrize("host", ["127.1", "0x7f000001", "2130706433", "017700000001", "localhost"])
def test_odd_spellings_of_this_machine_are_refused(host: str) -> None:
    with pytest.raises(RefusedAddress):
        Guard().addresses(host, 443)


@given(st.ip_addresses(v=4))
def test_mapped_address_is_never_more_allowed(address: ipaddress.IPv4Address) -> None:
    for prefix in ("::ffff:", "64:ff9b::", "::"):
        assert not OPEN.allows(ipaddress.ip_address(f"{prefix}{address}"))


@pytest.mark.parametrize(
    ("host", "listed"),
    [
        ("www.vlaanderen.be", True),
        ("WWW.Vlaanderen.BE.", True),
        ("a.b.vlaanderen.be", True),
        ("vlaanderen.be", False),
        ("evilvlaanderen.be", False),
        ("vlaanderen.be.evil.example", False),
        ("loket.example", True),
        ("x.loket.example", False),
    ],
)
def test_listed_hosts(host: str, listed: bool) -> None:
    guard = Guard(hosts=("*.vlaanderen.be", "loket.example"))
    if listed:
        guard.check_url(f"https://{host}/x")
    else:
        with pytest.raises(RefusedAddress):
            guard.check_url(f"https://{host}/x")


def test_no_listed_host_allows_none() -> None:
    with pytest.raises(RefusedAddress):
        Guard(hosts=()).check_url("https://example.org/")


def test_allowed_private_network_stays_as_narrow_as_it_was_made() -> None:
    guard = Guard(networks=(ipaddress.ip_network("10.1.0.0/16"),))
    assert guard.allows(ipaddress.ip_address("10.1.2.3"))
    assert not guard.allows(ipaddress.ip_address("10.2.0.1"))
    assert not guard.allows(ipaddress.ip_address("::ffff:10.1.2.3"))
