"""One table of the grades of many proposals, written once the last of them is assessed."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from service.outputs import write_report
from service.streams import write_out
from service.wording import wording_in


@contextmanager
def one_table(output: Path | None, format: str) -> Iterator[Callable[[Path, str | bytes], Path | None]]:
    """What takes the rows of a run, as the format `row` gives them; without `output` they are printed.

    The table holds as many rows as there are when the run is cut short.
    """
    rows: list[dict[str, Any]] = []

    def take(_: Path, row: str | bytes) -> Path | None:
        rows.append(json.loads(row))
        return output

    try:
        yield take
    finally:
        if rows:
            table = _table(rows, format)
            if output is not None:
                write_report(output, table)
            elif isinstance(table, str):
                write_out(table)


def _table(rows: list[dict[str, Any]], format: str) -> str | bytes:
    from service.reports.grade_table import as_csv, as_xlsx

    names, cells = rows[0]["names"], [row["cells"] for row in rows]
    if format == "csv":
        return as_csv(names, cells)
    wording = wording_in(rows[0]["language"])
    return as_xlsx(names, cells, wording, datetime.fromisoformat(rows[0]["created"]))
