"""Content piece by piece, so that a large file is never in memory as a whole."""

import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

BLOCK = 1 << 20
Content = bytes | BinaryIO
"""What somebody sent: bytes, or a file that can be read from its start time and again."""


def blocks_of(content: Content) -> Iterator[bytes]:
    """The content in pieces of at most a mebibyte."""
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    file.seek(0)
    while block := file.read(BLOCK):
        yield block


def size_of(content: Content) -> int:
    """The number of bytes."""
    return len(content) if isinstance(content, bytes) else content.seek(0, os.SEEK_END)


def sha256_of(blocks: Iterable[bytes]) -> str:
    """The hash of all pieces together."""
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()
