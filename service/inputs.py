"""Which files the arguments of a command stand for, in a fixed order."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_TEMPORARY_STARTS = ("~$", ".~lock.", "~WRL")
_TEMPORARY_ENDS = (".tmp", ".part", ".crdownload", ".swp", "~")
_SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


class Skipped(StrEnum):
    """Why something in a folder is left alone; nobody meant it as a proposal."""

    HIDDEN = "hidden"
    TEMPORARY = "temporary"
    OUTPUT = "output"
    LINK = "link"


class Trouble(StrEnum):
    """Why an argument or a folder gives no file."""

    MISSING = "missing"
    EMPTY_FOLDER = "empty_folder"
    NO_ENTRY = "no_entry"
    NO_FILE = "no_file"


@dataclass(frozen=True, slots=True)
class Found:
    """A path that the arguments led to: a file to assess, unless `skipped` or `trouble` says otherwise."""

    path: Path
    skipped: Skipped | None = None
    trouble: Trouble | None = None

    @property
    def usable(self) -> bool:
        """Whether this is a file to assess."""
        return self.skipped is None and self.trouble is None


def find_inputs(arguments: Sequence[Path], *, output: Path | None = None) -> tuple[Found, ...]:
    """Everything the arguments stand for: in their order, alphabetical inside folders, each file once.

    Folders are searched with all their subfolders. Hidden and temporary files and the `output`
    folder inside a folder are found as skipped; a file that is named itself is always taken.
    """
    output_place = os.path.realpath(output) if output else None
    found: dict[str, Found] = {}
    for argument in arguments:
        for item in _from_argument(argument, output_place):
            found.setdefault(os.path.realpath(item.path), item)
    return tuple(found.values())


def _from_argument(argument: Path, output: str | None) -> Iterator[Found]:
    if _is_folder(argument):
        inside = list(_from_folder(argument, output))
        if not any(item.skipped is None for item in inside):
            inside.append(Found(argument, trouble=Trouble.EMPTY_FOLDER))
        yield from inside
    else:
        yield Found(argument, trouble=_trouble(argument))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _trouble(path: Path) -> Trouble | None:
    try:
        if path.is_file():
            return None
        return Trouble.NO_FILE if path.exists() else Trouble.MISSING
    except OSError:  # such as a folder above it that may not be entered, or a name that is too long
        return Trouble.NO_ENTRY


def _from_folder(folder: Path, output: str | None) -> Iterator[Found]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: (entry.name.casefold(), entry.name))
    except OSError:
        yield Found(folder, trouble=Trouble.NO_ENTRY)
        return
    for entry in entries:
        yield from _from_entry(entry, output)


def _from_entry(entry: os.DirEntry[str], output: str | None) -> Iterator[Found]:
    path = Path(entry.path)
    reason = _reason_to_skip(path, output)
    if reason:
        yield Found(path, skipped=reason)
    elif entry.is_dir(follow_symlinks=False):
        yield from _from_folder(path, output)
    elif _is_folder(path):  # followed, a link to a folder may lead in circles
        yield Found(path, skipped=Skipped.LINK)
    else:
        yield Found(path, trouble=_trouble(path))


def _reason_to_skip(path: Path, output: str | None) -> Skipped | None:
    name = path.name
    if name.startswith(_TEMPORARY_STARTS) or name.lower().endswith(_TEMPORARY_ENDS):
        return Skipped.TEMPORARY
    if name.startswith(".") or name.lower() in _SYSTEM_NAMES:
        return Skipped.HIDDEN
    if output is not None and os.path.realpath(path) == output:
        return Skipped.OUTPUT
    return None
