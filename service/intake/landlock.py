"""Landlock for Linux: this process may read the files of its own program, and no others, for good.

See landlock(7); needs no privileges, and is on in the kernels of the present distributions.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION_FLAG, _PATH_BENEATH = 1, 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_RIGHTS_OF_VERSION = (0, (1 << 13) - 1, (1 << 14) - 1, (1 << 15) - 1)
"""What each version of Landlock can forbid; later versions add nothing that matters to reading files."""
_NO_NEW_PRIVILEGES = 38
_SYSTEM = ("/usr/lib", "/usr/lib64", "/usr/share", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts")


def lock_files(own_folders: Iterable[Path] = ()) -> bool:
    """Forbid this process to write anywhere, and to read outside its program; False where that cannot be.

    `own_folders` may be read as well.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE, None, 0, _VERSION_FLAG)
    if version < 1:
        return False
    rights = struct.pack("=Q", _RIGHTS_OF_VERSION[min(version, len(_RIGHTS_OF_VERSION) - 1)])
    rules = libc.syscall(_CREATE, rights, len(rights), 0)
    if rules < 0:
        return False
    try:
        for place in (*_program_folders(), *own_folders):
            _allow_reading(libc, rules, place)
        if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
            return False
        return bool(libc.syscall(_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow_reading(libc: ctypes.CDLL, rules: int, place: Path) -> None:
    try:
        opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # not every system has each of these places
        return
    try:
        wanted = _READ_FILE | _READ_FOLDER if place.is_dir() else _READ_FILE
        rule = struct.pack("=Qi", wanted, opened)
        libc.syscall(_ADD_RULE, rules, _PATH_BENEATH, rule, 0)
    finally:
        os.close(opened)


def _program_folders() -> Iterable[Path]:
    """Where Python and its packages are; a source folder is left out, since data may lie beside the code."""
    yield from map(Path, _SYSTEM)
    yield from (Path(prefix) / "lib" for prefix in {sys.prefix, sys.base_prefix})
    for entry in sys.path:
        if Path(entry).name in {"site-packages", "dist-packages"}:
            yield Path(entry)
