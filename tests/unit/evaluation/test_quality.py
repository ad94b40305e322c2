from dataclasses import replace

import numpy as np
import pytest

from evaluation.certainty import abstention_table, calibration_table, reliability_table, risk_coverage_table
from evaluation.intervals import Estimate
from evaluation.predictions import Facts, Predictions
from evaluation.quality import confusion_table, length_class, overall_table, slices_table, spearheads_table
from evaluation.results import Cell, Table

TRUE = np.array([[2.0, 0.0], [2.0, 1.0], [0.0, 2.0], [0.0, 0.0]])
CORE = np.array([[0.9, 0.1], [0.2, 0.8], [0.1, 0.7], [0.6, 0.0]])
LANGUAGES = ("nl", "nl", "nl", "fr")
FACTS = Facts(tuple("abcd"), tuple("xxyy"), LANGUAGES, ("plain",) * 4, ("s",) * 4, (10, 200, 700, 0))
FOUND = Predictions(
    FACTS, ("S1", "S2"), TRUE, CORE, CORE, CORE >= 0.5, CORE >= 0.5, np.abs(CORE - 0.5) < 0.15
)


def row_of(table: Table, *start: str) -> tuple[Cell, ...]:
    return next(row for row in table.rows if row[: len(start)] == start)


def value(cell: Cell) -> float:
    assert isinstance(cell, Estimate)
    return cell.value


def test_overall_pools_and_averages_over_groups() -> None:
    table = overall_table({"all": FOUND}, "all")
    place = table.columns.index("micro-F1")
    assert value(row_of(table, "core", "all")[place]) == pytest.approx(2 * 2 / (4 + 3))
    mean = row_of(table, "core", "all: mean of groups")
    assert value(mean[place]) == pytest.approx((2 / 4 + 2 / 3) / 2)


def test_each_spearhead_is_measured_by_itself() -> None:
    row = row_of(spearheads_table(FOUND), "core", "S1")
    assert row[2] == 2
    assert [value(cell) for cell in row[3:6]] == pytest.approx([0.5, 0.5, 0.5])


def test_confusion_counts_wrong_claims_beside_the_true_core() -> None:
    rows = {str(row[0]): row[1:] for row in confusion_table(FOUND).rows}
    assert rows == {"S1": (2, 1, 1), "S2": (1, 0, 1), "no core": (1, 1, 0)}


def test_slices_count_documents_and_wrong_core_claims() -> None:
    table = slices_table(FOUND, FOUND)
    row = row_of(table, "language", "fr")
    assert (row[2], value(row[5]), value(row[6])) == (1, 1.0, 0.5)
    assert row_of(table, "length", "600 or more words")[2] == 1
    assert row_of(table, "applicant", "others")[2] == 4


def test_length_classes_have_no_gaps() -> None:
    found = [length_class(words) for words in (0, 1, 149, 150, 299, 300, 599, 600)]
    short, middle, long = ("0-149 words",) * 2, ("150-299 words",) * 2, ("300-599 words",) * 2
    assert found == ["unknown", *short, *middle, *long, "600 or more words"]


def test_abstaining_takes_the_unsure_cell_out() -> None:
    row = row_of(abstention_table({"all": FOUND}), "core", "all")
    share, wrong, f1, recall = (value(cell) for cell in row[3:])
    assert share == pytest.approx(1 / 8)
    assert wrong == pytest.approx(2 / 7)
    assert f1 == pytest.approx(2 * 2 / (3 + 3))
    assert recall == pytest.approx(2 / 3)


def test_surest_cells_are_graded_first() -> None:
    rows = {row[0]: row for row in risk_coverage_table(FOUND).rows}
    assert value(rows[1.0][2]) == pytest.approx(3 / 8)
    assert (rows[0.5][1], value(rows[0.5][2])) == (4, 0.0)


def test_certain_and_right_is_calibrated() -> None:
    sure = replace(FOUND, core=(TRUE == 2).astype(float))
    row = row_of(calibration_table({"all": sure}), "core", "all")
    assert (value(row[3]), value(row[4])) == (0.0, 0.0)
    assert row[5] == pytest.approx((0.25 + 3 / 16) / 2)


def test_reliability_counts_every_cell_once() -> None:
    rows = [row for row in reliability_table(FOUND).rows if row[0] == "core"]
    assert sum(int(str(row[2])) for row in rows) == 8
