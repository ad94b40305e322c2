"""A small HTTP server on this machine, for what the service sends out."""

import ipaddress
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from service.outbound.addresses import Guard


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came in; names of headers in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; `pieces` is sent piece by piece."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: Callable[[], Iterator[bytes]] = lambda: iter([b"ok"])


@dataclass(slots=True)
class FakeServer:
    """Answers by path; a path without a reply of its own gets the next of `replies`, or 200."""

    port: int = 0
    by_path: dict[str, Reply] = field(default_factory=dict)
    replies: list[Reply] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        """An address on this server, under a name that only the tests' guard knows."""
        return f"http://portal.example:{self.port}{path}"

    def reply(self, path: str) -> Reply:
        if path in self.by_path:
            return self.by_path[path]
        return self.replies.pop(0) if self.replies else Reply()


def a_guard(**changes: object) -> Guard:
    """A guard that lets tests reach this machine, as `portal.example`."""
    rules: dict[str, object] = {
        "schemes": frozenset({"http"}),
        "ports": None,
        "networks": (ipaddress.ip_network("127.0.0.0/8"),),
        "resolve": lambda host, _port: ["127.0.0.1"] if host == "portal.example" else [],
    }
    return Guard(**(rules | changes))  # type: ignore[arg-type]


@contextmanager
def a_server() -> Iterator[FakeServer]:
    """A server that runs while the block does."""
    fake = FakeServer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(fake))
    server.daemon_threads = True
    fake.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(fake: FakeServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("content-length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            fake.received.append(Received(self.command, self.path, headers, self.rfile.read(length)))
            reply = fake.reply(self.path)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for piece in reply.pieces():
                    self.wfile.write(piece)
            except OSError:  # the other side has heard enough
                return

        do_POST = do_GET  # noqa: N815 -- the name that the library asks for

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    return Handler
