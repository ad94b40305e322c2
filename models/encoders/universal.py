"""The encoder Universal Sentence Encoder multilingual 3, with a fast tokenizer and torch."""

import hashlib
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from models.encoders.base import Embeddings, Progress
from models.encoders.loaded_model import calculate_alone, unit_rows
from models.encoders.sentence_transformer import _processors
from models.encoders.universal_folder import (
    MODEL_NAME,
    NETWORK_FILE,
    TOKENIZER_FILE,
    source_sha256,
    unpacked_universal,
)
from models.errors import EncoderUnavailable

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from models.encoders.universal_network import UniversalNetwork

DIMENSIONS = 512
_METHOD = "one text at a time, float32, 1"
"""Part of the hash: change it when the same files would give other vectors."""


class UniversalEncoder:
    """Unit vectors that depend on the text alone, bit for bit: not on neighbours, order or threads.

    Every text is calculated by itself, by one thread; several texts run beside each other. The model
    is unpacked and loaded at the first use; nothing is ever fetched. Runs of unknown signs count as
    one token, as in SentencePiece.
    """

    name = f"{MODEL_NAME} (float32)"
    dimensions = DIMENSIONS

    def __init__(self, cache_folder: Path | None = None, *, threads: int | None = None) -> None:
        self.cache_folder = cache_folder
        self.threads = threads or _processors()
        self._lock = threading.Lock()

    @property
    def model_sha256(self) -> str:
        """Hash of the model; there is one precision, so it is also what decides the vectors."""
        return hashlib.sha256(f"{source_sha256()}/{_METHOD}".encode()).hexdigest()

    @property
    def sha256(self) -> str:
        """Hash of everything that decides the vectors: weights, tokenizer, method."""
        return self.model_sha256

    def load(self) -> None:
        """Unpacks and loads the model now instead of at the first text. Raises EncoderUnavailable."""
        _ = self._loaded

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Token numbers of every text, signs of begin and end included."""
        return [found.ids for found in self._loaded[0].encode_batch_fast(list(texts))]

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Embeddings:
        """Unit vectors for `texts`, shape (len(texts), dimensions), in their order."""
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        with ThreadPoolExecutor(self.threads, initializer=calculate_alone) as pool:
            for row, vector in enumerate(pool.map(self._vector, self.tokens(texts))):
                vectors[row] = vector
                if progress is not None:
                    progress("encode", row + 1, len(texts))
        return vectors

    def _vector(self, tokens: Sequence[int]) -> Embeddings:
        import torch

        with torch.inference_mode():
            rows: Embeddings = self._loaded[1](tokens)[None].numpy()
        vector: Embeddings = unit_rows(rows)[0]
        return vector

    @property
    def _loaded(self) -> "tuple[Tokenizer, UniversalNetwork]":
        with self._lock:
            return self._model

    @cached_property
    def _model(self) -> "tuple[Tokenizer, UniversalNetwork]":
        return load_universal(unpacked_universal(self.cache_folder))


def load_universal(folder: Path) -> "tuple[Tokenizer, UniversalNetwork]":
    """Tokenizer and network from an unpacked folder. Raises EncoderUnavailable if they do not load."""
    from safetensors import SafetensorError
    from tokenizers import Tokenizer

    from models.encoders.universal_network import load_network

    try:
        tokenizer = Tokenizer.from_str((folder / TOKENIZER_FILE).read_text(encoding="utf-8"))
        return tokenizer, load_network(folder / NETWORK_FILE)
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise EncoderUnavailable(
            f"The encoder in {folder} cannot be loaded. Delete that folder and try again."
        ) from error
