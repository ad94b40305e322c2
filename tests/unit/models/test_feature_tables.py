"""Feature tables, and fitting graders on them."""

from pathlib import Path

import numpy as np
import pytest

from models.stacking import VALIDATION, fit_grader, fit_stack, folds, out_of_fold, proposal_weights
from models.tables import FeatureTable, joined, read_table, table_of, write_table

NAMES = ("semantic.top", "semantic.mean", "lexical.top")


def a_table(rows: int = 60, groups: tuple[str, ...] = ("a", "b", "c"), seed: int = 0) -> FeatureTable:
    """Grades that follow the first feature; the last feature is noise, and missing in the first proposal."""
    generator = np.random.default_rng(seed)
    grades = generator.choice([0.0, 1.0, 2.0], size=(rows, 3), p=[0.5, 0.25, 0.25])
    noise = generator.normal(0, 0.3, size=(rows, 3, 3))
    values = np.stack([grades, 0.5 * grades, np.zeros_like(grades)], axis=2) + noise
    values[0, :, 2] = np.nan
    ids = tuple(f"{seed}-{row}" for row in range(rows))
    return FeatureTable(ids, tuple(groups[row % len(groups)] for row in range(rows)), NAMES, values, grades)


def test_grades_as_two_questions() -> None:
    table = a_table(3)
    assert ((table.core <= table.contributes) & (table.contributes == (table.grades > 0))).all()


def test_rows_and_columns_can_be_kept() -> None:
    table = a_table(4)
    kept = table.rows(np.array([False, True, False, True])).only(("semantic.",))
    assert kept.ids == ("0-1", "0-3")
    assert kept.names == NAMES[:2]
    np.testing.assert_array_equal(kept.values, table.values[[1, 3], :, :2])


def test_features_of_a_row_are_what_the_engine_makes() -> None:
    table = a_table(2)
    assert set(table.features(1)) == set(NAMES)
    np.testing.assert_array_equal(table.features(1)["semantic.mean"], table.values[1, :, 1])


def test_a_proposal_with_fewer_features_has_gaps() -> None:
    full = {"a": np.zeros(2), "b": np.ones(2)}
    table = table_of(["x", "y"], ["g", "g"], [{"a": np.zeros(2)}, full], [np.zeros(2), np.ones(2)])
    assert table.names == ("a", "b")
    assert np.isnan(table.values[0, :, 1]).all()


def test_writing_and_reading_keeps_everything(tmp_path: Path) -> None:
    table = a_table(5)
    write_table(table, tmp_path / "table.jsonl")
    again = read_table(tmp_path / "table.jsonl")
    assert (again.ids, again.groups, again.names) == (table.ids, table.groups, table.names)
    np.testing.assert_allclose(again.values, table.values, atol=1e-5)
    np.testing.assert_array_equal(again.grades, table.grades)


def test_joining_puts_features_in_the_order_of_the_first() -> None:
    first, second = a_table(2), a_table(2, seed=1)
    turned = FeatureTable(second.ids, second.groups, NAMES[::-1], second.values[:, :, ::-1], second.grades)
    together = joined(first, turned)
    assert together.ids == (*first.ids, *second.ids)
    np.testing.assert_array_equal(together.values[2:], second.values)


def test_joining_needs_every_feature() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        joined(a_table(2), a_table(2, seed=1).only(("lexical.",)))


def test_every_proposal_is_left_out_once() -> None:
    table = a_table(60, ("a", "b", VALIDATION))
    times = np.sum([fold.astype(int) for fold in folds(table)], axis=0)
    assert times.tolist() == [1] * 60


def test_a_group_is_left_out_whole() -> None:
    table = a_table(60, ("a", "b", VALIDATION))
    groups = np.array(table.groups)
    first, second, *tenths = folds(table)
    np.testing.assert_array_equal(first, groups == "a")
    np.testing.assert_array_equal(second, groups == "b")
    assert len(tenths) == 10
    assert all((groups[fold] == VALIDATION).all() for fold in tenths)


def test_real_texts_weigh_more_and_misleading_ones_less() -> None:
    assert proposal_weights(a_table(3, ("a", VALIDATION, "mentions"))).tolist() == [1.0, 3.0, 0.25]


def test_a_stack_finds_the_feature_that_matters() -> None:
    weights = fit_stack(a_table()).head.weights
    assert (weights[:, 0] > 2 * weights[:, 2]).all()
    assert (weights >= 0).all()


def test_a_proposal_never_judges_itself() -> None:
    table = a_table(60)
    changed = a_table(60)
    rows = np.array(table.groups) == "a"
    changed.grades[rows] = 2 - changed.grades[rows]
    before, after = out_of_fold(table).values, out_of_fold(changed).values
    np.testing.assert_array_equal(before[rows], after[rows])
    assert np.abs(before[~rows] - after[~rows]).max() > 0.01


def test_a_grader_tells_the_grades_apart() -> None:
    table = a_table(90)
    grader = fit_grader(out_of_fold(table), {"semantic": ("semantic.",)}, shared=True)
    fresh = a_table(90, seed=5)
    hits = [
        grader.thresholds.grade(core, contributes) == ("none", "contributes", "core")[int(grade)]
        for row in range(90)
        for judged in [grader.judge(fresh.features(row))]
        for core, contributes, grade in zip(
            judged.core, judged.at_least_contributes, fresh.grades[row], strict=True
        )
    ]
    assert np.mean(hits) > 0.85
