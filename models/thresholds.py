"""Choosing the probabilities from which grades are given, and where the checker abstains."""

import numpy as np

from models.grading import Thresholds
from models.matrices import Mask, Matrix, Vector

RISK = 0.05
"""Bound on the expected share of a proposal's spearheads whose grade is given and wrong about core,
and likewise about at least contributes."""
MISSED = 0.20
"""Bound on the expected share of a proposal's cores that get a lower grade without doubt: a miss is the
costliest error, since nobody looks at it again."""
LEAST_BAND = 0.05
"""A probability this near to a threshold is no verdict, whatever the risk."""
_CANDIDATES = np.round(np.arange(0.20, 0.501, 0.01), 2)
_FLAT = 0.005
"""Differences in F1 that another draw of proposals would turn around."""
_BANDS = np.round(np.arange(LEAST_BAND, 0.501, 0.01), 2)


def choose_thresholds(
    core: Matrix, contributes: Matrix, grades: Matrix, weights: Vector, judged: Mask | None = None
) -> Thresholds:
    """Thresholds with the best F1 and the narrowest bands that keep the risk under RISK.

    `core` and `contributes` are out-of-fold probabilities, (proposals, spearheads). The band of core
    also keeps missed cores under MISSED, on the `judged` proposals alone (default: all).
    """
    judged = np.ones(len(core), dtype=bool) if judged is None else judged
    best_core = _best_threshold(core, grades == 2, weights)
    best_contributes = _best_threshold(contributes, grades >= 1, weights)
    return Thresholds(
        best_core,
        best_contributes,
        max(
            _narrowest_band(core, best_core, grades == 2, weights),
            _least_missing_band(core[judged], best_core, grades[judged] == 2),
        ),
        _narrowest_band(contributes, best_contributes, grades >= 1, weights),
    )


def f1(claimed: Mask, true: Mask, weights: Vector) -> float:
    """F1 over all cells, each row weighted; 0 where nothing is claimed and nothing is true."""
    spread = np.broadcast_to(weights[:, np.newaxis], claimed.shape)
    hits = float(spread[claimed & true].sum())
    total = float(spread[claimed].sum() + spread[true].sum())
    return 2 * hits / total if total else 0.0


def _best_threshold(probabilities: Matrix, true: Mask, weights: Vector) -> float:
    """The highest candidate that is as good as the best: what is claimed should be likely as well."""
    scores = [f1(probabilities >= value, true, weights) for value in _CANDIDATES]
    good = [value for value, score in zip(_CANDIDATES, scores, strict=True) if score >= max(scores) - _FLAT]
    return float(max(good))


def _narrowest_band(probabilities: Matrix, threshold: float, true: Mask, weights: Vector) -> float:
    """Conformal risk control (Angelopoulos et al., 2024, "Conformal Risk Control", theorem 1).

    The loss of a proposal is the share of its spearheads graded wrongly: it only falls as the band
    widens, and is at most 1, so the bound holds with (n R + 1) / (n + 1) <= RISK.
    """
    wrong = (probabilities >= threshold) != true
    for band in _BANDS:
        given = np.abs(probabilities - threshold) >= band
        loss = (wrong & given).mean(axis=1)
        total = weights.sum()
        if (float(weights @ loss) + weights.max()) / (total + weights.max()) <= RISK:
            return float(band)
    return float(_BANDS[-1])


def _least_missing_band(probabilities: Matrix, threshold: float, true: Mask) -> float:
    """The same theorem for the share of a proposal's true spearheads that lie below the band."""
    has_any = true.any(axis=1)
    found, wanted = probabilities[has_any], true[has_any]
    for band in _BANDS:
        missed = (wanted & (found <= threshold - band)).sum(axis=1) / wanted.sum(axis=1)
        if (float(missed.sum()) + 1.0) / (len(found) + 1.0) <= MISSED:
            return float(band)
    return float(_BANDS[-1])
