"""How sure a measured value is: documents are resampled, because documents are what was sampled."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from evaluation.metrics import f1, unweighted
from models.matrices import Mask, Matrix, Vector

RESAMPLES = 1000
SEED = 0
_TAILS = (0.025, 0.975)
_NORMAL = 1.959964
"""Standard deviations of a normal distribution within which 95 % lies."""

Measure = Callable[[Matrix], Vector]
"""One value for each weighting of the documents, (weightings, documents)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval, measured on `documents` documents; not a number where undefined."""

    value: float
    low: float
    high: float
    documents: int


@dataclass(frozen=True, slots=True)
class Difference:
    """How much a measure rises from one system to another on the same documents, and how surely.

    `p` is two-sided, for the hypothesis that the two do equally well.
    """

    estimate: Estimate
    p: float


@cache
def draws(documents: int, resamples: int = RESAMPLES) -> Matrix:
    """How often each document is drawn in each resample, (resamples, documents); always the same."""
    generator = np.random.default_rng(SEED)
    return generator.multinomial(documents, np.full(documents, 1 / documents), size=resamples).astype(float)


def estimate(measure: Measure, documents: int) -> Estimate:
    """The measure with its percentile bootstrap interval (Efron and Tibshirani, 1993, chapter 13)."""
    if documents == 0:
        return Estimate(np.nan, np.nan, np.nan, 0)
    value = float(measure(unweighted(documents))[0])
    low, high = _tails(measure(draws(documents)))
    return Estimate(value, low, high, documents)


def proportion(hits: int, documents: int) -> Estimate:
    """The share of documents that hit, with the score interval of Wilson (1927), also for none."""
    if documents == 0:
        return Estimate(np.nan, np.nan, np.nan, 0)
    share, square = hits / documents, _NORMAL**2
    middle = (share + square / (2 * documents)) / (1 + square / documents)
    spread = _NORMAL * np.sqrt(share * (1 - share) / documents + square / (4 * documents**2))
    half = float(spread / (1 + square / documents))
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half), documents)


def difference(first: Measure, second: Measure, documents: int) -> Difference:
    """How much `second` is above `first`, both measured on the same resamples (paired bootstrap)."""

    def rise(weights: Matrix) -> Vector:
        return second(weights) - first(weights)

    drawn = rise(draws(documents))
    drawn = drawn[~np.isnan(drawn)]
    tail = min((drawn <= 0).sum(), (drawn >= 0).sum())
    return Difference(estimate(rise, documents), min(1.0, float(2 * (tail + 1) / (len(drawn) + 1))))


def f1_difference(first: Mask, second: Mask, true: Mask) -> Difference:
    """How much the F1 of `second` is above that of `first`, with a paired randomisation test.

    Under the hypothesis that both do equally well, it does not matter which of them said what of a
    document: their answers are swapped at random (Yeh, 2000). The interval is a paired bootstrap.
    """
    estimated = difference(
        lambda weights: f1(first, true, weights), lambda weights: f1(second, true, weights), len(true)
    ).estimate
    generator = np.random.default_rng(SEED)
    swapped = generator.integers(2, size=(RESAMPLES, len(true))).astype(float)
    chance = _swapped_f1(first, second, true, 1 - swapped) - _swapped_f1(first, second, true, swapped)
    as_large = (np.abs(chance) >= abs(estimated.value) - 1e-12).sum()
    return Difference(estimated, float((as_large + 1) / (RESAMPLES + 1)))


def _swapped_f1(first: Mask, second: Mask, true: Mask, kept: Matrix) -> Vector:
    """F1 of a system that answers as `first` where `kept` is 1 and as `second` elsewhere."""
    both = np.vstack([first, second])
    return f1(both, np.vstack([true, true]), np.hstack([kept, 1 - kept]))


def _tails(values: Vector) -> tuple[float, float]:
    defined = values[~np.isnan(values)]
    if not len(defined):
        return np.nan, np.nan
    low, high = np.quantile(defined, _TAILS)
    return float(low), float(high)
