"""Tables that are text: CSV of any common dialect, and JSONL, without a value changing on the way."""

import codecs
import csv
import io
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from service.errors import UnusableInput

if TYPE_CHECKING:
    import polars as pl

Record = dict[str, object]
"""One object of a JSONL file."""

_SEPARATORS = (",", ";", "\t")
_SAMPLE_RECORDS = 50


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV file looks, so that the result can look the same."""

    separator: str = ","
    line_end: str = "\n"
    byte_order_mark: bool = False


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 with its mark, or else the Western code page of Windows."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_csv_frame(text: str, *, tabs: bool = False) -> tuple["pl.DataFrame", CsvForm]:
    """The table in the text of a CSV file, all of it text, and how the file looks.

    Raises:
        UnusableInput: two columns have one name.
        polars.exceptions.PolarsError: the rows do not fit the header.
    """
    import polars as pl

    marked, text = text.startswith("\ufeff"), text.removeprefix("\ufeff")
    separator = "\t" if tabs else _separator(text)
    header = _records(text, separator, 1)[0] if text.strip() else []
    refuse_repeats(header)
    if len(header) > 1:
        text = text.rstrip("\r\n") + "\n"  # blank lines at the end are no rows
    frame = pl.read_csv(text.encode(), separator=separator, infer_schema=False).fill_null("")
    line_end = "\r\n" if "\r\n" in text.split("\n", 1)[0] + "\n" else "\n"
    return frame, CsvForm(separator, line_end, marked)


def write_csv(frame: "pl.DataFrame", path: Path, form: CsvForm) -> None:
    """Write a frame as a CSV file that looks like `form`; empty text is written as nothing."""
    import polars as pl

    frame.with_columns(pl.col(pl.String).replace("", None)).write_csv(
        path,
        separator=form.separator,
        line_terminator=form.line_end,
        include_bom=form.byte_order_mark,
    )


def read_records(text: str) -> tuple[Record, ...]:
    """The objects of a JSONL file.

    Raises:
        UnusableInput: a line is no JSON object, or repeats a key; names the line.
    """
    records = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line, object_pairs_hook=_object)
        except json.JSONDecodeError as error:
            raise UnusableInput("no_json", line=number) from error
        if not isinstance(record, dict):
            raise UnusableInput("no_json", line=number)
        records.append(record)
    return tuple(records)


def records_frame(records: Sequence[Record]) -> "pl.DataFrame":
    """The objects as a frame: a column of one simple kind keeps its kind, any other becomes JSON text."""
    import polars as pl

    names = list(dict.fromkeys(name for record in records for name in record))
    return pl.DataFrame([_column(name, [record.get(name) for record in records]) for name in names])


def _column(name: str, values: list[object]) -> "pl.Series":
    import polars as pl

    kinds = {type(value) for value in values if value is not None}
    if len(kinds) == 1 and kinds <= {str, bool, int, float}:
        with suppress(OverflowError, TypeError):  # a whole number too large for 64 bits
            return pl.Series(name, values)
    cells = [value if value is None or isinstance(value, str) else json.dumps(value) for value in values]
    return pl.Series(name, cells, dtype=pl.String)


def write_records(records: Sequence[Record], path: Path) -> None:
    """Write objects as JSONL."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def refuse_repeats(names: Sequence[str]) -> None:
    """Raises UnusableInput when two columns have one name: there would be no telling which is meant."""
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise UnusableInput("columns_repeated", columns=", ".join(repeated))


def _object(pairs: list[tuple[str, object]]) -> Record:
    refuse_repeats([name for name, _ in pairs])
    return dict(pairs)


def _separator(text: str) -> str:
    """The separator that gives the first records most columns, all of them the same number.

    Where no separator does, the header decides: its rows will then not fit, and that is said.
    """
    widths = {separator: _widths(text, separator) for separator in _SEPARATORS}
    even = [separator for separator in _SEPARATORS if len(set(widths[separator])) == 1]
    best = max(even, key=lambda separator: widths[separator][0], default=",")
    if widths[best][:1] > [1]:
        return best
    by_header = max(_SEPARATORS, key=lambda separator: widths[separator][:1])
    return by_header if widths[by_header][:1] > [1] else best


def _widths(text: str, separator: str) -> list[int]:
    return [len(record) for record in _records(text, separator, _SAMPLE_RECORDS) if record]


def _records(text: str, separator: str, most: int) -> list[list[str]]:
    """The first records as the standard library reads them; an unreadable rest is left to the real reader."""
    records: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    with suppress(csv.Error):
        records.extend(islice(reader, most))
    return records or [[]]
