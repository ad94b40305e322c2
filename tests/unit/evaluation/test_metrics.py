import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from evaluation import metrics
from evaluation.metrics import unweighted

CLAIMED = np.array([[True, False, True], [False, True, False]])
TRUE = np.array([[True, True, False], [False, True, False]])
ONE = unweighted(2)


def test_precision_recall_and_f1_count_cells() -> None:
    assert metrics.precision(CLAIMED, TRUE, ONE) == pytest.approx([2 / 3])
    assert metrics.recall(CLAIMED, TRUE, ONE) == pytest.approx([2 / 3])
    assert metrics.f1(CLAIMED, TRUE, ONE) == pytest.approx([2 / 3])


def test_a_weight_counts_a_document_that_often() -> None:
    weights = np.array([[0.0, 1.0], [1.0, 3.0]])
    assert metrics.precision(CLAIMED, TRUE, weights) == pytest.approx([1.0, 4 / 5])
    assert metrics.exact_set(CLAIMED, TRUE, weights) == pytest.approx([1.0, 3 / 4])


def test_nothing_claimed_has_no_precision() -> None:
    assert np.isnan(metrics.precision(np.zeros_like(TRUE), TRUE, ONE)).all()
    assert metrics.f1(np.zeros_like(TRUE), TRUE, ONE) == pytest.approx([0.0])


def test_macro_f1_is_the_mean_of_spearheads_and_skips_an_empty_one() -> None:
    claimed, true = np.hstack([CLAIMED, [[False], [False]]]), np.hstack([TRUE, [[False], [False]]])
    assert metrics.mean_f1(claimed, true, ONE) == pytest.approx([(1 + 2 / 3 + 0) / 3])


def test_average_precision_by_hand() -> None:
    scores, true = np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, False, True, False])
    assert metrics.average_precision(scores, true, unweighted(4)) == pytest.approx([(1 + 2 / 3) / 2])


def test_documents_with_equal_scores_are_found_together() -> None:
    scores, true = np.array([0.5, 0.5]), np.array([True, False])
    assert metrics.average_precision(scores, true, unweighted(2)) == pytest.approx([0.5])


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.integers(0, 3)), min_size=1, max_size=20))
def test_average_precision_agrees_with_scikit_learn_on_repeated_documents(
    documents: list[tuple[int, bool, int]],
) -> None:
    scores, true, times = (np.array(column) for column in zip(*documents, strict=True))
    found = metrics.average_precision(scores.astype(float), true, times[np.newaxis].astype(float))[0]
    repeated = np.repeat(true, times)
    if repeated.any():
        assert found == pytest.approx(average_precision_score(repeated, np.repeat(scores, times)))
    else:
        assert np.isnan(found)


def test_mean_average_precision_skips_a_spearhead_that_is_never_true() -> None:
    scores = np.array([[0.9, 0.3], [0.1, 0.2]])
    true = np.array([[False, False], [True, False]])
    assert metrics.mean_average_precision(scores, true, unweighted(2)) == pytest.approx([0.5])


def test_ndcg_by_hand() -> None:
    scores = np.array([[0.9, 0.8, 0.7, 0.6], [0.4, 0.3, 0.2, 0.1]])
    true = np.array([[False, True, False, True], [False, False, False, False]])
    expected = (1 / np.log2(3)) / (1 + 1 / np.log2(3))
    assert metrics.ndcg(scores, true, unweighted(2)) == pytest.approx([expected])


def test_equal_scores_share_their_gain() -> None:
    scores, true = np.zeros((1, 4)), np.array([[True, False, False, False]])
    expected = 0.25 * (1 + 1 / np.log2(3) + 1 / 2)
    assert metrics.ndcg(scores, true, unweighted(1)) == pytest.approx([expected])


def test_ndcg_without_any_true_spearhead_is_undefined() -> None:
    assert np.isnan(metrics.ndcg(np.ones((2, 3)), np.zeros((2, 3), dtype=bool), ONE)).all()


def test_brier_by_hand() -> None:
    scores, true = np.array([[0.8, 0.4]]), np.array([[True, False]])
    assert metrics.brier(scores, true, unweighted(1)) == pytest.approx([(0.04 + 0.16) / 2])


def test_calibration_error_by_hand() -> None:
    scores = np.array([[0.1, 0.2], [0.8, 0.9]])
    true = np.array([[False, False], [True, False]])
    assert metrics.calibration_error(scores, true, ONE, bins=2) == pytest.approx(
        [0.5 * 0.15 + 0.5 * abs(0.85 - 0.5)]
    )


@given(st.lists(st.floats(0, 1), min_size=10, max_size=60))
def test_bins_hold_equally_many_cells_in_the_order_of_scores(values: list[float]) -> None:
    scores = np.array([values])
    member = metrics.bin_of(scores)[0]
    sizes = np.bincount(member, minlength=10)
    assert sizes.max() - sizes.min() <= 1
    assert (np.diff(member[np.argsort(scores[0], kind="stable")]) >= 0).all()


def test_share_of_cells_among_others() -> None:
    assert metrics.share_of(CLAIMED, TRUE, ONE) == pytest.approx([2 / 3])
    assert metrics.pooled(np.array([1.0, 2.0]), np.array([2.0, 4.0]), ONE) == pytest.approx([0.5])
