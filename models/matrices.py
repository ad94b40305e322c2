"""The few matrix shapes and operations that every model file shares."""

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
"""Two dimensions; the docstring of a function says which."""
Cube = NDArray[np.float64]
"""Three dimensions."""
Vector = NDArray[np.float64]
Mask = NDArray[np.bool_]


def unit_rows(matrix: Matrix) -> Matrix:
    """Rows scaled to length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(matrix, axis=-1, keepdims=True)
    return np.asarray(matrix / np.where(lengths > 0, lengths, 1.0))


def logistic(values: Matrix) -> Matrix:
    """1 / (1 + e^-x), without overflow for large negative values."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * values)))


def over_spearheads(scores: Matrix) -> Matrix:
    """Scores of shape (passages, spearheads) less each passage's mean: what sets a spearhead apart."""
    return np.asarray(scores - scores.mean(axis=1, keepdims=True))
