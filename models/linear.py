"""Linear models as plain numbers: fitted by scikit-learn, applied without it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from models.matrices import Matrix, Vector, logistic

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_SEARCH = {"maxiter": 500, "ftol": 1e-12, "gtol": 1e-7}


@dataclass(frozen=True, slots=True)
class Linear:
    """Decision values `x @ weights.T + bias`; weights (outputs, features), bias (outputs,)."""

    weights: Matrix
    bias: Vector

    def __call__(self, features: "Matrix | csr_matrix") -> Matrix:
        """Decision values of shape (rows, outputs); above 0 means yes."""
        return np.asarray(features @ self.weights.T) + self.bias


def fit_linear(
    features: "Matrix | csr_matrix",
    targets: Matrix,
    *,
    strength: float,
    weights: Vector | None = None,
    balanced: bool = False,
) -> Linear:
    """One logistic regression for each column of `targets` (0 or 1); a small `strength` regularises more.

    A column without both classes gets weights of zero and a bias of -6 (or +6): what was never
    seen is not claimed.
    """
    fitted = [
        _fit_one(features, column, strength, weights, "balanced" if balanced else None)
        for column in targets.T
    ]
    return Linear(np.stack([weight for weight, _ in fitted]), np.array([bias for _, bias in fitted]))


def _fit_one(
    features: "Matrix | csr_matrix",
    target: Vector,
    strength: float,
    weights: Vector | None,
    class_weight: str | None,
) -> tuple[Vector, float]:
    from sklearn.linear_model import LogisticRegression

    if target.min() == target.max():
        return np.zeros(features.shape[1]), 6.0 if target.min() else -6.0
    # Sparse words are more features than passages: the dual problem is the smaller one.
    is_sparse = not isinstance(features, np.ndarray)
    model = LogisticRegression(
        C=strength,
        max_iter=500,
        solver="liblinear" if is_sparse else "lbfgs",
        dual=is_sparse,
        class_weight=class_weight,
        random_state=0,
    )
    model.fit(features, target, sample_weight=weights)
    return np.asarray(model.coef_[0], dtype=np.float64), float(model.intercept_[0])


def fit_non_negative(features: Matrix, targets: Matrix, *, strength: float, weights: Vector) -> Linear:
    """Logistic regressions as those of `fit_linear`, of which no weight may be negative.

    For features that each speak for the target: of many that say almost the same, a free fit weighs some
    against others, which does not carry over to other writing (Breiman, 1996, "Stacked Regressions").
    """
    fitted = [_fit_one_non_negative(features, column, strength, weights) for column in targets.T]
    return Linear(np.stack([found[:-1] for found in fitted]), np.array([found[-1] for found in fitted]))


def _fit_one_non_negative(features: Matrix, target: Vector, strength: float, weights: Vector) -> Vector:
    from scipy.optimize import minimize

    def loss_and_slope(parameters: Vector) -> tuple[float, Vector]:
        values = features @ parameters[:-1] + parameters[-1]
        loss = strength * float(weights @ (np.logaddexp(0.0, values) - target * values))
        slope = strength * weights * (logistic(values) - target)
        penalty = 0.5 * float(parameters[:-1] @ parameters[:-1])
        return loss + penalty, np.append(features.T @ slope + parameters[:-1], slope.sum())

    size = features.shape[1]
    bounds = [(0.0, None)] * size + [(None, None)]
    found = minimize(
        loss_and_slope, np.zeros(size + 1), jac=True, method="L-BFGS-B", bounds=bounds, options=_SEARCH
    )
    return np.asarray(found.x, dtype=np.float64)
