"""The intake that the service uses: it never opens a stranger's file in its own process."""

import hashlib
import json
import os
import socket
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from corpus.documents import Document
from corpus.errors import DamagedDocument, LimitExceeded
from corpus.limits import DocumentLimits
from service.intake.confinement import Confinement
from service.intake.protocol import Ending, Request, unpack_document, unpack_error
from service.observability.logs import log

_GRACE_SECONDS = 5.0
"""What a reader gets on top of the parser's own limit, so that the parser can tell by itself."""
_START_SECONDS = 120.0
_ANSWER_BYTES_A_CHARACTER = 20
_LEAST_ANSWER_BYTES = 20_000_000
_BLOCK = 1 << 16
_ENDINGS = {ending.value.encode(): ending for ending in Ending}
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "VIRTUAL_ENV", "PYTHONPATH", "SYSTEMROOT")


class ParserUnavailable(Exception):
    """The processes that read files do not start; a fault of ours, and not of the file."""


@dataclass(slots=True)
class ConfinedIntake:
    """Reads each file in a process of its own, forked from a warm server; safe to use from many threads.

    `memory_bytes` is what reading one file may take on top of the program itself. `confinement` tells,
    once the server has started, what this system enforces.
    """

    memory_bytes: int = 1_500_000_000
    confinement: Confinement | None = None
    _server: subprocess.Popen[bytes] | None = None
    _control: socket.socket | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, path: Path, name: str, limits: DocumentLimits) -> Document:
        """The proposal in a file, under the name that its sender gave it.

        Raises:
            UnreadableDocument: the content cannot be read as a proposal, or not within the limits.
            ParserUnavailable: no process can be started.
        """
        size = path.stat().st_size
        if size > limits.bytes:
            raise LimitExceeded(maximum=limits.bytes, unit="bytes")
        request = Request(
            name, limits, self.memory_bytes, limits.seconds + _GRACE_SECONDS,
            max(_LEAST_ANSWER_BYTES, limits.characters * _ANSWER_BYTES_A_CHARACTER),
        )  # fmt: skip
        ending, answer = self._asked(path, request)
        document = self._told(ending, answer, limits)
        with path.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        return replace(document, name=name, sha256=digest)

    def _told(self, ending: Ending, answer: bytes, limits: DocumentLimits) -> Document:
        match ending:
            case Ending.READ:
                try:
                    return unpack_document(answer)
                except ValueError as error:
                    raise DamagedDocument from error
            case Ending.REFUSED:
                raise unpack_error(answer)
            case Ending.TIME:
                raise LimitExceeded(maximum=limits.seconds, unit="seconds")
            case Ending.MEMORY:
                raise LimitExceeded(maximum=self.memory_bytes, unit="bytes of memory")
            case Ending.CRASH:
                raise DamagedDocument

    def _asked(self, path: Path, request: Request) -> tuple[Ending, bytes]:
        mine, theirs = socket.socketpair()
        with mine, path.open("rb") as file:
            with theirs:
                self._send(request, [file.fileno(), theirs.fileno()])
            mine.settimeout(request.wall_seconds + _GRACE_SECONDS)
            content = bytearray()
            try:
                while block := mine.recv(_BLOCK):
                    content += block
            except TimeoutError:
                return Ending.TIME, b""
            except ConnectionError as error:
                raise ParserUnavailable from error
        if not content:  # whoever watches the reader is gone: that says nothing about the file
            raise ParserUnavailable
        first, _, answer = bytes(content).partition(b"\n")
        return _ENDINGS.get(first, Ending.CRASH), answer

    def _send(self, request: Request, descriptors: list[int]) -> None:
        """Hand a request to the server; one that died in the meantime is started anew, once."""
        for attempt in (1, 2):
            with self._lock:
                control = self._started()
                try:
                    socket.send_fds(control, [request.packed()], descriptors)
                except OSError as error:
                    self._stop()
                    if attempt == 2:  # noqa: PLR2004 -- the second of two
                        raise ParserUnavailable from error
                else:
                    return

    def start(self) -> None:
        """Start the server now, so that the first file need not wait for it."""
        with self._lock:
            self._started()

    def close(self) -> None:
        """Stop the server; files that are being read are still ended."""
        with self._lock:
            self._stop()

    def _started(self) -> socket.socket:
        if self._control is not None and self._server is not None and self._server.poll() is None:
            return self._control
        self._stop()
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._server = _spawn(theirs.fileno())
        self._control = mine
        mine.settimeout(_START_SECONDS)
        try:
            ready = mine.recv(_BLOCK)
        except OSError as error:
            self._stop()
            raise ParserUnavailable from error
        if not ready:
            self._stop()
            raise ParserUnavailable
        self.confinement = Confinement(**json.loads(ready))
        if not (self.confinement.calls and self.confinement.files):
            log().warning("parser_less_confined", confinement=_shown(self.confinement))
        return mine

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._server is not None:
            try:
                self._server.wait(timeout=_GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
        self._server = self._control = None


def _shown(confinement: Confinement) -> str:
    held = [name for name, holds in asdict(confinement).items() if holds]
    return "+".join(held) or "limits"


def _spawn(descriptor: int) -> subprocess.Popen[bytes]:
    """Start the server with no more of the environment than Python needs: no password is in its memory."""
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONSAFEPATH": "1"}
    root = str(Path(__file__).resolve().parents[2])
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (root, environment.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-m", "service.intake.parser_process", str(descriptor)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[descriptor],
        env=environment,
        start_new_session=True,
    )
