"""Measures of graded predictions, for many weightings of the documents at once.

`scores`, `claimed` and `true` have shape (documents, spearheads). `weights` has shape (weightings,
documents): a row of ones measures the documents as they are, and a row that counts how often each
document was drawn measures a resample. Every measure gives one value a weighting, and not a number
where it is not defined.
"""

import numpy as np
from numpy.typing import NDArray

from models.matrices import Mask, Matrix, Vector

DEPTH = 3
"""Spearheads that a reader sees first: nDCG looks no further."""
BINS = 10


def unweighted(documents: int) -> Matrix:
    """The one weighting in which every document counts once."""
    return np.ones((1, documents))


def precision(claimed: Mask, true: Mask, weights: Matrix) -> Vector:
    """Share of the claims that are true, over all cells."""
    return _ratio(weights @ _each(claimed & true), weights @ _each(claimed))


def recall(claimed: Mask, true: Mask, weights: Matrix) -> Vector:
    """Share of what is true that is claimed, over all cells."""
    return _ratio(weights @ _each(claimed & true), weights @ _each(true))


def f1(claimed: Mask, true: Mask, weights: Matrix) -> Vector:
    """Harmonic mean of precision and recall over all cells (micro-F1)."""
    return _ratio(2 * weights @ _each(claimed & true), weights @ (_each(claimed) + _each(true)))


def exact_set(claimed: Mask, true: Mask, weights: Matrix) -> Vector:
    """Share of the documents for which exactly the right spearheads are claimed (subset accuracy)."""
    return _mean((claimed == true).all(axis=1).astype(float), weights)


def share_of(cells: Mask, among: Mask, weights: Matrix) -> Vector:
    """Share of the cells `among` that are also in `cells`."""
    return _ratio(weights @ _each(cells & among), weights @ _each(among))


def pooled(above: Vector, below: Vector, weights: Matrix) -> Vector:
    """Sum of what each document adds `above`, over the sum of what it adds `below`."""
    return _ratio(weights @ above, weights @ below)


def average_precision(scores: Vector, true: Mask, weights: Matrix) -> Vector:
    """Average precision of one spearhead: precision at each score, weighted by the recall gained there.

    Documents with equal scores count as found together (as in scikit-learn, and without the
    interpolation of the TREC measure); `scores` and `true` have shape (documents,).
    """
    order = np.argsort(-scores, kind="stable")
    ends = np.searchsorted(-scores[order], -scores[order], side="right") - 1
    ordered = weights[:, order]
    hits = ordered * true[order]
    precision_there = _ratio(np.cumsum(hits, axis=1)[:, ends], np.cumsum(ordered, axis=1)[:, ends])
    return _ratio(np.where(hits > 0, hits * precision_there, 0.0).sum(axis=1), hits.sum(axis=1))


def mean_average_precision(scores: Matrix, true: Mask, weights: Matrix) -> Vector:
    """Mean of the average precisions of the spearheads that are true of any document."""
    every = [average_precision(scores[:, k], true[:, k], weights) for k in range(scores.shape[1])]
    return mean_defined(np.stack(every))


def mean_f1(claimed: Mask, true: Mask, weights: Matrix) -> Vector:
    """Mean of the F1 of each spearhead (macro-F1); one never claimed nor true does not count."""
    every = [f1(claimed[:, [k]], true[:, [k]], weights) for k in range(claimed.shape[1])]
    return mean_defined(np.stack(every))


def ndcg(scores: Matrix, true: Mask, weights: Matrix, depth: int = DEPTH) -> Vector:
    """Normalised discounted cumulative gain of each document's first `depth` spearheads, averaged.

    Gain 1 or 0, discount log2(1 + rank) (Järvelin and Kekäläinen, 2002); equal scores share their
    gain (McSherry and Najork, 2008). Documents without a true spearhead do not count.
    """
    counted = true.any(axis=1)
    if not counted.any():
        return np.full(len(weights), np.nan)
    discount = 1.0 / np.log2(np.arange(2, min(depth, scores.shape[1]) + 2))
    found = np.array([_tied_gains(*row)[:depth] @ discount for row in zip(scores, true, strict=True)])
    ideal = np.array([discount[: int(row.sum())].sum() for row in true])
    return _mean((found[counted] / ideal[counted]), weights[:, counted])


def brier(scores: Matrix, true: Mask, weights: Matrix) -> Vector:
    """Mean squared difference between probability and truth over all cells (Brier, 1950)."""
    return _mean(((scores - true) ** 2).mean(axis=1), weights)


def calibration_error(scores: Matrix, true: Mask, weights: Matrix, bins: int = BINS) -> Vector:
    """Expected calibration error over bins of equally many cells (Nguyen and O'Connor, 2015).

    The mean over bins, by their weight, of |mean probability - share that is true|.
    """
    member = bin_of(scores, bins)
    errors, total = np.zeros(len(weights)), weights.sum(axis=1) * scores.shape[1]
    for number in range(bins):
        inside = member == number
        errors += np.abs(weights @ (np.where(inside, scores - true, 0.0).sum(axis=1)))
    return _ratio(errors, total)


def bin_of(scores: Matrix, bins: int = BINS) -> NDArray[np.int64]:
    """The bin of each cell, 0 for the lowest probabilities; bins hold equally many cells, or one more."""
    ranks = np.empty(scores.size, dtype=np.int64)
    ranks[np.argsort(scores, axis=None, kind="stable")] = np.arange(scores.size)
    return np.asarray((ranks * bins // scores.size).reshape(scores.shape))


def _tied_gains(scores: Vector, true: Mask) -> Vector:
    _, group, sizes = np.unique(-scores, return_inverse=True, return_counts=True)
    shared = np.bincount(group, weights=true.astype(float)) / sizes
    return np.asarray(np.repeat(shared, sizes))


def _each(cells: Mask) -> Vector:
    return np.asarray(cells.sum(axis=1, dtype=float))


def _mean(values: Vector, weights: Matrix) -> Vector:
    return _ratio(weights @ values, weights.sum(axis=1))


def mean_defined(values: Matrix) -> Vector:
    """Mean over the rows of what is defined in each column."""
    defined = ~np.isnan(values)
    return _ratio(np.where(defined, values, 0.0).sum(axis=0), defined.sum(axis=0))


def _ratio(above: Matrix, below: Matrix) -> Matrix:
    divided = np.divide(above, below, out=np.full(np.shape(above), np.nan), where=np.asarray(below) > 0)
    return np.asarray(divided)
