"""Calibration: from decision values to probabilities that can be held to account."""

import numpy as np
import pytest
from numpy.typing import NDArray

from models.calibration import Calibration, fit_calibration
from models.matrices import logistic

Table = NDArray[np.float64]


def made(rows: int = 300, spearheads: int = 4, *, slope: float = 2.0, seed: int = 0) -> tuple[Table, Table]:
    """Decision values, and targets that follow them with a known slope."""
    generator = np.random.default_rng(seed)
    values = generator.normal(-1.0, 1.5, size=(rows, spearheads))
    return values, (generator.random(values.shape) < logistic(slope * values)).astype(float)


def test_a_known_slope_is_found_again() -> None:
    values, targets = made(2000)
    calibration = fit_calibration(values, targets, np.ones(2000), shared=True)
    assert calibration.slopes[0] == pytest.approx([2.0], abs=0.2)
    assert calibration.offsets[0] == pytest.approx([0.0], abs=0.2)


def test_fewer_than_twenty_positives_are_refused() -> None:
    targets = np.zeros((30, 4))
    targets[:19, 0] = 1.0
    with pytest.raises(ValueError, match="20 positive labels and has 19"):
        fit_calibration(np.zeros((30, 4)), targets, np.ones(30), shared=False)


def test_twenty_positives_are_enough() -> None:
    values, targets = made(40)
    targets[:] = 0.0
    targets[:5] = 1.0
    fitted = fit_calibration(values, targets, np.ones(40), shared=True)
    assert fitted.slopes.shape == (101, 1)


def slopes_with_a_separable_spearhead(positives: int) -> Table:
    """Slopes where the last spearhead has no noise at all: by itself its slope would have no bound."""
    values, targets = made(600)
    targets[:, 3] = 0.0
    targets[np.argsort(values[:, 3])[600 - positives :], 3] = 1.0
    slopes: Table = fit_calibration(values, targets, np.ones(600), shared=False).slopes[0]
    return slopes


def test_a_spearhead_with_few_labels_leans_on_the_others() -> None:
    slopes = slopes_with_a_separable_spearhead(3)
    assert slopes[3] == pytest.approx(slopes[:3].mean(), abs=1.0)


def test_a_spearhead_with_many_labels_goes_its_own_way() -> None:
    slopes = slopes_with_a_separable_spearhead(200)
    assert slopes[3] > slopes[:3].mean() + 1.0


def test_few_rows_give_wider_intervals() -> None:
    widths = []
    for rows in (60, 600):
        values, targets = made(rows)
        intervals = fit_calibration(values, targets, np.ones(rows), shared=False).intervals(np.zeros(4))
        widths.append(float((intervals[:, 1] - intervals[:, 0]).mean()))
    assert widths[0] > 2 * widths[1]


def test_the_same_numbers_give_the_same_fit() -> None:
    values, targets = made(60)
    first, second = (fit_calibration(values, targets, np.ones(60), shared=False) for _ in range(2))
    np.testing.assert_array_equal(first.slopes, second.slopes)
    np.testing.assert_array_equal(first.offsets, second.offsets)


def test_a_shared_calibration_serves_any_number_of_spearheads() -> None:
    calibration = Calibration(np.array([[1.0], [2.0]]), np.array([[0.0], [0.0]]))
    assert calibration.probabilities(np.zeros(17)) == pytest.approx(np.full(17, 0.5))
    assert calibration.intervals(np.zeros(17)).shape == (17, 2)


def test_a_row_that_weighs_nothing_changes_nothing() -> None:
    values, targets = made(60)
    odd = np.vstack([values, np.full((1, 4), 9.0)]), np.vstack([targets, np.zeros((1, 4))])
    with_odd = fit_calibration(*odd, np.append(np.ones(60), 0.0), shared=False)
    without = fit_calibration(values, targets, np.ones(60), shared=False)
    np.testing.assert_allclose(with_odd.slopes[0], without.slopes[0], atol=1e-3)
