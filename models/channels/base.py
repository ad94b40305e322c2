"""What the engine knows of a channel."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from models.matrices import Matrix, Vector
from models.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scipy.sparse import csr_matrix

    from corpus.documents import Passage

Families = Mapping[str, Matrix]
"""Scores of shape (passages, spearheads) by family; a family is "channel.what it looks at"."""


class Channel(Protocol):
    """Scores passages against spearheads; a channel may look at a passage alone, in context, or both."""

    def alone(self, passages: "Sequence[Passage]", vectors: Matrix, words: "csr_matrix") -> Families:
        """Scores of each passage by itself, whatever stands around it."""

    def in_context(self, reading: Reading) -> Families:
        """Scores of each passage with its neighbours and title."""

    def whole(self, reading: Reading) -> Mapping[str, Vector]:
        """Scores of the proposal as a whole, (spearheads,) by family."""
