"""Thresholds by F1, bands by conformal risk control."""

import numpy as np
import pytest

from models.alignment import Grade
from models.grading import Thresholds
from models.thresholds import LEAST_BAND, MISSED, RISK, choose_thresholds, f1

GRADES = np.array([[2.0, 0.0], [1.0, 0.0], [2.0, 1.0], [0.0, 0.0]])


def test_f1_by_hand() -> None:
    claimed = np.array([[True, True], [False, False]])
    true = np.array([[True, False], [True, False]])
    assert f1(claimed, true, np.ones(2)) == pytest.approx(0.5)
    assert f1(claimed, true, np.array([3.0, 1.0])) == pytest.approx(2 * 3 / (6 + 4))
    assert f1(claimed & False, true & False, np.ones(2)) == 0.0


def test_thresholds_part_what_can_be_parted() -> None:
    core = np.array([[0.62, 0.05], [0.41, 0.1], [0.55, 0.2], [0.3, 0.1]])
    contributes = np.array([[0.9, 0.1], [0.5, 0.05], [0.9, 0.4], [0.36, 0.2]])
    chosen = choose_thresholds(core, contributes, GRADES, np.ones(4))
    assert 0.41 < chosen.core <= 0.50
    assert 0.36 < chosen.contributes <= 0.4


def test_of_equal_thresholds_the_strictest_up_to_one_half_is_taken() -> None:
    core = np.array([[0.62, 0.05], [0.41, 0.1], [0.55, 0.2], [0.3, 0.1]])
    assert choose_thresholds(core, core, GRADES, np.ones(4)).core == 0.50


def test_a_heavy_proposal_decides() -> None:
    probabilities = np.array([[0.30], [0.40], [0.40], [0.60]])
    grades = np.array([[2.0], [0.0], [0.0], [2.0]])
    plain = choose_thresholds(probabilities, probabilities, grades, np.ones(4))
    heavy = choose_thresholds(probabilities, probabilities, grades, np.array([50.0, 1.0, 1.0, 1.0]))
    assert heavy.core == pytest.approx(0.30)
    assert plain.core == pytest.approx(0.50)


def noisy(rows: int, seed: int) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.float64]], ...]:
    """Calibrated probabilities, and grades drawn by them."""
    generator = np.random.default_rng(seed)
    core = generator.random((rows, 9)) ** 3
    return core, np.where(generator.random(core.shape) < core, 2.0, 0.0)


def test_the_risk_bound_holds_on_proposals_not_seen() -> None:
    core, grades = noisy(400, seed=1)
    chosen = choose_thresholds(core, core, grades, np.ones(400))
    fresh, truth = noisy(4000, seed=2)
    given = np.abs(fresh - chosen.core) >= chosen.core_band
    wrong = (fresh >= chosen.core) != (truth == 2)
    assert 0.0 < chosen.core_band < 0.5
    assert float((wrong & given).mean()) <= RISK + 0.005


def test_a_narrower_band_would_break_the_bound() -> None:
    core, grades = noisy(400, seed=1)
    chosen = choose_thresholds(core, core, grades, np.ones(400))
    given = np.abs(core - chosen.core) >= chosen.core_band - 0.01
    loss = ((core >= chosen.core) != (grades == 2)) & given
    assert (float(loss.mean(axis=1).sum()) + 1) / 401 > RISK


def test_few_cores_are_missed_on_the_judged_proposals() -> None:
    core, grades = noisy(400, seed=1)
    judged = np.arange(400) < 200
    grades[judged] = np.where(core[judged] > 0.3, 2.0, 0.0)  # where cores get lower probabilities
    chosen = choose_thresholds(core, core, grades, np.ones(400), judged)
    wanted = grades[judged] == 2
    missed = wanted & (core[judged] <= chosen.core - chosen.core_band)
    has_any = wanted.any(axis=1)
    assert float((missed.sum(axis=1)[has_any] / wanted.sum(axis=1)[has_any]).mean()) <= MISSED


def test_few_proposals_make_the_checker_abstain_most() -> None:
    core, grades = noisy(5, seed=1)
    assert choose_thresholds(core, core, grades, np.ones(5)).core_band == 0.5


def test_perfect_values_need_the_least_band() -> None:
    core = np.tile(np.array([[0.9, 0.01]]), (50, 1))
    grades = np.tile(np.array([[2.0, 0.0]]), (50, 1))
    assert choose_thresholds(core, core, grades, np.ones(50)).core_band == LEAST_BAND


@pytest.mark.parametrize(
    ("core", "contributes", "grade"),
    [
        (0.5, 0.9, Grade.CORE),
        (0.49, 0.9, Grade.CONTRIBUTES),
        (0.1, 0.3, Grade.CONTRIBUTES),
        (0.1, 0.29, Grade.NONE),
    ],
)
def test_a_grade_starts_at_its_threshold(core: float, contributes: float, grade: Grade) -> None:
    assert Thresholds(0.5, 0.3, 0.0, 0.0).grade(core, contributes) is grade


@pytest.mark.parametrize(
    ("core", "contributes", "near"),
    [
        (0.45, 0.9, True),
        (0.56, 0.9, True),
        (0.61, 0.62, False),
        (0.1, 0.35, True),
        (0.1, 0.41, False),
        (0.1, 0.19, False),
        (0.9, 0.3, False),
    ],
)
def test_near_means_within_a_band(core: float, contributes: float, near: bool) -> None:
    assert Thresholds(0.5, 0.3, 0.1, 0.1).is_near(core, contributes) is near


def test_a_widened_band_reaches_further() -> None:
    thresholds = Thresholds(0.5, 0.3, 0.1, 0.1)
    assert not thresholds.is_near(0.35, 0.9)
    assert thresholds.is_near(0.35, 0.9, 2.0)
