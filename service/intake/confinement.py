"""What a process that reads a stranger's file may still do: think for a while, in a little memory."""

import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from service.intake.landlock import lock_files
from service.intake.seccomp import refuse_calls

_MOST_OPEN_FILES = 64
_CPU_GRACE_SECONDS = 2
_PARENT_DEATH_SIGNAL = 1


@dataclass(frozen=True, slots=True)
class Confinement:
    """What the system itself enforces; the limits on memory, time and file size always hold.

    `calls`: no network, no other programs, no new processes, no signals (seccomp).
    `files`: no writing, and no reading outside the program's own folders (Landlock).
    """

    calls: bool
    files: bool


def confine(*, cpu_seconds: int, memory_bytes: int) -> Confinement:
    """Take away from this process all that reading a file does not need; there is no way back.

    `memory_bytes` comes on top of the address space that is in use now.
    """
    os.umask(0o077)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, _MOST_OPEN_FILES)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a refused write is an error, and no reason to die
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + _CPU_GRACE_SECONDS))
    _limit(resource.RLIMIT_AS, _address_space() + memory_bytes)
    import corpus

    files = lock_files([Path(str(corpus.__file__)).parent])
    return Confinement(calls=refuse_calls(), files=files)


def die_with_parent() -> None:
    """End this process when the one that watches it ends; on Linux, elsewhere the limit on time does it."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def _limit(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(kind, (value, value))


def _address_space() -> int:
    """Bytes of address space in use; 0 on systems that do not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()
