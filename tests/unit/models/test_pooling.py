"""Poolings on small matrices that can be worked out by hand."""

import numpy as np
import pytest

from models.pooling import POOLINGS, committed_mean, mean, pool, promised, soft_top, top_mean

SCORES = np.array([[0.0, 4.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0]])
COMMITTED = np.array([0.0, 0.5, 0.0, 1.0])


def test_top_is_the_mean_of_three() -> None:
    assert top_mean(SCORES, COMMITTED) == pytest.approx([2.0, 4 / 3])


def test_top_of_fewer_passages_is_their_mean() -> None:
    assert top_mean(SCORES[:1], COMMITTED[:1]) == pytest.approx([0.0, 4.0])


def test_mean_is_plain() -> None:
    assert mean(SCORES, COMMITTED) == pytest.approx([1.5, 1.0])


def test_committed_mean_leans_on_what_is_promised() -> None:
    assert committed_mean(SCORES, COMMITTED) == pytest.approx([3.5 / 2.0, 0.0])


def test_without_any_commitment_nothing_is_promised() -> None:
    assert committed_mean(SCORES, np.zeros(4)) == pytest.approx([0.0, 0.0])


def test_soft_top_lies_between_mean_and_maximum() -> None:
    soft = soft_top(SCORES, COMMITTED)
    assert (soft > mean(SCORES, COMMITTED)).all()
    assert (soft < SCORES.max(axis=0)).all()


def test_soft_top_does_not_grow_with_length() -> None:
    twice = soft_top(np.vstack([SCORES, SCORES]), np.tile(COMMITTED, 2))
    assert twice == pytest.approx(soft_top(SCORES, COMMITTED))


def test_soft_top_does_not_overflow() -> None:
    assert soft_top(np.array([[5000.0], [0.0]]), np.zeros(2))[0] == pytest.approx(5000 - np.log(2) / 2)


def test_a_mere_mention_promises_nothing() -> None:
    mentioned = promised(np.array([[6.0], [0.0]]), np.array([0.0, 1.0]))
    kept = promised(np.array([[6.0], [0.0]]), np.array([1.0, 0.0]))
    assert mentioned == pytest.approx([0.0])
    assert kept == pytest.approx(soft_top(np.array([[6.0], [0.0]]), np.zeros(2)))


def test_families_are_pooled_beside_each_other_as_they_are_alone() -> None:
    both = np.stack([SCORES, SCORES[::-1]])
    for pooling in POOLINGS.values():
        apart = np.stack([pooling(scores, COMMITTED) for scores in both])
        np.testing.assert_allclose(pooling(both, COMMITTED), apart)


def test_every_family_by_every_pooling() -> None:
    pooled = pool({"a.x": SCORES, "b.y": SCORES}, COMMITTED)
    assert set(pooled) == {f"{family}.{name}" for family in ("a.x", "b.y") for name in POOLINGS}


def test_log_odds_without_any_commitment_say_unlikely_and_not_even_odds() -> None:
    scores = np.array([[2.0, -4.0]])
    pooled = pool({"trained.topic": scores, "zero_label.all": scores}, np.zeros(1))
    assert (pooled["trained.topic.committed"] < -2.0).all()
    assert pooled["zero_label.all.committed"] == pytest.approx(0.0)


def test_where_scores_are_pooled_from_changes_no_other_pooling() -> None:
    scores = np.array([[2.0, -4.0], [0.5, 1.0]])
    pooled = pool({"trained.topic": scores, "zero_label.all": scores}, np.ones(2))
    for name in ("top", "soft", "mean"):
        assert pooled[f"trained.topic.{name}"] == pytest.approx(pooled[f"zero_label.all.{name}"])
