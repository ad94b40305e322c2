"""From passages to a proposal: several poolings that fail differently."""

from collections.abc import Callable, Mapping

import numpy as np

from models.matrices import Matrix, Vector

_SHARPNESS = 2.0
_TOP = 3
_LOG_ODDS = ("trained.", "lexical.words", "exemplar.")
"""Families whose scores are log-odds; those of the others are standard deviations from ordinary text."""
_UNLIKELY = -3.0
"""Log-odds of a spearhead of which nothing is said: about one in twenty."""
_PRIOR = 0.5
"""Weight of "nothing was committed to" in the committed mean."""


def top_mean(scores: Matrix, commitment: Vector) -> Vector:
    """Mean of the three highest scores of each spearhead: is it anywhere, more than once?"""
    return np.asarray(np.sort(scores, axis=0)[-_TOP:].mean(axis=0))


def soft_top(scores: Matrix, commitment: Vector) -> Vector:
    """Log of the mean of exponentials: between mean and maximum, and the same for any length."""
    highest = scores.max(axis=0)
    return np.asarray(highest + np.log(np.exp(_SHARPNESS * (scores - highest)).mean(axis=0)) / _SHARPNESS)


def mean(scores: Matrix, commitment: Vector) -> Vector:
    """Plain mean: what the proposal as a whole is about."""
    return np.asarray(scores.mean(axis=0))


def committed_mean(scores: Matrix, commitment: Vector) -> Vector:
    """Mean weighted by commitment (0 to 1): what the proposal promises."""
    return np.asarray(commitment @ scores / (commitment.sum() + _PRIOR))


POOLINGS: Mapping[str, Callable[[Matrix, Vector], Vector]] = {
    "top": top_mean,
    "soft": soft_top,
    "mean": mean,
    "committed": committed_mean,
}


def pool(families: Mapping[str, Matrix], commitment: Vector) -> dict[str, Vector]:
    """Every family (passages, spearheads) by every pooling: name "family.pooling" to (spearheads,).

    Scores are pooled as what they are above "nothing is said", so that a proposal that commits to
    nothing ends there, and not at even odds.
    """
    return {
        f"{family}.{name}": pooling(scores - _nothing(family), commitment) + _nothing(family)
        for family, scores in families.items()
        for name, pooling in POOLINGS.items()
    }


def _nothing(family: str) -> float:
    return _UNLIKELY if family.startswith(_LOG_ODDS) else 0.0
