from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.limits import DocumentLimits
from service.intake.fetching import AllowedFetcher, keep_stream, safe_name
from service.outbound.client import Client
from service.ports import RefusedAddress
from tests.fakes.http_servers import FakeServer, Reply, a_guard, a_server

LIMITS = DocumentLimits(bytes=1000)


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with a_server() as fake:
        yield fake


def _refusal(fetcher: AllowedFetcher, url: str, folder: Path) -> str:
    with pytest.raises(RefusedAddress) as raised:
        fetcher.fetch(url, folder, LIMITS)
    assert list(folder.iterdir()) == []
    return raised.value.reason


def _fetcher(**changes: object) -> AllowedFetcher:
    return AllowedFetcher(Client(a_guard(**changes)), seconds=2.0)


def test_file_is_fetched_with_its_name(server: FakeServer, tmp_path: Path) -> None:
    disposition = {"Content-Disposition": 'attachment; filename="../../voorstel.txt"'}
    server.by_path["/x"] = Reply(headers=disposition, pieces=lambda: iter([b"Wij ", b"bouwen."]))
    fetched = _fetcher().fetch(server.url("/x"), tmp_path, LIMITS)
    assert fetched.path.read_bytes() == b"Wij bouwen."
    assert fetched.name == "voorstel.txt"
    assert fetched.path.parent == tmp_path


def test_name_comes_from_the_address_otherwise(server: FakeServer, tmp_path: Path) -> None:
    assert _fetcher().fetch(server.url("/a/plan%20A.pdf?x=1"), tmp_path, LIMITS).name == "plan A.pdf"


def test_redirect_is_followed_and_checked_again(server: FakeServer, tmp_path: Path) -> None:
    server.by_path["/old"] = Reply(302, {"Location": "/new"})
    assert _fetcher().fetch(server.url("/old"), tmp_path, LIMITS).path.read_bytes() == b"ok"
    for place, reason in (
        ("http://metadata.internal/", "unknown_host"),
        ("file:///etc/passwd", "malformed"),
        ("https://portal.example/", "scheme"),
    ):
        server.by_path["/old"] = Reply(302, {"Location": place})
        (folder := tmp_path / reason).mkdir()
        assert _refusal(_fetcher(), server.url("/old"), folder) == reason


def test_redirect_to_a_private_address_is_refused(server: FakeServer, tmp_path: Path) -> None:
    server.by_path["/old"] = Reply(302, {"Location": "http://inside.example/"})

    def resolve(host: str, _port: int) -> list[str]:
        return ["127.0.0.1"] if host == "portal.example" else ["169.254.169.254"]

    assert _refusal(_fetcher(resolve=resolve), server.url("/old"), tmp_path) == "private_address"


def test_redirects_in_a_circle_come_to_an_end(server: FakeServer, tmp_path: Path) -> None:
    server.by_path["/"] = Reply(302, {"Location": "/"})
    assert _refusal(_fetcher(), server.url("/"), tmp_path) == "redirects"
    assert len(server.received) == 4


def test_large_file_and_odd_status_leave_nothing(server: FakeServer, tmp_path: Path) -> None:
    server.by_path["/large"] = Reply(pieces=lambda: iter([b"x" * 600, b"x" * 600]))
    server.by_path["/none"] = Reply(404)
    assert _refusal(_fetcher(), server.url("/large"), tmp_path) == "too_large"
    assert _refusal(_fetcher(), server.url("/none"), tmp_path) == "status"


def test_host_that_is_not_listed_is_not_asked(server: FakeServer, tmp_path: Path) -> None:
    assert _refusal(_fetcher(hosts=("other.example",)), server.url("/"), tmp_path) == "host"
    assert server.received == []


def test_stream_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"begin"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        keep_stream(broken(), tmp_path)
    assert list(tmp_path.iterdir()) == []


@given(st.text(max_size=400))
def test_safe_name_is_one_plain_part(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= 120
    assert not set(safe) & set('/\\<>:"|?*\x00\n\r')
    assert safe not in {".", ".."}
    assert safe_name(safe) == safe
