"""A sentence-transformers model in memory, and how it is loaded without noise or network."""

import os
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from models.encoders.base import Embeddings
from models.encoders.batches import ROWS, copies
from models.encoders.precision import Precision
from models.encoders.tokens import Tokens
from models.errors import EncoderUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_PROBE_LENGTHS = (5, 24)


class LoadedModel:
    """A model in memory; `rows` is how many texts it may take at once without changing their bits."""

    def __init__(self, model: "SentenceTransformer") -> None:
        self._model = model
        self.tokenizer = model.tokenizer
        self.longest = int(model.max_seq_length or 512)
        self.dimensions = int(model.get_embedding_dimension() or 0)
        with ThreadPoolExecutor(1, initializer=calculate_alone) as pool:
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
            return unit_rows(rows)

    def _rows_are_independent(self) -> bool:
        """Whether this processor's matrix library gives the same bits alone and in a batch."""
        for length in _PROBE_LENGTHS:
            inputs = [tuple(range(10 + row, 10 + row + length)) for row in range(3)]
            together = self.forward(inputs)
            if any((together[row] != self.forward([inputs[row]])[0]).any() for row in range(3)):
                return False
        return True


def load_model(folder: Path, precision: Precision) -> LoadedModel:
    """The model in `folder`, on the processor. Raises EncoderUnavailable if it cannot be loaded."""
    # Read by the libraries when they are imported; a local folder needs no network.
    for setting in ("HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "TRANSFORMERS_NO_ADVISORY_WARNINGS"):
        os.environ.setdefault(setting, "1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries about themselves
        return _loaded(folder, precision)


def _loaded(folder: Path, precision: Precision) -> LoadedModel:
    import torch
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # as above
    try:
        model = SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            model_kwargs={"dtype": getattr(torch, precision.value)},
        )
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise EncoderUnavailable(
            f"The encoder in {folder} cannot be loaded. Delete that folder and try again, "
            "or choose another encoder."
        ) from error
    return LoadedModel(model.eval())


def calculate_alone() -> None:
    """Makes the calling thread do its matrix work by itself: how many there are then changes no bit."""
    import torch

    torch.set_num_threads(1)


def unit_rows(rows: Embeddings) -> Embeddings:
    """The rows scaled to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)
