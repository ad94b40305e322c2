import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import metrics
from evaluation.predictions import (
    CONTRIBUTES,
    CORE,
    Facts,
    Predictions,
    best_threshold,
    counts,
    cross_fitted_claims,
)

TRUE = np.array([[2.0, 0.0], [1.0, 0.0], [0.0, 2.0]])
FOUND = Predictions(
    Facts(("a", "b", "c"), ("x", "x", "y"), ("nl",) * 3, ("plain",) * 3, ("stad",) * 3, (10, 20, 30)),
    ("S1", "S2"),
    TRUE,
    core=TRUE / 2,
    contributes=np.minimum(TRUE, 1.0),
    core_claimed=TRUE == 2,
    contributes_claimed=TRUE >= 1,
    uncertain=TRUE == 1,
)


def test_a_grade_answers_two_questions() -> None:
    assert FOUND.truth(CORE).tolist() == [[True, False], [False, False], [False, True]]
    assert FOUND.truth(CONTRIBUTES).tolist() == [[True, False], [True, False], [False, True]]


def test_documents_keep_their_facts() -> None:
    part = FOUND.of_groups(["x"])
    assert (part.facts.ids, part.facts.words, len(part)) == (("a", "b"), (10, 20), 2)
    turned = FOUND.at([2, 0])
    assert turned.facts.ids == ("c", "a")
    assert turned.true.tolist() == [[0, 2], [2, 0]]


def test_threshold_with_the_best_f1_by_hand() -> None:
    scores = np.array([[0.9], [0.8], [0.7], [0.1]])
    true = np.array([[True], [False], [True], [False]])
    assert best_threshold(scores, true, np.ones(4)) == 0.7


def test_equal_scores_are_claimed_together() -> None:
    scores, true = np.array([[0.5], [0.5], [0.4]]), np.array([[True], [False], [True]])
    assert best_threshold(scores, true, np.ones(3)) == 0.4


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=12))
def test_no_threshold_is_better_than_the_best(documents: list[tuple[int, bool]]) -> None:
    scores = np.array([[float(score)] for score, _ in documents])
    true, one = np.array([[hit] for _, hit in documents]), np.ones((1, len(documents)))
    best = best_threshold(scores, true, one[0])
    reached = metrics.f1(scores >= best, true, one)[0]
    others = [metrics.f1(scores >= value, true, one)[0] for value in scores.ravel()]
    assert reached == pytest.approx(max(others))


def test_no_fold_chooses_its_own_threshold() -> None:
    scores = np.array([[0.9], [0.2], [0.6], [0.5]])
    true = np.array([[True], [False], [False], [True]])
    folds = [np.array([True, True, False, False]), np.array([False, False, True, True])]
    claimed = cross_fitted_claims(scores, true, folds, np.ones(4))
    assert claimed.ravel().tolist() == [True, False, False, False]


def test_most_frequent_values_come_first() -> None:
    assert list(counts(["fr", "nl", "nl"]).items()) == [("nl", 2), ("fr", 1)]
