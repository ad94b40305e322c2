import time
from collections.abc import Iterator

import pytest

from service.outbound.client import Client, Limits, NoAnswer
from service.ports import RefusedAddress
from tests.fakes.http_servers import FakeServer, Reply, a_guard, a_server

LIMITS = Limits(answer_bytes=10_000, seconds=5.0)


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with a_server() as fake:
        yield fake


def _body(client: Client, url: str, limits: Limits = LIMITS) -> bytes:
    with client.send("GET", url, limits, headers={}) as answer:
        return b"".join(answer.blocks())


def test_name_is_looked_up_once_and_that_address_is_used(server: FakeServer) -> None:
    """A name that turns private after it was checked (DNS rebinding) has no second look-up to do it in."""
    looked_up: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["10.0.0.1"]

    assert _body(Client(a_guard(resolve=resolve)), server.url()) == b"ok"
    assert looked_up == ["portal.example"]
    assert server.received[0].headers["host"] == f"portal.example:{server.port}"


def test_private_address_gets_no_connection(server: FakeServer) -> None:
    with pytest.raises(RefusedAddress):
        _body(Client(a_guard(networks=())), server.url())
    assert server.received == []


def test_address_written_as_a_number_is_checked_too(server: FakeServer) -> None:
    guard = a_guard(networks=(), resolve=lambda host, _port: [host])
    with pytest.raises(RefusedAddress):
        _body(Client(guard), f"http://127.0.0.1:{server.port}/")
    assert server.received == []


def test_answer_that_is_too_large_is_cut_off(server: FakeServer) -> None:
    server.by_path["/"] = Reply(pieces=lambda: (b"x" * 5000 for _ in range(1_000_000)))
    with pytest.raises(NoAnswer) as raised:
        _body(Client(a_guard()), server.url())
    assert raised.value.reason == "too_large"


def test_drip_of_bytes_has_one_end_of_time(server: FakeServer) -> None:
    def drip() -> Iterator[bytes]:
        while True:
            time.sleep(0.05)
            yield b"x"

    server.by_path["/"] = Reply(pieces=drip)
    begun = time.monotonic()
    with pytest.raises(NoAnswer) as raised:
        _body(Client(a_guard()), server.url(), Limits(10_000, 0.5))
    assert raised.value.reason == "timeout"
    assert time.monotonic() - begun < 3


def test_packed_answer_is_not_asked_for(server: FakeServer) -> None:
    _body(Client(a_guard()), server.url())
    assert server.received[0].headers["accept-encoding"] == "identity"


def test_closed_port_is_no_answer() -> None:
    with pytest.raises(NoAnswer) as raised:
        _body(Client(a_guard()), "http://portal.example:1/")
    assert raised.value.reason == "connection"


def test_proxy_of_the_environment_is_not_used(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert _body(Client(a_guard()), server.url()) == b"ok"
