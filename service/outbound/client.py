"""One guarded request: the address that was checked is the address that is connected to."""

import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpcore2

from service.outbound.addresses import Guard

if TYPE_CHECKING:
    from httpcore2 import SOCKET_OPTION

_CONNECT_SECONDS = 5.0
_ALWAYS = {"Accept-Encoding": "identity", "User-Agent": "speerwijzer", "Connection": "close"}


class NoAnswer(OSError):
    """The other side gave no usable answer; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one answer: its size in bytes, and the time for the whole of it in seconds."""

    answer_bytes: int
    seconds: float


class _TimedStream(httpcore2.NetworkStream):
    """A connection whose time is over at one moment, however many small pieces come before it."""

    def __init__(self, stream: httpcore2.NetworkStream, ends: float) -> None:
        self._stream = stream
        self._ends = ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there; raises ReadTimeout."""
        return self._stream.read(max_bytes, self._left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it; raises WriteTimeout."""
        self._stream.write(buffer, self._left(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Go on in secret; raises ConnectTimeout."""
        left = self._left(timeout, httpcore2.ConnectTimeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._ends)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 -- as the base class has it
        """What the connection itself tells."""
        return self._stream.get_extra_info(info)

    def _left(self, timeout: float | None, over: type[Exception]) -> float:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise over
        return left if timeout is None else min(left, timeout)


class _PinnedBackend(httpcore2.NetworkBackend):
    """Looks a name up once, checks what it got, and connects to exactly that.

    A name that answers differently the second time (DNS rebinding) gets no second time.
    """

    def __init__(self, guard: Guard, ends: float) -> None:
        self._guard = guard
        self._ends = ends
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: "Iterable[SOCKET_OPTION] | None" = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of a host that answers; raises RefusedAddress."""
        failure: Exception = httpcore2.ConnectError()
        for address in self._guard.addresses(host, port):
            try:
                stream = self._sockets.connect_tcp(address, port, timeout, local_address, socket_options)
                return _TimedStream(stream, self._ends)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure


@dataclass(frozen=True, slots=True)
class Client:
    """Sends requests that obey a guard. No proxy, no cookies, no redirects followed, no packed answers."""

    guard: Guard
    trusted: ssl.SSLContext | None = None

    @contextmanager
    def send(
        self, method: str, url: str, limits: Limits, *, headers: Mapping[str, str], body: bytes = b""
    ) -> "Iterator[Answer]":
        """The answer, whose body is read inside the block.

        Raises:
            RefusedAddress: the address may not be asked.
            NoAnswer: no connection, no answer in time, or one that breaks off.
        """
        self.guard.check_url(url)
        ends = time.monotonic() + limits.seconds
        wait = min(limits.seconds, _CONNECT_SECONDS)
        timeouts = {"connect": wait, "pool": wait, "read": limits.seconds, "write": limits.seconds}
        every = [(name.encode(), value.encode()) for name, value in (_ALWAYS | dict(headers)).items()]
        try:
            with (
                httpcore2.ConnectionPool(
                    ssl_context=self.trusted or ssl.create_default_context(),
                    network_backend=_PinnedBackend(self.guard, ends),
                ) as pool,
                pool.stream(
                    method, url, headers=every, content=body or None, extensions={"timeout": timeouts}
                ) as response,
            ):
                yield Answer(response, limits, ends)
        except httpcore2.TimeoutException as error:
            raise NoAnswer("timeout") from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            reason = "tls" if isinstance(error.__context__, ssl.SSLError) else "connection"
            raise NoAnswer(reason) from error


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `ends` is when its time is over, on the monotonic clock."""

    response: Any
    limits: Limits
    ends: float

    @property
    def status(self) -> int:
        """The HTTP status."""
        return int(self.response.status)

    def header(self, name: str) -> str:
        """A header, "" where there is none; `name` is in lower case."""
        found = [value for key, value in self.response.headers if key.lower() == name.encode()]
        return found[0].decode("latin-1") if found else ""

    def blocks(self) -> Iterator[bytes]:
        """The body, piece by piece; raises NoAnswer once it is too large or takes too long."""
        size = 0
        for block in self.response.iter_stream():
            size += len(block)
            if size > self.limits.answer_bytes:
                raise NoAnswer("too_large")
            if time.monotonic() > self.ends:
                raise NoAnswer("timeout")
            yield block
