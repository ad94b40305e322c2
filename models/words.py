"""Hashed lexical features: words, pairs of words and pieces of words, so that compounds meet."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import HashingVectorizer

_BITS = 16
FEATURES = 2 * 2**_BITS


@cache
def _vectorizers() -> "tuple[HashingVectorizer, HashingVectorizer]":
    from sklearn.feature_extraction.text import HashingVectorizer

    shared = {"n_features": 2**_BITS, "alternate_sign": False, "norm": None}
    return (
        HashingVectorizer(ngram_range=(1, 2), **shared),
        HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), **shared),
    )


def word_features(texts: Sequence[str]) -> "csr_matrix":
    """Dampened counts (1 + log n), shape (texts, FEATURES); words first, pieces of words behind them.

    Pieces of three to five letters let Dutch compounds and inflections share features without a
    dictionary. Hashing keeps the artefact free of any wording of the proposals it was trained on.
    """
    import numpy as np
    from scipy.sparse import csr_matrix, hstack

    matrix = csr_matrix(hstack([vectorizer.transform(texts) for vectorizer in _vectorizers()]))
    matrix.data = 1.0 + np.log(matrix.data)
    return matrix
