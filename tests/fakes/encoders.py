"""An encoder without a model, for tests that need vectors but no network or weights."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.encoders.base import Embeddings, Progress

_WORD = re.compile(r"\w+")


class FakeEncoder:
    """Sums one fixed direction a word, so that texts are similar as far as they share words.

    Case and order of words do not matter. Sums are whole numbers, so vectors are the same on
    every machine. A text without words points in a direction of its own. `calls` keeps the texts
    of each call, for tests that count them.
    """

    def __init__(self, dimensions: int = 256, *, name: str = "fake words") -> None:
        self.name = name
        self.dimensions = dimensions
        self.sha256 = hashlib.sha256(f"{name}/{dimensions}".encode()).hexdigest()
        self.model_sha256 = self.sha256
        self.calls: list[tuple[str, ...]] = []

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Embeddings:
        """Unit vectors for `texts`, shape (len(texts), dimensions)."""
        self.calls.append(tuple(texts))
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._vector(text)
            if progress is not None:
                progress("encode", row + 1, len(texts))
        return vectors

    def _vector(self, text: str) -> Embeddings:
        words = _WORD.findall(text.lower())
        total = sum((self._direction(word) for word in words), np.zeros(self.dimensions, dtype=np.int64))
        if not total.any():
            total = self._direction("")
        return (total / np.linalg.norm(total)).astype(np.float32)

    def _direction(self, word: str) -> NDArray[np.int64]:
        octets = hashlib.shake_256(word.encode()).digest((self.dimensions + 7) // 8)
        bits = np.unpackbits(np.frombuffer(octets, dtype=np.uint8))[: self.dimensions]
        return bits.astype(np.int64) * 2 - 1
