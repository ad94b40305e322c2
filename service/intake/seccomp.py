"""A system-call filter for Linux: no network, no other programs, no signals, from here on and for good.

Written out as a BPF program because the kernel's interface needs no library and no privileges.
See seccomp(2) and Documentation/userspace-api/seccomp_filter.rst of the kernel.
"""

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable, Mapping
from types import MappingProxyType

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCH_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_REFUSE, _UNKNOWN = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
_CLONE_THREAD = 0x00010000
_X32 = 0x40000000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2

_COMMON = MappingProxyType(
    {"pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
     "pidfd_open": 434, "pidfd_getfd": 438}
)  # fmt: skip
_X86_64 = MappingProxyType(
    {"socket": 41, "connect": 42, "accept": 43, "sendto": 44, "sendmsg": 46, "bind": 49, "listen": 50,
     "socketpair": 53, "accept4": 288, "sendmmsg": 307, "fork": 57, "vfork": 58, "execve": 59,
     "execveat": 322, "kill": 62, "tkill": 200, "tgkill": 234, "rt_sigqueueinfo": 129, "ptrace": 101,
     "process_vm_readv": 310, "process_vm_writev": 311, "unshare": 272, "setns": 308, "mount": 165,
     "setrlimit": 160, "prlimit64": 302, "bpf": 321, "perf_event_open": 298, "add_key": 248,
     "request_key": 249, "keyctl": 250, "userfaultfd": 323, "shmget": 29, "msgget": 68}
)  # fmt: skip
_AARCH64 = MappingProxyType(
    {"socket": 198, "socketpair": 199, "bind": 200, "listen": 201, "accept": 202, "connect": 203,
     "sendto": 206, "sendmsg": 211, "accept4": 242, "sendmmsg": 269, "execve": 221, "execveat": 281,
     "kill": 129, "tkill": 130, "tgkill": 131, "rt_sigqueueinfo": 138, "ptrace": 117,
     "process_vm_readv": 270, "process_vm_writev": 271, "unshare": 97, "setns": 268, "mount": 40,
     "setrlimit": 164, "prlimit64": 261, "bpf": 280, "perf_event_open": 241, "add_key": 217,
     "request_key": 218, "keyctl": 219, "userfaultfd": 282, "shmget": 194, "msgget": 186}
)  # fmt: skip
# Per machine: the kernel's name for it, the numbers to refuse, and those of clone and clone3.
_MACHINES: Mapping[str, tuple[int, Mapping[str, int], int, int]] = MappingProxyType(
    {"x86_64": (0xC000003E, _X86_64, 56, 435), "aarch64": (0xC00000B7, _AARCH64, 220, 435)}
)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def refuse_calls() -> bool:
    """Filter the calls of this process; False where this system or machine has no such filter."""
    machine = _MACHINES.get(platform.machine())
    if machine is None or os.uname().sysname != "Linux":
        return False
    instructions = b"".join(_filter(*machine))
    program = _Program(len(instructions) // 8, instructions)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0) == 0)


def _filter(machine: int, refused: Mapping[str, int], clone: int, clone3: int) -> Iterable[bytes]:
    yield _instruction(_LOAD, _ARCH_AT)
    yield from _when(_EQUAL, machine, otherwise=_KILL)
    yield _instruction(_LOAD, _NUMBER_AT)
    yield from _when(_AT_LEAST, _X32, then=_REFUSE)
    for number in (*refused.values(), *_COMMON.values()):
        yield from _when(_EQUAL, number, then=_REFUSE)
    # The C library tries clone3 first and goes on with clone where there is none.
    yield from _when(_EQUAL, clone3, then=_UNKNOWN)
    # A thread may be made, a process may not.
    yield _instruction(_EQUAL, clone, jump_unless=3)
    yield _instruction(_LOAD, _FIRST_ARGUMENT_AT)
    yield from _when(_ANY_BIT, _CLONE_THREAD, otherwise=_REFUSE)
    yield _instruction(_RETURN, _ALLOW)


def _when(test: int, value: int, *, then: int | None = None, otherwise: int | None = None) -> list[bytes]:
    """Return a verdict when a test holds, or when it does not hold."""
    if then is not None:
        return [_instruction(test, value, jump_unless=1), _instruction(_RETURN, then)]
    return [_instruction(test, value, jump_if=1), _instruction(_RETURN, otherwise or _KILL)]


def _instruction(code: int, value: int, *, jump_if: int = 0, jump_unless: int = 0) -> bytes:
    return struct.pack("=HBBI", code, jump_if, jump_unless, value)
