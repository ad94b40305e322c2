"""What a system said of documents whose grades are known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from models.matrices import Mask, Matrix, Vector

CORE, CONTRIBUTES = "core", "at least contributes"
TARGETS = (CORE, CONTRIBUTES)
"""The two yes-or-no questions that a grade answers."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of each document apart from its grades; `words` is 0 where it is not known."""

    ids: tuple[str, ...]
    groups: tuple[str, ...]
    languages: tuple[str, ...]
    kinds: tuple[str, ...]
    applicants: tuple[str, ...]
    words: tuple[int, ...]

    def rows(self, kept: Sequence[int]) -> "Facts":
        """The facts of the documents at `kept`."""
        return Facts(*(tuple(getattr(self, item.name)[row] for row in kept) for item in fields(self)))


@dataclass(frozen=True, slots=True)
class Predictions:
    """Matrices of shape (documents, spearheads); true grades are 0, 1 or 2.

    `core` and `contributes` are probabilities, or scores of a baseline; `core_claimed` and
    `contributes_claimed` say what is claimed when there is no abstaining, `uncertain` where the
    checker abstains.
    """

    facts: Facts
    spearheads: tuple[str, ...]
    true: Matrix
    core: Matrix
    contributes: Matrix
    core_claimed: Mask
    contributes_claimed: Mask
    uncertain: Mask

    def __len__(self) -> int:
        """Number of documents."""
        return len(self.true)

    def scores(self, target: str) -> Matrix:
        """Probabilities for a target."""
        return self.core if target == CORE else self.contributes

    def claimed(self, target: str) -> Mask:
        """What is claimed for a target, without abstaining."""
        return self.core_claimed if target == CORE else self.contributes_claimed

    def truth(self, target: str) -> Mask:
        """What is true for a target."""
        return np.asarray(self.true == 2 if target == CORE else self.true >= 1)  # noqa: PLR2004

    def rows(self, mask: Mask) -> "Predictions":
        """The documents that `mask` keeps."""
        return self.at([int(row) for row in np.flatnonzero(mask)])

    def at(self, kept: Sequence[int]) -> "Predictions":
        """The documents at `kept`, in that order."""
        arrays = {item.name: getattr(self, item.name) for item in fields(self)}
        matrices = {
            name: array[list(kept)] for name, array in arrays.items() if isinstance(array, np.ndarray)
        }
        return Predictions(self.facts.rows(kept), self.spearheads, **matrices)

    def of_groups(self, groups: Sequence[str]) -> "Predictions":
        """The documents of some groups."""
        return self.rows(np.isin(np.array(self.facts.groups), list(groups)))


def cross_fitted_claims(scores: Matrix, true: Mask, folds: Sequence[Mask], weights: Vector) -> Mask:
    """Claims at the threshold with the best F1 on the other folds: no fold chooses its own."""
    claimed = np.zeros(scores.shape, dtype=bool)
    for fold in folds:
        threshold = best_threshold(scores[~fold], true[~fold], weights[~fold])
        claimed[fold] = scores[fold] >= threshold
    return claimed


def best_threshold(scores: Matrix, true: Mask, weights: Vector) -> float:
    """The score from which claiming gives the best F1; the highest of equals."""
    order = np.argsort(-scores, axis=None, kind="stable")
    spread = np.broadcast_to(weights[:, np.newaxis], scores.shape).ravel()[order]
    ordered = scores.ravel()[order]
    hits, claims = np.cumsum(spread * true.ravel()[order]), np.cumsum(spread)
    reached = 2 * hits / (claims + hits[-1])
    reached[:-1][ordered[:-1] == ordered[1:]] = -1.0  # equal scores are claimed together
    return float(ordered[int(reached.argmax())])


def counts(values: Sequence[str]) -> Mapping[str, int]:
    """How often each value occurs, most frequent first."""
    names, times = np.unique(np.array(values), return_counts=True)
    order = np.argsort(-times, kind="stable")
    return {str(names[place]): int(times[place]) for place in order}
