"""Tables of short texts: read, given a score a row, and written with every row and column in place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from service.errors import UnusableInput, WrongUsage
from service.outputs import replacing
from service.table_sheet import CELL_CHARACTERS, SHEET_ROWS, read_sheet, write_sheet
from service.table_text import (
    CsvForm,
    Record,
    decoded,
    read_csv_frame,
    read_records,
    records_frame,
    write_csv,
    write_records,
)
from service.use_cases import Scores

if TYPE_CHECKING:
    import polars as pl

FORMATS = (".csv", ".tsv", ".xlsx", ".parquet", ".jsonl")


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read.

    `records` are the objects of a JSONL file, exactly; `form` is how a CSV looks, None for other tables.
    """

    frame: "pl.DataFrame"
    form: CsvForm | None = None
    records: tuple[Record, ...] | None = None

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return self.frame.columns


def table_format(path: Path) -> str:
    """The extension that decides how a table is read or written, in lower case.

    Raises:
        WrongUsage: no table has this extension.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise WrongUsage("table_format", path=path.name, known=", ".join(FORMATS))
    return suffix


def read_table(path: Path) -> Table:
    """The table in a file. Everything in a CSV stays text.

    Raises:
        WrongUsage: no table has this extension.
        UnusableInput: the file cannot be opened, is no table of its kind, or repeats a column name.
    """
    import polars as pl

    readers: Mapping[str, Callable[[Path], Table]] = {
        ".csv": _read_csv,
        ".tsv": _read_csv,
        ".xlsx": _read_xlsx,
        ".parquet": lambda table: Table(pl.read_parquet(table.read_bytes())),
        ".jsonl": _read_jsonl,
    }
    reader = readers[table_format(path)]
    try:
        return reader(path)
    except OSError as error:
        raise UnusableInput("closed", reason=error.strerror or "") from error
    except (pl.exceptions.PolarsError, ValueError) as error:
        raise UnusableInput("table_damaged", reason=_first_line(error)) from error


def texts_of(table: Table, column: str) -> list[str]:
    """The texts to score, "" where there is none.

    Raises:
        WrongUsage: the column does not exist; names the columns there are.
    """
    import polars as pl

    if column not in table.columns:
        raise WrongUsage("text_column", column=column, columns=", ".join(table.columns))
    texts = table.frame[column]
    values = (record.get(column) for record in table.records or ())
    if texts.dtype.is_nested() or any(isinstance(value, list | dict) for value in values):
        raise WrongUsage("text_column_nested", column=column)
    return texts.cast(pl.String).fill_null("").to_list()


def check_free(table: Table, spearheads: Sequence[str]) -> None:
    """Raises WrongUsage when the table already has a column that scoring would add."""
    clashes = [name for name in _added(spearheads) if name in table.columns]
    if clashes:
        raise WrongUsage("column_clash", columns=", ".join(clashes))


def with_scores(table: Table, spearheads: Sequence[str], scores: Sequence[Scores]) -> Table:
    """The same rows and columns, and for each spearhead its probability and its grade."""
    import polars as pl

    added: list[pl.Series] = []
    for spearhead in spearheads:
        probabilities = [round(float(row.probabilities[spearhead]), 4) for row in scores]
        grades = [row.grades[spearhead].value for row in scores]
        added.append(pl.Series(spearhead, probabilities, dtype=pl.Float64))
        added.append(pl.Series(f"{spearhead}_grade", grades, dtype=pl.String))
    records = table.records
    if records is not None:
        extra = pl.DataFrame(added).iter_rows(named=True)
        records = tuple({**record, **more} for record, more in zip(records, extra, strict=True))
    return Table(table.frame.with_columns(added), table.form, records)


def write_table(table: Table, path: Path) -> None:
    """Write a table in the format of its extension, whole or not at all.

    Raises:
        WrongUsage: the format cannot hold this table, or the folder cannot be written to.
    """
    import polars as pl

    writers: Mapping[str, Callable[[Table, Path], object]] = {
        ".csv": lambda whole, place: write_csv(whole.frame, place, whole.form or CsvForm()),
        ".tsv": lambda whole, place: write_csv(whole.frame, place, CsvForm(separator="\t")),
        ".xlsx": _write_xlsx,
        ".parquet": lambda whole, place: whole.frame.write_parquet(place),
        ".jsonl": _write_jsonl,
    }
    writer = writers[table_format(path)]
    with replacing(path) as place:
        try:
            writer(table, place)
        except pl.exceptions.PolarsError as error:
            raise WrongUsage("table_unwritable", path=path.name, reason=_first_line(error)) from error


def _read_csv(path: Path) -> Table:
    frame, form = read_csv_frame(decoded(path.read_bytes()), tabs=path.suffix.lower() == ".tsv")
    return Table(frame, form)


def _read_jsonl(path: Path) -> Table:
    records = read_records(decoded(path.read_bytes()))
    return Table(records_frame(records), records=records)


def _read_xlsx(path: Path) -> Table:
    return Table(read_sheet(path.read_bytes()))


def _write_jsonl(table: Table, path: Path) -> None:
    if table.records is None:
        table.frame.write_ndjson(path)
    else:
        write_records(table.records, path)


def _write_xlsx(table: Table, path: Path) -> None:
    import polars as pl

    longest = table.frame.select(pl.col(pl.String).str.len_chars().max())
    if table.frame.height > SHEET_ROWS or any((cells or 0) > CELL_CHARACTERS for cells in longest.row(0)):
        raise WrongUsage("sheet_full", rows=SHEET_ROWS, characters=CELL_CHARACTERS)
    write_sheet(table.frame, path)


def _added(spearheads: Sequence[str]) -> list[str]:
    return [name for spearhead in spearheads for name in (spearhead, f"{spearhead}_grade")]


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]
