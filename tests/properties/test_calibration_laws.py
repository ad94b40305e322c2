"""Laws of calibration, pooling and bands, whatever the numbers."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.calibration import Calibration
from models.grading import Thresholds
from models.matrices import Matrix, Vector, logistic
from models.pooling import POOLINGS
from models.thresholds import RISK, choose_thresholds

unit = st.floats(0.0, 1.0)
value = st.floats(-20.0, 20.0)
slope = st.floats(0.01, 10.0)


@given(
    arrays(float, (5, 3), elements=slope),
    arrays(float, (5, 3), elements=value),
    st.lists(value, min_size=2, max_size=6).map(sorted),
)
def test_probability_never_falls_as_the_decision_value_rises(
    slopes: Matrix,
    offsets: Matrix,
    rising: list[float],
) -> None:
    calibration = Calibration(slopes, offsets)
    curve = np.stack([calibration.probabilities(np.full(3, point)) for point in rising])
    assert (np.diff(curve, axis=0) >= 0).all()


@given(
    arrays(float, (5, 3), elements=slope),
    arrays(float, (5, 3), elements=value),
    arrays(float, 3, elements=value),
)
def test_an_interval_holds_its_value(
    slopes: Matrix,
    offsets: Matrix,
    values: Vector,
) -> None:
    calibration = Calibration(slopes, offsets)
    intervals, found = calibration.intervals(values), calibration.probabilities(values)
    assert (intervals[:, 0] <= found).all()
    assert (found <= intervals[:, 1]).all()
    assert ((intervals >= 0) & (intervals <= 1)).all()


@given(arrays(float, st.tuples(st.integers(1, 8), st.just(3)), elements=value))
def test_poolings_stay_between_the_extremes_and_zero(
    scores: Matrix,
) -> None:
    low, high = np.minimum(scores.min(axis=0), 0.0), np.maximum(scores.max(axis=0), 0.0)
    for name, pooling in POOLINGS.items():
        pooled = pooling(scores, logistic(scores[:, 0]))
        assert ((pooled >= low - 1e-9) & (pooled <= high + 1e-9)).all(), name


@given(arrays(float, st.tuples(st.integers(1, 8), st.just(3)), elements=value))
def test_order_of_passages_does_not_matter_to_poolings(
    scores: Matrix,
) -> None:
    commitment = logistic(scores[:, 0])
    for name, pooling in POOLINGS.items():
        forward, backward = pooling(scores, commitment), pooling(scores[::-1], commitment[::-1])
        np.testing.assert_allclose(forward, backward, atol=1e-9, err_msg=name)


@given(unit, unit, unit, unit, st.floats(0.0, 0.5), st.floats(1.0, 3.0))
def test_a_wider_band_never_makes_the_checker_surer(
    core: float, contributes: float, first: float, second: float, band: float, widened: float
) -> None:
    thresholds = Thresholds(first, second, band, band)
    assert thresholds.is_near(core, contributes, widened) or not thresholds.is_near(core, contributes)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(40, 200))
def test_the_risk_on_the_proposals_it_was_chosen_on_is_within_bounds(seed: int, rows: int) -> None:
    generator = np.random.default_rng(seed)
    core = generator.random((rows, 9)) ** 3
    grades = np.where(generator.random(core.shape) < core, 2.0, 0.0)
    chosen = choose_thresholds(core, core, grades, np.ones(rows))
    given_grade = np.abs(core - chosen.core) >= chosen.core_band
    wrong = (core >= chosen.core) != (grades == 2)
    assert float((wrong & given_grade).mean()) <= RISK or chosen.core_band == 0.5
