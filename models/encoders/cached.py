"""An encoder that remembers: equal texts are encoded once."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from models.encoders.base import Embeddings, Encoder, Progress
from models.encoders.vector_store import VectorStore

CAPACITY = 20_000
"""Vectors kept in memory, about 30 MB at 384 dimensions; the longest unused ones go first."""


class CachedEncoder:
    """Gives the same bits as `inner`, from memory or disk where it can.

    A vector can partly be turned back into its text, so proposals stay in memory only. Give a
    `folder` for public texts alone (strategies, background, annotated proposals): their vectors
    are then known in the next run too. Keys are hashes; no text is kept. The two halves may be
    combined; without either, only equal texts within one call are shared.
    """

    def __init__(
        self,
        inner: Encoder,
        *,
        memory: bool = True,
        folder: Path | None = None,
        capacity: int = CAPACITY,
    ) -> None:
        self.inner = inner
        self._capacity = capacity if memory else 0
        self._memory: OrderedDict[bytes, Embeddings] = OrderedDict()
        self._lock = threading.Lock()
        self._store = VectorStore(folder / f"vectors-{inner.sha256[:16]}.sqlite3") if folder else None

    @property
    def name(self) -> str:
        """Name of the encoder inside."""
        return self.inner.name

    @property
    def sha256(self) -> str:
        """Hash of the encoder inside: remembering changes no vector."""
        return self.inner.sha256

    @property
    def model_sha256(self) -> str:
        """Hash of the model inside, whatever its precision."""
        return self.inner.model_sha256

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self.inner.dimensions

    def clear(self) -> None:
        """Forgets what is in memory; the disk is left alone."""
        with self._lock:
            self._memory.clear()

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Embeddings:
        """Unit vectors for `texts`, shape (len(texts), dimensions), in their order."""
        if not texts:
            return self.inner.encode(texts, progress=progress)
        keys = [self._key(text) for text in texts]
        text_by_key = dict(zip(keys, texts, strict=True))
        known = self._known(list(text_by_key))
        missing = [key for key in text_by_key if key not in known]
        if missing:
            rows = self.inner.encode([text_by_key[key] for key in missing], progress=progress)
            fresh = dict(zip(missing, rows, strict=True))
            known |= fresh
            if self._store is not None:
                self._store.put(fresh)
        self._remember(known)
        return np.stack([known[key] for key in keys])

    def _key(self, text: str) -> bytes:
        content = f"{self.inner.sha256}\n{text}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(content).digest()

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, Embeddings]:
        with self._lock:
            known = {key: self._memory[key] for key in keys if key in self._memory}
        if self._store is not None:
            known |= self._store.get([key for key in keys if key not in known])
        return known

    def _remember(self, vectors: Mapping[bytes, Embeddings]) -> None:
        with self._lock:
            for key, vector in vectors.items():
                # A row of the caller's matrix would keep the whole matrix alive.
                self._memory[key] = vector.copy() if vector.base is not None else vector
                self._memory.move_to_end(key)
            while len(self._memory) > self._capacity:
                self._memory.popitem(last=False)
