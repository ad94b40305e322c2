"""What the rest of the product knows of an encoder."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Embeddings = NDArray[np.float32]
"""Matrix of unit rows, shape (texts, dimensions)."""

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, what is done and what there is in total."""


class Encoder(Protocol):
    """Turns texts into unit vectors; a text's vector never depends on its neighbours in a call."""

    @property
    def name(self) -> str:
        """Human-readable name of the model and its precision."""

    @property
    def sha256(self) -> str:
        """Hash of everything that decides the vectors: weights, tokenizer, prefix, precision."""

    @property
    def model_sha256(self) -> str:
        """Hash of the model without its precision: an artefact serves every precision of its model."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Embeddings:
        """Unit vectors for `texts`, shape (len(texts), dimensions), in their order."""
