"""From features to a judgement."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from models.calibration import Calibration
from models.grading import LARGEST_FEATURE, Grader, Stack, Thresholds, in_company
from models.linear import Linear
from models.matrices import logistic

NAN = float("nan")


def a_stack(names: tuple[str, ...] = ("a", "b"), floor: float = -1.0) -> Stack:
    """Sums its features for core, and gives twice the first for at least contributes."""
    size = len(names)
    weights = np.vstack([np.ones(size), np.eye(size)[0] * 2])
    return Stack(names, np.zeros(size), np.ones(size), np.full(size, floor), Linear(weights, np.zeros(2)))


def a_grader(core: float = 1.0, contributes: float = 1.0) -> Grader:
    """One slope for each level, with a resample on either side."""
    core_fit, contributes_fit = (
        Calibration(np.array([[slope], [slope * 0.5], [slope * 2]]), np.zeros((3, 1)))
        for slope in (core, contributes)
    )
    verdicts = {"semantic": a_stack(("a",))}
    return Grader(a_stack(), None, core_fit, contributes_fit, Thresholds(0.5, 0.5, 0.05, 0.05), verdicts)


def features(**columns: list[float]) -> Mapping[str, NDArray[np.float64]]:
    """Features of two spearheads."""
    return {name: np.array(values) for name, values in columns.items()}


def test_features_become_standard_deviations() -> None:
    stack = Stack(("a",), np.array([10.0]), np.array([2.0]), np.zeros(1), Linear(np.eye(1), np.zeros(1)))
    assert stack.standardised(features(a=[12.0, 6.0])).tolist() == [[1.0], [-2.0]]


def test_one_odd_feature_does_not_decide_alone() -> None:
    assert a_stack().standardised(features(a=[1000.0, -1000.0], b=[0.0, 0.0]))[:, 0].tolist() == [
        LARGEST_FEATURE,
        -LARGEST_FEATURE,
    ]


def test_the_floor_stands_in_for_what_is_missing() -> None:
    stack = a_stack(floor=-1.5)
    assert stack.standardised(features(a=[NAN, 1.0])).tolist() == [[-1.5, -1.5], [1.0, -1.5]]


def test_a_feature_that_the_stack_does_not_know_changes_nothing() -> None:
    known = features(a=[1.0, 2.0], b=[0.0, 1.0])
    more = {**known, "c": np.array([9.0, 9.0])}
    np.testing.assert_array_equal(a_stack()(known), a_stack()(more))


def test_core_is_never_likelier_than_at_least_contributes() -> None:
    judgement = a_grader().judge(features(a=[0.5, 0.5], b=[3.0, -3.0]))
    assert judgement.core[0] == judgement.at_least_contributes[0]
    assert judgement.core[1] < judgement.at_least_contributes[1]


def test_intervals_hold_their_value() -> None:
    judgement = a_grader(core=3.0, contributes=0.2).judge(features(a=[0.5, -2.0], b=[3.0, 1.0]))
    for value, interval in (
        (judgement.core, judgement.core_intervals),
        (judgement.at_least_contributes, judgement.at_least_contributes_intervals),
    ):
        assert (interval[:, 0] <= value).all()
        assert (value <= interval[:, 1]).all()
        assert (interval[:, 0] < interval[:, 1]).all()


def test_each_channel_has_a_verdict_of_its_own() -> None:
    verdict = a_grader().judge(features(a=[0.0, 2.0], b=[4.0, 4.0])).verdicts["semantic"]
    assert verdict == pytest.approx([0.5, 1 / (1 + np.exp(-4))])


def test_a_spearhead_is_seen_beside_the_strongest_other() -> None:
    values = np.array([[3.0, 4.0], [1.0, 0.0], [2.0, 5.0]])
    beside = in_company(values)
    assert beside["core.strongest_other"].tolist() == [2.0, 3.0, 3.0]
    assert beside["contributes.strongest_other"].tolist() == [5.0, 5.0, 4.0]
    assert beside["core.second"].tolist() == [2.0] * 3
    assert beside["core.mean"].tolist() == [2.0] * 3
    assert beside["core.spread"] == pytest.approx(np.full(3, np.std([3.0, 1.0, 2.0])))


def test_a_spearhead_without_others_is_its_own_company() -> None:
    assert in_company(np.array([[3.0, 4.0]]))["core.strongest_other"].tolist() == [3.0]


def test_company_follows_the_order_of_the_spearheads() -> None:
    values, order = np.array([[3.0, 4.0], [1.0, 0.0], [2.0, 5.0]]), [2, 0, 1]
    for name, column in in_company(values).items():
        np.testing.assert_array_equal(column[order], in_company(values[order])[name])


def test_a_second_stack_has_the_last_word() -> None:
    weights = np.array([[1.0, -1.0], [0.0, 0.0]])
    names = ("core", "core.strongest_other")
    company = Stack(names, np.zeros(2), np.ones(2), np.zeros(2), Linear(weights, np.array([0.0, 9.0])))
    alone, beside = a_grader(), replace(a_grader(), company=company)
    found = features(a=[1.0, 0.5], b=[0.5, 0.0])
    assert alone.judge(found).core.tolist() == pytest.approx(logistic(np.array([1.5, 0.5])))
    assert beside.judge(found).core.tolist() == pytest.approx(logistic(np.array([1.0, -1.0])))
