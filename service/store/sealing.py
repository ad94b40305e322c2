"""Encryption of stored files, piece by piece: what was cut off, reordered or mixed up does not open."""

import os
import struct
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from service.store.blocks import BLOCK

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

_WHOLE = b"speerwijzer-1:"
"""What a file begins with that was encrypted in one piece, by versions before this one."""
_PIECES = b"speerwijzer-2:"
_HEAD = struct.Struct(">16sI?")
"""In each piece, encrypted with it: the mark of its file, its place, and whether it is the last."""


class Broken(Exception):
    """A sealed file whose pieces are not all there, in their order and of one file."""


class Seal:
    """Encrypts with the newest of some keys, and opens with any of them."""

    def __init__(self, cipher: "MultiFernet") -> None:
        self._cipher = cipher

    def sealed(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces of a file, each encrypted on a line of its own."""
        mark, place, held = os.urandom(16), 0, b""
        yield _PIECES + b"\n"
        for block in blocks:
            if place or held:
                yield self._line(mark, place, held, last=False)
                place += 1
            held = block
        yield self._line(mark, place, held, last=True)

    def _line(self, mark: bytes, place: int, block: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(_HEAD.pack(mark, place, last) + block) + b"\n"

    def opened(self, file: BinaryIO) -> Iterator[bytes]:
        """The content of a stored file; one from before there were keys is given as it is.

        Raises:
            InvalidToken: it was encrypted with another key, or changed.
            Broken: some of it is missing, or stands in another place.
        """
        begin = file.read(len(_PIECES))
        if begin == _PIECES:
            yield from self._pieces(file)
        elif begin == _WHOLE:
            yield self._cipher.decrypt(file.read())
        else:
            yield begin
            while block := file.read(BLOCK):
                yield block

    def _pieces(self, file: BinaryIO) -> Iterator[bytes]:
        file.readline()
        first, ended = b"", False
        for place, line in enumerate(iter(file.readline, b"")):
            piece = self._cipher.decrypt(line.rstrip(b"\n"))
            mark, number, last = _HEAD.unpack_from(piece)
            first = first or mark
            if ended or number != place or mark != first:
                raise Broken
            ended = last
            yield piece[_HEAD.size :]
        if not ended:
            raise Broken
