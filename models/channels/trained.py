"""Trained channel: heads on embeddings, learned from annotated proposals of one strategy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corpus.documents import Passage
from models.channels.base import Families
from models.linear import Linear
from models.matrices import Matrix, Vector, unit_rows
from models.reading import Reading

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_TITLE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class TrainedChannel:
    """What a passage is about, alone and in context; what it commits to; what a proposal is for."""

    topic: Linear
    topic_in_context: Linear
    commitment_in_context: Linear
    core_of_whole: Linear
    any_of_whole: Linear

    def alone(self, passages: Sequence[Passage], vectors: Matrix, words: "csr_matrix") -> Families:
        """Decision values for "is about this spearhead"."""
        return {"trained.topic": self.topic(vectors)}

    def in_context(self, reading: Reading) -> Families:
        """Decision values with neighbours and title: "is about" and "commits to"."""
        mixed = reading.in_context()
        return {
            "trained.topic_in_context": self.topic_in_context(mixed),
            "trained.commitment_in_context": self.commitment_in_context(mixed),
        }

    def whole(self, reading: Reading) -> Mapping[str, Vector]:
        """Decision values of the proposal's mean vector: core, and at least contributes."""
        features = whole_features(reading)[np.newaxis]
        return {
            "trained.core_of_whole": self.core_of_whole(features)[0],
            "trained.any_of_whole": self.any_of_whole(features)[0],
        }


def whole_features(reading: Reading) -> Vector:
    """The mean of the passages that count, as a unit vector, with half the title behind it."""
    rows = reading.counted()
    vectors = reading.vectors[rows] if rows.any() else reading.vectors
    centre = unit_rows(vectors.mean(axis=0)[np.newaxis])[0] if len(vectors) else np.zeros_like(reading.title)
    return np.concatenate([centre, _TITLE_SHARE * reading.title])
