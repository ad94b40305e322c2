"""Encodes texts with any model that sentence-transformers can load from a local folder."""

import hashlib
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy as np

from models.encoders.base import Embeddings, Progress
from models.encoders.batches import batches
from models.encoders.loaded_model import LoadedModel, calculate_alone, load_model, unit_rows
from models.encoders.precision import resolve_precision
from models.encoders.tokens import Tokens, windows
from models.errors import EncoderUnavailable

_METHOD = "exact-length batches, token-weighted windows, 1"
"""Part of the hash: change it when the same model would give other vectors."""


class SentenceTransformerEncoder:
    """Unit vectors that depend on the text alone, bit for bit: not on neighbours, order or threads.

    Texts are grouped by their exact length in tokens, and every batch is calculated by one thread;
    several batches run beside each other. A text beyond the model's longest input is cut into
    windows whose vectors are averaged by their tokens, so that no word is ignored. The model is
    loaded at the first use, from `folder` only: nothing is ever fetched.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str | None = None,
        prefix: str = "",
        precision: str = "auto",
        threads: int | None = None,
        content_sha256: str | None = None,
    ) -> None:
        if not (folder / "modules.json").is_file():
            raise EncoderUnavailable(
                f"{folder} holds no sentence-transformers model (there is no modules.json). "
                "Choose another folder, or the default encoder."
            )
        self.folder = folder
        self.prefix = prefix
        self.precision = resolve_precision(precision)
        self.threads = threads or _processors()
        self.name = f"{name or folder.name} ({self.precision})"
        self._content_sha256 = content_sha256
        self._lock = threading.Lock()

    @cached_property
    def model_sha256(self) -> str:
        """Hash of weights, tokenizer and prefix, without the precision: what an artefact is made for."""
        content = self._content_sha256 or _folder_sha256(self.folder)
        return hashlib.sha256(f"{content}\n{self.prefix}\n{_METHOD}".encode()).hexdigest()

    @cached_property
    def sha256(self) -> str:
        """Hash of everything that decides the vectors: weights, tokenizer, prefix, precision."""
        return hashlib.sha256(f"{self.model_sha256}\n{self.precision}".encode()).hexdigest()

    @property
    def dimensions(self) -> int:
        """Length of a vector; loads the model."""
        return self._loaded.dimensions

    def load(self) -> None:
        """Loads the model now instead of at the first text. Raises EncoderUnavailable."""
        _ = self._loaded

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Embeddings:
        """Unit vectors for `texts`, shape (len(texts), dimensions), in their order."""
        loaded = self._loaded
        with self._lock:  # the tokenizer keeps settings of its own between calls
            per_text = windows(loaded.tokenizer, [self.prefix + text for text in texts], loaded.longest)
        tokens = [window for text_windows in per_text for window in text_windows]
        vectors = self._vectors(loaded, tokens, progress)
        return _averaged(vectors, per_text)

    def _vectors(self, loaded: LoadedModel, tokens: list[Tokens], progress: Progress | None) -> Embeddings:
        vectors = np.empty((len(tokens), loaded.dimensions), dtype=np.float32)
        groups = list(batches([len(window) for window in tokens], rows=loaded.rows))
        done = 0
        with ThreadPoolExecutor(self.threads, initializer=calculate_alone) as pool:
            inputs = ([tokens[position] for position in group] for group in groups)
            for group, rows in zip(groups, pool.map(loaded.forward, inputs), strict=True):
                vectors[list(group)] = rows
                done += len(group)
                if progress is not None:
                    progress("encode", done, len(tokens))
        return vectors

    @property
    def _loaded(self) -> LoadedModel:
        with self._lock:
            return self._model

    @cached_property
    def _model(self) -> LoadedModel:
        return load_model(self.folder, self.precision)


def _averaged(vectors: Embeddings, per_text: Sequence[Sequence[Tokens]]) -> Embeddings:
    """One vector a text: its window's, or the mean of its windows' weighted by their tokens."""
    if len(vectors) == len(per_text):
        return vectors
    result = np.empty((len(per_text), vectors.shape[1]), dtype=np.float32)
    start = 0
    for row, text_windows in enumerate(per_text):
        stop = start + len(text_windows)
        weights = np.array([len(window) for window in text_windows], dtype=np.float32)
        # The sum runs over each column by itself, never through a matrix library.
        mean = (vectors[start:stop] * weights[:, None]).sum(axis=0, keepdims=True)
        result[row] = vectors[start] if len(text_windows) == 1 else unit_rows(mean)[0]
        start = stop
    return result


def _folder_sha256(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(".") and path.suffix != ".md":
            with path.open("rb") as file:
                total.update(f"{name}\n{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return total.hexdigest()


def _processors() -> int:
    """The processors that this process may use, which a container may limit."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
