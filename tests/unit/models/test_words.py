"""Hashed word features: words, pairs, and pieces of words."""

import numpy as np

from models.words import FEATURES, word_features


def overlap(first: str, second: str) -> float:
    """Cosine between the features of two texts."""
    rows = word_features([first, second]).toarray()
    return float(rows[0] @ rows[1] / np.prod(np.linalg.norm(rows, axis=1)))


def test_shape_and_emptiness() -> None:
    matrix = word_features(["een waterput", ""])
    assert matrix.shape == (2, FEATURES)
    assert matrix[[1]].nnz == 0


def test_a_repeated_word_is_dampened() -> None:
    once, often = word_features(["put", "put put put put put put put put"])
    assert float(once.max()) == 1.0
    assert float(often.max()) == 1.0 + np.log(8)


def test_compounds_share_pieces() -> None:
    assert overlap("waterputten", "regenwaterput") > 0.2 > overlap("waterputten", "beiaard")


def test_order_matters_a_little() -> None:
    assert 0.5 < overlap("loket voor burgers", "burgers voor loket") < 1.0


def test_case_does_not_matter() -> None:
    assert overlap("De Beiaard", "de beiaard") > 0.999999
