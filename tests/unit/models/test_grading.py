"""From features to a judgement."""

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from models.calibration import Calibration
from models.grading import LARGEST_FEATURE, Grader, Stack, Thresholds
from models.linear import Linear

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
    return Grader(a_stack(), core_fit, contributes_fit, Thresholds(0.5, 0.5, 0.05, 0.05), verdicts)


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
