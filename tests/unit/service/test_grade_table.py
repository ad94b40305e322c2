"""The table of grades: no formula runs, no total stands in it."""

import csv
import io

import pytest
from openpyxl import load_workbook

from service.reports.grade_table import as_csv, as_xlsx, header
from service.wording import wording_in
from tests.fakes.assessments import CREATED_AT, a_strategy

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_runs_as_a_formula_in_csv(text: str) -> None:
    (_, (cell, number)) = csv.reader(io.StringIO(as_csv(["naam", "kans"], [[text, -0.5]])))
    assert cell == f"'{text}"
    assert number == "-0.5"


@pytest.mark.parametrize("text", FORMULAS)
def test_every_text_is_text_in_a_workbook(text: str) -> None:
    content = as_xlsx(["naam"], [[text]], wording_in("nl"), CREATED_AT)
    cell = load_workbook(io.BytesIO(content)).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_columns_have_names_of_their_own_and_hold_no_total(language: str) -> None:
    names = header(a_strategy(), wording_in(language))
    assert len(set(names)) == len(names) == 2 + 3 * 9 + 9
    assert not any(
        word in name.lower() for name in names for word in ("totaal", "total", "rang", "rank", "score")
    )
