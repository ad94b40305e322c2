"""Results as tables: one shape for the terminal, the report and the file of numbers."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass

from evaluation.intervals import Difference, Estimate

Cell = str | int | float | Estimate | Difference | None
_SMALLEST_P = 0.001


@dataclass(frozen=True, slots=True)
class Table:
    """A named table; `note` says how its numbers were made."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """Everything one evaluation found; `charts` are SVG images by name."""

    title: str
    note: str
    tables: tuple[Table, ...]
    charts: Mapping[str, str] = field(default_factory=dict)


def as_markdown(results: Results, *, with_charts: bool = False) -> str:
    """The results as Markdown with aligned columns, which a terminal shows as well."""
    parts = [f"# {results.title}", results.note]
    for table in results.tables:
        parts.append(f"## {table.title}")
        if table.note:
            parts.append(table.note)
        parts.append(_aligned(table))
    if with_charts:
        parts += [f"![{name.replace('_', ' ')}](charts/{name}.svg)" for name in results.charts]
    return "\n\n".join(part for part in parts if part) + "\n"


def as_json(results: Results) -> dict[str, object]:
    """The results as plain values: every number in full, undefined ones as None."""
    tables = {
        table.name: {
            "title": table.title,
            "note": table.note,
            "rows": [
                {column: _plain(cell) for column, cell in zip(table.columns, row, strict=True)}
                for row in table.rows
            ],
        }
        for table in results.tables
    }
    return {"title": results.title, "note": results.note, "tables": tables}


def shown(cell: Cell) -> str:
    """A cell as text: `0.871 [0.840, 0.899]`, a difference with its sign and p."""
    match cell:
        case Estimate():
            return _interval(cell, "")
        case Difference(estimate, p):
            chance = f"p<{_SMALLEST_P * 2}" if p <= _SMALLEST_P * 2 else f"p={p:.3f}"
            return f"{_interval(estimate, '+')} {chance}" if not math.isnan(estimate.value) else "-"
        case float():
            return "-" if math.isnan(cell) else f"{cell:.3f}"
        case None:
            return "-"
        case _:
            return str(cell)


def _interval(estimate: Estimate, sign: str) -> str:
    if math.isnan(estimate.value):
        return "-"
    return f"{estimate.value:{sign}.3f} [{estimate.low:{sign}.3f}, {estimate.high:{sign}.3f}]"


def _aligned(table: Table) -> str:
    lines = [table.columns, *([shown(cell) for cell in row] for row in table.rows)]
    escaped = [[cell.replace("|", "\\|") for cell in line] for line in lines]
    widths = [max(3, *(len(line[place]) for line in escaped)) for place in range(len(table.columns))]
    written = [_line(line, widths) for line in escaped]
    return "\n".join([written[0], "| " + " | ".join("-" * width for width in widths) + " |", *written[1:]])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"


def _plain(cell: Cell) -> object:
    if is_dataclass(cell):
        return {name: _plain_value(value) for name, value in asdict(cell).items()}
    return _plain_value(cell)


def _plain_value(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain_value(item) for name, item in value.items()}
    return None if isinstance(value, float) and math.isnan(value) else value
