"""From decision values to probabilities that mean something, with how sure the checker is of them.

Platt scaling (Platt, 1999, "Probabilistic Outputs for Support Vector Machines", section 2) with one
slope and offset a spearhead, drawn towards the ones of all spearheads together: a spearhead with few
labels leans on the others instead of on noise.
"""

from dataclasses import dataclass

import numpy as np

from models.matrices import Matrix, Vector, logistic

RESAMPLES = 100
INTERVAL = (0.05, 0.95)
_SHARED_SCALE = 10.0
"""The shared slope is penalised 100 times less than what sets a spearhead apart."""
_LEAST_POSITIVES = 20


@dataclass(frozen=True, slots=True)
class Calibration:
    """Slopes and offsets, each of shape (1 + resamples, spearheads or 1); row 0 is the fit itself."""

    slopes: Matrix
    offsets: Matrix

    def probabilities(self, values: Matrix) -> Matrix:
        """Calibrated probabilities of decision values, (spearheads,) or (proposals, spearheads)."""
        return logistic(self.slopes[0] * values + self.offsets[0])

    def intervals(self, values: Vector) -> Matrix:
        """90 % intervals, (spearheads, 2): the spread over calibrations on resampled proposals."""
        spread = logistic(self.slopes * values + self.offsets)
        low, high = np.quantile(spread[1:], INTERVAL, axis=0)
        return np.stack([np.minimum(low, spread[0]), np.maximum(high, spread[0])], axis=1)


def fit_calibration(
    values: Matrix, targets: Matrix, weights: Vector, *, shared: bool, resamples: int = RESAMPLES
) -> Calibration:
    """Fit on decision values and 0/1 targets, both (proposals, spearheads), with a weight a proposal.

    With `shared`, all spearheads have one slope and offset, and each resample is a single spearhead
    drawn by lot: the intervals say how far a spearhead that was never seen may lie from the rest.
    Raises ValueError with fewer than 20 positive targets, or without a spearhead that has both kinds.
    """
    if targets.sum() < _LEAST_POSITIVES:
        raise ValueError(f"calibration needs {_LEAST_POSITIVES} positive labels and has {int(targets.sum())}")
    mixed = np.flatnonzero(targets.min(axis=0) < targets.max(axis=0))
    if not len(mixed):
        raise ValueError("calibration needs a spearhead with positive and negative labels")
    generator = np.random.default_rng(0)
    fits = [_fit(values, targets, weights, shared=shared)]
    while len(fits) <= resamples:
        rows, columns = np.arange(len(values)), np.arange(values.shape[1])
        if shared:
            columns = generator.choice(mixed, size=1)
        else:
            rows = generator.choice(rows, size=len(rows))
        drawn = np.ix_(rows, columns)
        if targets[drawn].min() < targets[drawn].max():  # a draw of one class teaches nothing
            fits.append(_fit(values[drawn], targets[drawn], weights[rows], shared=shared))
    return Calibration(np.stack([slopes for slopes, _ in fits]), np.stack([offsets for _, offsets in fits]))


def _fit(values: Matrix, targets: Matrix, weights: Vector, *, shared: bool) -> tuple[Vector, Vector]:
    from sklearn.linear_model import LogisticRegression

    spearheads = values.shape[1]
    own = np.tile(np.eye(spearheads), (len(values), 1))
    flat = values.reshape(-1, 1)
    design = flat * _SHARED_SCALE if shared else np.hstack([flat * _SHARED_SCALE, own, own * flat])
    model = LogisticRegression(C=1.0, max_iter=500, random_state=0)
    model.fit(design, targets.ravel(), sample_weight=np.repeat(weights, spearheads))
    slope = model.coef_[0, 0] * _SHARED_SCALE
    if shared:
        return np.array([slope]), model.intercept_
    return (
        slope + model.coef_[0, 1 + spearheads :],
        model.intercept_[0] + model.coef_[0, 1 : 1 + spearheads],
    )
