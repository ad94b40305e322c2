"""Tables that are spreadsheets (XLSX): the first sheet, its first row the names of the columns."""

import datetime
import math
from pathlib import Path
from typing import TYPE_CHECKING

from service.table_text import refuse_repeats

if TYPE_CHECKING:
    import polars as pl
    from xlsxwriter.worksheet import Worksheet

CELL_CHARACTERS = 32_767
"""Most characters that a cell of a spreadsheet can hold."""
SHEET_ROWS = 1_048_575
"""Most rows of a spreadsheet under its header."""


def read_sheet(content: bytes) -> "pl.DataFrame":
    """The first sheet of a workbook with every row and column; a column of mixed kinds becomes text.

    Raises:
        UnusableInput: two columns have one name.
        polars.exceptions.PolarsError, ValueError: the content is no workbook.
    """
    import polars as pl
    from fastexcel import FastExcelError

    try:
        header = pl.read_excel(content, has_header=False, read_options={"n_rows": 1}, drop_empty_cols=False)
        names = [str(name) for name in header.row(0) if name is not None] if header.height else []
        refuse_repeats(names)
        return pl.read_excel(content, drop_empty_rows=False, drop_empty_cols=False, infer_schema_length=None)
    except FastExcelError as error:
        raise ValueError(str(error)) from error


def write_sheet(frame: "pl.DataFrame", path: Path) -> None:
    """Write a frame as a workbook of one sheet; text stays text, also where it looks like a formula."""
    from xlsxwriter import Workbook

    options = {"default_date_format": "yyyy-mm-dd", "constant_memory": True}
    with Workbook(str(path), options) as workbook:
        moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet = workbook.add_worksheet()
        for column, name in enumerate(frame.columns):
            sheet.write_string(0, column, name)
        for number, row in enumerate(frame.iter_rows(), start=1):
            for column, value in enumerate(row):
                _write_cell(sheet, number, column, value, moment)


def _write_cell(sheet: "Worksheet", row: int, column: int, value: object, moment: object) -> None:
    match value:
        case None:
            pass
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float() if math.isfinite(value):
            sheet.write_number(row, column, value)
        case datetime.datetime():
            sheet.write_datetime(row, column, value.replace(tzinfo=None), moment)
        case datetime.date():
            sheet.write_datetime(row, column, value)
        case _:
            sheet.write_string(row, column, str(value))
