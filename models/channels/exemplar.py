"""Exemplar channel: what the annotated passages that are nearest to a passage are about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Passage
from models.channels.base import Families
from models.matrices import Mask, Matrix, Vector, unit_rows
from models.reading import Reading

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

SHARPNESS = 40.0
"""How fast an exemplar's say falls with its distance; 40 to 90 measured alike, 20 was worse."""
_PRIOR = 0.2
"""Say of the base rate beside the nearest exemplar's, which is 1: no neighbour is proof."""
_SURE = 1e-3
_LEVELS = 127.0
_ROWS = 64
"""Passages compared at a time: a long proposal needs no more memory than a short one."""


@dataclass(frozen=True, slots=True)
class ExemplarChannel:
    """Annotated passages to compare with, where a linear head sees only sides of a plane.

    `vectors`: (exemplars, dimensions), unit rows. `topics` and `commitments`: (exemplars, spearheads),
    what each is about and what it commits to, 0 or 1.
    """

    vectors: Matrix
    topics: Matrix
    commitments: Matrix

    def alone(self, passages: Sequence[Passage], vectors: Matrix, words: "csr_matrix") -> Families:
        """Log-odds that a passage is about, and commits to, what its neighbours are about and commit to.

        Kernel regression (Nadaraya, 1964, "On Estimating Regression") on the cosine, drawn to the base rate.
        """
        if not len(vectors):
            nothing = np.zeros((0, self.topics.shape[1]))
            return {"exemplar.topic": nothing, "exemplar.commitment": nothing}
        labels = np.hstack([self.topics, self.commitments])
        shares = np.vstack([_shares(rows, self.vectors, labels) for rows in _in_parts(vectors)])
        shares = np.clip(shares, _SURE, 1.0 - _SURE)
        about, committed = np.split(np.log(shares / (1.0 - shares)), 2, axis=1)
        return {"exemplar.topic": about, "exemplar.commitment": committed}

    def in_context(self, reading: Reading) -> Families:
        """Nothing: a neighbouring passage is read by other channels."""
        return {}

    def whole(self, reading: Reading) -> Mapping[str, Vector]:
        """Nothing: a proposal as a whole resembles no passage."""
        return {}


def exemplars_of(vectors: Matrix, topics: Matrix, committed: Mask) -> ExemplarChannel:
    """A channel of unit rows (exemplars, dimensions) with what each is about, and whether it commits.

    The vectors are rounded as an artefact keeps them, so that training and use see the same numbers.
    """
    return ExemplarChannel(unpacked(packed(vectors)), topics, topics * committed[:, np.newaxis])


def packed(vectors: Matrix) -> NDArray[np.int8]:
    """The rows as whole numbers from -127 to 127; packing what was packed before changes nothing."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    return np.round(vectors / np.where(largest > 0, largest, 1.0) * _LEVELS).astype(np.int8)


def unpacked(rows: NDArray[np.int8]) -> Matrix:
    """Unit rows with the direction of `rows`."""
    return unit_rows(rows.astype(np.float64))


def _in_parts(vectors: Matrix) -> Iterator[Matrix]:
    for start in range(0, len(vectors), _ROWS):
        yield vectors[start : start + _ROWS]


def _shares(vectors: Matrix, exemplars: Matrix, labels: Matrix) -> Matrix:
    similar = vectors @ exemplars.T
    say = np.exp(SHARPNESS * (similar - similar.max(axis=1, keepdims=True)))
    return np.asarray(
        (say @ labels + _PRIOR * labels.mean(axis=0)) / (say.sum(axis=1, keepdims=True) + _PRIOR)
    )
