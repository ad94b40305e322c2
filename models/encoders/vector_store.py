"""Vectors on disk, found back by key; only ever a cache, so damage means an empty store."""

import contextlib
import sqlite3
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from models.encoders.base import Embeddings

_KEYS_AT_ONCE = 500  # SQLite allows 999 parameters in older versions
_SECONDS_TO_WAIT = 20.0
_CHECKSUM_BYTES = 4
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID"

Outcome = TypeVar("Outcome")


class VectorStore:
    """One SQLite file that several processes may read and write at once.

    Keys are 32 bytes. Every vector carries a checksum; one that does not fit is taken as absent.
    A store that cannot be read or written does no harm: it finds nothing and keeps nothing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Embeddings]:
        """The vectors that are known, each of shape (dimensions,)."""
        if not self.path.exists():
            return {}
        return self._attempt(lambda connection: _select(connection, keys)) or {}

    def put(self, vectors: Mapping[bytes, Embeddings]) -> None:
        """Keeps the vectors, all or none of them."""
        rows = [(key, _packed(vector)) for key, vector in vectors.items()]
        self._attempt(lambda connection: _insert(connection, rows))

    def _attempt(self, action: Callable[[sqlite3.Connection], Outcome]) -> Outcome | None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(sqlite3.connect(self.path, timeout=_SECONDS_TO_WAIT)) as connection:
                connection.execute(_TABLE)
                return action(connection)
        except (sqlite3.OperationalError, OSError):
            return None  # a full, locked or read-only disk costs time, never a result
        except sqlite3.DatabaseError:
            self.path.unlink(missing_ok=True)
            return None


def _select(connection: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, Embeddings]:
    found: dict[bytes, Embeddings] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        part = keys[start : start + _KEYS_AT_ONCE]
        question = f"SELECT key, vector FROM vectors WHERE key IN ({','.join('?' * len(part))})"
        for key, packed in connection.execute(question, part):
            vector = _unpacked(packed)
            if vector is not None:
                found[key] = vector
    return found


def _insert(connection: sqlite3.Connection, rows: Sequence[tuple[bytes, bytes]]) -> None:
    with connection:
        connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)


def _packed(vector: Embeddings) -> bytes:
    octets = vector.astype("<f4", copy=False).tobytes()
    return octets + zlib.crc32(octets).to_bytes(_CHECKSUM_BYTES, "little")


def _unpacked(packed: bytes) -> Embeddings | None:
    octets, checksum = packed[:-_CHECKSUM_BYTES], packed[-_CHECKSUM_BYTES:]
    if zlib.crc32(octets).to_bytes(_CHECKSUM_BYTES, "little") != checksum:
        return None
    return np.frombuffer(octets, dtype="<f4").astype(np.float32)
