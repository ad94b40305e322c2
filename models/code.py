"""The code that decides an assessment, as one hash."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

PACKAGES = ("corpus", "models")
"""The packages that decide an assessment; the others only show it."""
_SUFFIXES = (".py", ".yaml", ".txt")
_LEFT_OUT = frozenset({"__pycache__", "examples", "proposals", "artifacts", "sdg-2030", "vlaanderen-2025"})
"""Folders that do not decide, or that have a hash of their own in the report: strategy and artefact."""


@cache
def code_sha256() -> str:
    """SHA-256 over path and content of every source file, hexadecimal; line ends count as one sign."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        for path, file in _sources(package, files(package)):
            content = file.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _sources(path: str, folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            if entry.name not in _LEFT_OUT:
                yield from _sources(f"{path}/{entry.name}", entry)
        elif entry.name.endswith(_SUFFIXES):
            yield f"{path}/{entry.name}", entry
