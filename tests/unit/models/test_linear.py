"""Linear models as plain numbers, and the small operations under them."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from models.linear import Linear, fit_linear, fit_non_negative
from models.matrices import logistic, over_spearheads, unit_rows

FEATURES = np.array([[0.0, 1.0], [1.0, 1.0], [2.0, 0.0], [3.0, 0.0]])
TARGETS = np.array([[0.0], [0.0], [1.0], [1.0]])


def test_decision_values_are_weights_and_bias() -> None:
    linear = Linear(np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([0.5, 0.0]))
    assert linear(np.array([[3.0, 4.0]])).tolist() == [[11.5, -4.0]]


def test_a_sparse_matrix_gives_the_same_values() -> None:
    linear = Linear(np.array([[1.0, 2.0]]), np.array([0.5]))
    np.testing.assert_allclose(linear(csr_matrix(FEATURES)), linear(FEATURES))


@pytest.mark.parametrize("sparse", [False, True])
def test_a_fit_tells_the_classes_apart(sparse: bool) -> None:
    features = csr_matrix(FEATURES) if sparse else FEATURES
    values = fit_linear(features, TARGETS, strength=10.0)(features).ravel()
    assert (values > 0).tolist() == [False, False, True, True]


def test_less_strength_gives_smaller_weights() -> None:
    weak, strong = (fit_linear(FEATURES, TARGETS, strength=strength) for strength in (0.01, 10.0))
    assert np.abs(weak.weights).max() < np.abs(strong.weights).max()


@pytest.mark.parametrize(("seen", "bias"), [(0.0, -6.0), (1.0, 6.0)])
def test_what_was_never_seen_is_not_claimed(seen: float, bias: float) -> None:
    fitted = fit_linear(FEATURES, np.full((4, 1), seen), strength=1.0)
    assert fitted.weights.tolist() == [[0.0, 0.0]]
    assert fitted.bias.tolist() == [bias]


def test_a_row_of_more_weight_pulls_harder() -> None:
    features = np.zeros((4, 1))
    targets = np.array([[1.0], [0.0], [0.0], [0.0]])
    plain = fit_linear(features, targets, strength=1.0)
    pulled = fit_linear(features, targets, strength=1.0, weights=np.array([9.0, 1.0, 1.0, 1.0]))
    assert plain.bias[0] < 0 < pulled.bias[0]


def test_balancing_makes_a_rare_class_count_as_much() -> None:
    targets = np.array([[1.0], [0.0], [0.0], [0.0]])
    balanced = fit_linear(np.zeros((4, 1)), targets, strength=1.0, balanced=True)
    assert balanced.bias[0] == pytest.approx(0.0, abs=1e-3)


def test_logistic_neither_overflows_nor_leaves_its_range() -> None:
    assert logistic(np.array([-1e9, 0.0, 1e9])).tolist() == [0.0, 0.5, 1.0]
    assert logistic(np.array([1.0]))[0] == pytest.approx(1 / (1 + np.exp(-1.0)))


def test_unit_rows_leave_zero_alone() -> None:
    assert unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist() == [[0.6, 0.8], [0.0, 0.0]]


def test_over_spearheads_keeps_only_differences() -> None:
    assert over_spearheads(np.array([[1.0, 2.0, 6.0]])).tolist() == [[-2.0, -1.0, 3.0]]


def test_a_non_negative_fit_gives_no_feature_a_negative_weight() -> None:
    generator = np.random.default_rng(0)
    shared = generator.normal(size=(200, 1))
    features = np.hstack([shared, shared + generator.normal(scale=0.1, size=(200, 1)), -shared])
    targets = (shared > 0).astype(float)
    fitted = fit_non_negative(features, targets, strength=1.0, weights=np.ones(200))
    assert (fitted.weights >= 0).all()
    assert fitted.weights[0, 2] == 0.0
    assert ((fitted(features) > 0) == (targets > 0)).mean() > 0.95


def test_a_non_negative_fit_is_the_free_fit_where_no_weight_would_be_negative() -> None:
    features, targets = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 1.0], [3.0, 2.0]]), TARGETS
    free = fit_linear(features, targets, strength=1.0)
    bounded = fit_non_negative(features, targets, strength=1.0, weights=np.ones(4))
    assert (free.weights > 0).all()
    np.testing.assert_allclose(bounded.weights, free.weights, atol=2e-3)
    np.testing.assert_allclose(bounded.bias, free.bias, atol=2e-3)
