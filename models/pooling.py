"""From passages to a proposal: several poolings that fail differently."""

from collections.abc import Callable, Mapping

import numpy as np

from models.matrices import Cube, Matrix, Vector

_SHARPNESS = 2.0
_TOP = 3
_LOG_ODDS = ("trained.", "lexical.words", "exemplar.")
"""Families whose scores are log-odds; those of the others are standard deviations from ordinary text."""
_UNLIKELY = -3.0
"""Log-odds of a spearhead of which nothing is said: about one in twenty."""
_PRIOR = 0.5
"""Weight of "nothing was committed to" in the committed mean."""


def top_mean(scores: Cube, commitment: Vector) -> Matrix:
    """Mean of the three highest scores of each spearhead: is it anywhere, more than once?"""
    return np.asarray(np.sort(scores, axis=-2)[..., -_TOP:, :].mean(axis=-2))


def soft_top(scores: Cube, commitment: Vector) -> Matrix:
    """Log of the mean of exponentials: between mean and maximum, and the same for any length."""
    highest = scores.max(axis=-2, keepdims=True)
    above = np.log(np.exp(_SHARPNESS * (scores - highest)).mean(axis=-2)) / _SHARPNESS
    return np.asarray(highest[..., 0, :] + above)


def mean(scores: Cube, commitment: Vector) -> Matrix:
    """Plain mean: what the proposal as a whole is about."""
    return np.asarray(scores.mean(axis=-2))


def committed_mean(scores: Cube, commitment: Vector) -> Matrix:
    """Mean weighted by commitment (0 to 1): what the proposal promises."""
    return np.asarray(commitment @ scores / (commitment.sum() + _PRIOR))


def promised(scores: Cube, commitment: Vector) -> Matrix:
    """The soft top of scores by commitment: the strongest promise, where a mere mention is nothing."""
    return soft_top(commitment[:, np.newaxis] * scores, commitment)


POOLINGS: Mapping[str, Callable[[Cube, Vector], Matrix]] = {
    "top": top_mean,
    "soft": soft_top,
    "mean": mean,
    "committed": committed_mean,
    "promised": promised,
}
"""Scores (..., passages, spearheads) and commitment (passages,) to (..., spearheads)."""


def pool(families: Mapping[str, Matrix], commitment: Vector) -> dict[str, Vector]:
    """Every family (passages, spearheads) by every pooling: name "family.pooling" to (spearheads,).

    Scores are pooled as what they are above "nothing is said", so that a proposal that commits to
    nothing ends there, and not at even odds.
    """
    nothing = np.array([_UNLIKELY if name.startswith(_LOG_ODDS) else 0.0 for name in families])[:, np.newaxis]
    scores = np.stack(list(families.values())) - nothing[:, np.newaxis]
    pooled = {name: pooling(scores, commitment) + nothing for name, pooling in POOLINGS.items()}
    return {
        f"{family}.{name}": values[row]
        for row, family in enumerate(families)
        for name, values in pooled.items()
    }
