"""What a process still may do after it was confined; each attempt is made in a child that ends with it."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ATTEMPTS = {
    "socket": "import socket; socket.socket()",
    "unix_socket": "import socket; socket.socketpair()",
    "fork": "import os; os.fork()",
    "program": "import os; os.execv('/bin/true', ['true'])",
    "signal": "import os; os.kill(os.getppid(), 0)",
    "write": "open('/tmp/speerwijzer-written', 'w').write('x')",
    "write_shared": "open('/dev/shm/speerwijzer-written', 'w').write('x')",
    "read_system": "open('/etc/passwd').read()",
    "read_secret": "open(SECRET).read()",
    "read_process": "open('/proc/1/environ', 'rb').read()",
    "list": "import os; os.listdir('/tmp')",
    "more_memory": "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    "memory": "bytearray(3_000_000_000)",
    "io_uring": "import ctypes; l = ctypes.CDLL(None, use_errno=True); "
    "l.syscall(425, 1, ctypes.create_string_buffer(120)) < 0 and (_ for _ in ()).throw(OSError())",
}
ALLOWED = {
    "thread": "import threading; t = threading.Thread(target=int); t.start(); t.join()",
    "import": "import zoneinfo, sqlite3",
    "own_files": "from importlib.resources import files; files('corpus').joinpath('limits.py').read_text()",
    "pipe": "import os; r, w = os.pipe(); os.write(w, b'x'); os.read(r, 1)",
}
PROGRAM = """
import importlib.resources, json, sys
import corpus
from service.intake.confinement import confine
SECRET = {secret!r}
made = confine(cpu_seconds=20, memory_bytes=500_000_000)
try:
    {attempt}
    outcome = "done"
except (OSError, MemoryError, ValueError) as error:
    outcome = type(error).__name__
print(json.dumps([made.calls, made.files, outcome]))
"""
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux confines processes this way")


def _outcome(attempt: str, folder: Path) -> tuple[bool, bool, str]:
    secret = folder / "secret"
    secret.write_text("x", encoding="utf-8")
    code = PROGRAM.format(attempt=attempt, secret=str(secret))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    calls, files, outcome = json.loads(done.stdout)
    return calls, files, outcome


@LINUX
@pytest.mark.parametrize("name", ATTEMPTS)
def test_what_a_confined_process_may_not_do(name: str, tmp_path: Path) -> None:
    calls, files, outcome = _outcome(ATTEMPTS[name], tmp_path)
    assert (calls, files) == (True, True)
    assert outcome != "done"


@LINUX
@pytest.mark.parametrize("name", ALLOWED)
def test_what_a_confined_process_may_still_do(name: str, tmp_path: Path) -> None:
    assert _outcome(ALLOWED[name], tmp_path)[2] == "done"


@LINUX
def test_open_connection_of_before_cannot_be_used_to_send_messages() -> None:
    """A descriptor that was left open by mistake still cannot be connected anywhere."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        code = (
            "import socket; from service.intake.confinement import confine\n"
            "s = socket.socket()\nconfine(cpu_seconds=5, memory_bytes=500_000_000)\n"
            f"try:\n    s.connect(('127.0.0.1', {listener.getsockname()[1]}))\n"
            "except PermissionError:\n    print('refused')"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "refused"
