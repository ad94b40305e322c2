"""One file, one process: forked from a warm server, watched, and gone when the file is read or refused.

The server forks a guard for each request. The guard forks the reader, which gives up all that it does
not need before it looks at the file, and watches its time. A reader that is taken over can answer with
other text than the file holds, and nothing more.
"""

import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import sys
import time
from dataclasses import asdict
from typing import NoReturn

from corpus.errors import CorpusError, UnreadableDocument
from service.intake.confinement import Confinement, confine, die_with_parent
from service.intake.protocol import Ending, Request, pack_document, pack_error, unpack_request

_MOST_REQUEST_BYTES = 65_536
_BLOCK = 1 << 16
_LIBRARIES = (
    "charset_normalizer", "docx", "lxml.etree", "markdown_it", "odfdo", "pdfplumber.table", "pypdfium2.raw",
    "selectolax.lexbor",
)  # fmt: skip
"""What the parsers import when their first file comes; here it comes to a process that ends with it."""
_MEMORY_EXIT, _REFUSED_EXIT, _FAULT_EXIT = 3, 4, 5


def serve(control: socket.socket) -> None:
    """Read files for whoever holds the other end, until that end is closed."""
    _warm_up()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # guards are nobody's to wait for
    control.send(json.dumps(asdict(_tried())).encode())
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, _MOST_REQUEST_BYTES, 2)
        if not message:
            return
        if os.fork() == 0:
            control.close()
            _guard(unpack_request(message), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _tried() -> Confinement:
    """What the system will enforce on readers, found out by a process that is given up for it."""
    answer, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = _FAULT_EXIT
        try:
            os.write(writing, json.dumps(asdict(confine(cpu_seconds=1, memory_bytes=1 << 26))).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(answer, "rb") as told:
        content = told.read()
    return Confinement(**json.loads(content)) if content else Confinement(calls=False, files=False)


def _warm_up() -> None:
    """Import all that any parser needs, so that no file waits for it and no reader has to look for it."""
    import mimetypes

    import corpus.parsing

    mimetypes.init()
    own = [module.name for module in pkgutil.iter_modules(corpus.parsing.__path__, "corpus.parsing.")]
    for name in (*own, *_LIBRARIES):
        importlib.import_module(name)
    for sample in (b"Een zin.\n", b"<!DOCTYPE html><p>Een zin.</p>"):
        document = corpus.parsing.parse(sample, "sample")
        pack_document(document)
    gc.collect()
    gc.freeze()  # pages that the collector never touches stay shared with the readers


def _guard(request: Request, file: int, reply: int) -> NoReturn:
    """Start a reader, and tell how it ended and what it answered."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    answer, writing = os.pipe()
    reader = os.fork()
    if reader == 0:
        os.close(answer)
        os.close(reply)
        _read_and_exit(request, file, writing)
    os.close(writing)
    os.close(file)
    content = _collect(answer, reader, request)
    _, status = os.waitpid(reader, 0)
    ending = Ending.TIME if content is None else _ending(status)
    with socket.socket(fileno=reply) as told:
        told.sendall(ending.encode() + b"\n" + (content or b""))
    os._exit(0)


def _collect(answer: int, reader: int, request: Request) -> bytes | None:
    """What the reader answers; None, and the end of the reader, when it takes too long or says too much."""
    deadline = time.monotonic() + request.wall_seconds
    parts: list[bytes] = []
    size = 0
    while True:
        ready, _, _ = select.select([answer], [], [], max(0.0, deadline - time.monotonic()))
        block = os.read(answer, _BLOCK) if ready else None
        if block is None or size > request.answer_bytes:
            os.kill(reader, signal.SIGKILL)
            return None if block is None else b""
        if not block:
            return b"".join(parts)
        parts.append(block)
        size += len(block)


def _ending(status: int) -> Ending:
    if os.WIFSIGNALED(status):
        return Ending.TIME if os.WTERMSIG(status) == signal.SIGXCPU else Ending.CRASH
    endings = {0: Ending.READ, _MEMORY_EXIT: Ending.MEMORY, _REFUSED_EXIT: Ending.REFUSED}
    return endings.get(os.WEXITSTATUS(status), Ending.CRASH)


def _read_and_exit(request: Request, file: int, writing: int) -> NoReturn:
    """Read the file and leave, without the habits of a Python program that ends."""
    code = _FAULT_EXIT
    try:
        die_with_parent()
        os.dup2(
            os.open(os.devnull, os.O_RDWR), sys.stderr.fileno()
        )  # libraries quote files in their warnings
        confine(cpu_seconds=max(1, round(request.wall_seconds)), memory_bytes=request.memory_bytes)
        code, answer = _read(request, file)
        _write_all(writing, answer)
    except MemoryError:
        code = _MEMORY_EXIT
    finally:
        os._exit(code)


def _read(request: Request, file: int) -> tuple[int, bytes]:
    from corpus.parsing import parse

    try:
        with open(file, "rb") as opened:
            content = opened.read(request.limits.bytes + 1)
        return 0, pack_document(parse(content, request.name, request.limits))
    except UnreadableDocument as error:
        if _for_want_of_memory(error):
            raise MemoryError from None
        return _REFUSED_EXIT, pack_error(error)


def _for_want_of_memory(error: CorpusError) -> bool:
    """Whether an error hides that there was no memory left: libraries take it for a damaged file."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, MemoryError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
