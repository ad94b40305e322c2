"""Encodes texts with any model that sentence-transformers can load from a local folder."""

import hashlib
import os
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from models.encoders.base import Embeddings, Progress
from models.encoders.batches import ROWS, batches, copies
from models.encoders.precision import resolve_precision
from models.encoders.tokens import Tokens, windows
from models.errors import EncoderUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_METHOD = "exact-length batches, token-weighted windows, 1"
"""Part of the hash: change it when the same model would give other vectors."""
_PROBE_LENGTHS = (5, 24)


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

    def _vectors(self, loaded: "LoadedModel", tokens: list[Tokens], progress: Progress | None) -> Embeddings:
        vectors = np.empty((len(tokens), loaded.dimensions), dtype=np.float32)
        groups = list(batches([len(window) for window in tokens], rows=loaded.rows))
        done = 0
        with ThreadPoolExecutor(self.threads, initializer=_calculate_alone) as pool:
            inputs = ([tokens[position] for position in group] for group in groups)
            for group, rows in zip(groups, pool.map(loaded.forward, inputs), strict=True):
                vectors[list(group)] = rows
                done += len(group)
                if progress is not None:
                    progress("encode", done, len(tokens))
        return vectors

    @property
    def _loaded(self) -> "LoadedModel":
        with self._lock:
            return self._model

    @cached_property
    def _model(self) -> "LoadedModel":
        return LoadedModel(_quietly_loaded(self.folder, self.precision))


class LoadedModel:
    """A model in memory; `rows` is how many texts it may take at once without changing their bits."""

    def __init__(self, model: "SentenceTransformer") -> None:
        self._model = model
        self.tokenizer = model.tokenizer
        self.longest = int(model.max_seq_length or 512)
        self.dimensions = int(model.get_embedding_dimension() or 0)
        with ThreadPoolExecutor(1, initializer=_calculate_alone) as pool:
            self.rows = ROWS if pool.submit(self._rows_are_independent).result() else 1

    def forward(self, tokens: Sequence[Tokens]) -> Embeddings:
        """Unit vectors of inputs that all have the same number of tokens."""
        import torch

        with torch.inference_mode():
            ids = torch.tensor(list(tokens) * copies(len(tokens[0])))
            features = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
            first, *others = self._model
            features = first(features)
            features["token_embeddings"] = features["token_embeddings"].float()
            for module in others:
                features = module(features)
            rows: Embeddings = features["sentence_embedding"][: len(tokens)].numpy()
            return _unit(rows)

    def _rows_are_independent(self) -> bool:
        """Whether this processor's matrix library gives the same bits alone and in a batch."""
        for length in _PROBE_LENGTHS:
            inputs = [tuple(range(10 + row, 10 + row + length)) for row in range(3)]
            together = self.forward(inputs)
            if any((together[row] != self.forward([inputs[row]])[0]).any() for row in range(3)):
                return False
        return True
