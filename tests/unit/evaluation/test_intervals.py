from functools import partial

import numpy as np
import pytest

from evaluation import metrics
from evaluation.intervals import difference, draws, estimate, f1_difference, proportion

GENERATOR = np.random.default_rng(1)
TRUE = GENERATOR.random((80, 4)) < 0.3
GOOD = TRUE ^ (GENERATOR.random((80, 4)) < 0.05)
BAD = TRUE ^ (GENERATOR.random((80, 4)) < 0.25)


def test_a_resample_draws_as_many_documents_as_there_are() -> None:
    assert (draws(7).sum(axis=1) == 7).all()
    assert draws(7).mean() == pytest.approx(1.0)
    assert (draws(7)[0] != draws(7)[1]).any()


def test_interval_of_a_share_is_that_of_the_binomial() -> None:
    hits = np.repeat([1.0, 0.0], [40, 160])
    found = estimate(partial(metrics.pooled, hits, np.ones(200)), 200)
    half = 1.96 * np.sqrt(0.2 * 0.8 / 200)
    assert found.value == pytest.approx(0.2)
    assert [found.low, found.high] == pytest.approx([0.2 - half, 0.2 + half], abs=0.01)
    assert found.documents == 200


@pytest.mark.parametrize(("hits", "low", "high"), [(0, 0.0, 0.2775), (3, 0.1078, 0.6032), (10, 0.7225, 1.0)])
def test_interval_of_few_documents_is_that_of_wilson(hits: int, low: float, high: float) -> None:
    found = proportion(hits, 10)
    assert (found.value, found.documents) == (hits / 10, 10)
    assert [found.low, found.high] == pytest.approx([low, high], abs=5e-5)
    assert np.isnan(proportion(0, 0).value)


def test_no_documents_give_no_value() -> None:
    assert np.isnan(estimate(lambda weights: weights.sum(axis=1), 0).value)


def test_undefined_measure_has_no_interval() -> None:
    found = estimate(partial(metrics.f1, TRUE[:, :0], TRUE[:, :0]), 80)
    assert np.isnan([found.value, found.low, found.high]).all()


def test_a_better_system_is_above_with_a_small_p() -> None:
    found = f1_difference(BAD, GOOD, TRUE)
    expected = metrics.f1(GOOD, TRUE, np.ones((1, 80))) - metrics.f1(BAD, TRUE, np.ones((1, 80)))
    assert found.estimate.value == pytest.approx(expected[0])
    assert found.estimate.low > 0
    assert found.p < 0.01


def test_the_same_system_twice_does_not_differ() -> None:
    assert f1_difference(GOOD, GOOD, TRUE).p == 1.0
    measure = partial(metrics.f1, GOOD, TRUE)
    same = difference(measure, measure, 80)
    assert (same.estimate.value, same.estimate.low, same.p) == (0.0, 0.0, 1.0)


def test_systems_as_good_as_each_other_are_not_told_apart() -> None:
    other = TRUE ^ (np.random.default_rng(2).random((80, 4)) < 0.05)
    assert f1_difference(GOOD, other, TRUE).p > 0.05
    found = difference(partial(metrics.f1, GOOD, TRUE), partial(metrics.f1, other, TRUE), 80)
    assert found.p > 0.05
    assert found.estimate.low < 0 < found.estimate.high


def test_difference_has_the_sign_of_the_second() -> None:
    found = difference(partial(metrics.f1, GOOD, TRUE), partial(metrics.f1, BAD, TRUE), 80)
    assert found.estimate.high < 0
    assert found.p < 0.01
