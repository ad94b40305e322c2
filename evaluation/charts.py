"""Charts of results as SVG, drawn from the same tables that are printed."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from evaluation.intervals import Difference, Estimate
from evaluation.results import Cell, Table

if TYPE_CHECKING:
    import altair

_WIDTH, _HEIGHT = 360, 260
_LOW, _HIGH = " low", " high"

Row = dict[str, Any]
"""A row of a chart: its cells by column, an estimate also with its interval."""


def charts_of(tables: Sequence[Table]) -> dict[str, str]:
    """SVG by name for each table that has a chart."""
    import vl_convert

    drawn = {table.name: _DRAWERS[table.name](table) for table in tables if table.name in _DRAWERS}
    return {name: vl_convert.vegalite_to_svg(chart.to_dict()) for name, chart in drawn.items()}


def rows_of(table: Table) -> list[Row]:
    """The rows of a table as plain values."""
    return [_row(table.columns, row) for row in table.rows]


def _row(columns: Sequence[str], cells: Sequence[Cell]) -> Row:
    row: Row = {}
    for column, cell in zip(columns, cells, strict=True):
        value = cell.estimate if isinstance(cell, Difference) else cell
        if isinstance(value, Estimate):
            row |= {column: value.value, column + _LOW: value.low, column + _HIGH: value.high}
        else:
            row[column] = value
    return row


def _reliability(table: Table) -> "altair.LayerChart":
    import altair

    line = _chart([{"x": 0, "y": 0}, {"x": 1, "y": 1}])
    diagonal = line.mark_line(strokeDash=[4, 4], color="gray").encode(x="x:Q", y="y:Q")
    base = _chart(rows_of(table)).encode(
        x=altair.X("mean probability:Q", title="mean probability"), color="target:N"
    )
    size = altair.Size("cells:Q", title="cells in a bin", scale=altair.Scale(range=[10, 80]))
    points = base.mark_point(filled=True).encode(y=altair.Y("share true:Q", title="share true"), size=size)
    return _sized(diagonal + _bars(base, "share true") + points, table.title)


def _risk(table: Table) -> "altair.LayerChart":
    import altair

    base = _chart(rows_of(table)).encode(x=altair.X("coverage:Q", title="share of cells graded"))
    band = base.mark_area(opacity=0.2).encode(
        y=altair.Y(f"wrong core claims{_LOW}:Q", title="wrong core claims"),
        y2=f"wrong core claims{_HIGH}:Q",
    )
    return _sized(band + base.mark_line(point=True).encode(y="wrong core claims:Q"), table.title)


def _spearheads(table: Table) -> "altair.LayerChart":
    import altair

    base = _chart(rows_of(table)).encode(
        x=altair.X("spearhead:N", sort=None), color="target:N", xOffset="target:N"
    )
    points = base.mark_point(filled=True).encode(y=altair.Y("F1:Q", title="F1"))
    return _sized(_bars(base, "F1") + points, table.title)


def _confusion(table: Table) -> "altair.LayerChart":
    import altair

    claims = table.columns[2:]
    cells = [
        {"core": row["core"], "claimed": name, "documents": row[name], "share": row[name] / max(row["n"], 1)}
        for row in rows_of(table)
        for name in claims
    ]
    base = _chart(cells).encode(
        x=altair.X("claimed:N", sort=None, title="claimed core"), y=altair.Y("core:N", sort=None)
    )
    squares = base.mark_rect().encode(color=altair.Color("share:Q", scale=altair.Scale(scheme="blues")))
    return _sized(squares + base.mark_text().encode(text="documents:Q"), table.title)


def _learning(table: Table) -> "altair.LayerChart":
    import altair

    columns = [name for name in table.columns if name.startswith("mAP core, ")]
    points = [
        {
            "proposals": row["proposals"],
            "mAP": row[name],
            "mAP low": row[name + _LOW],
            "mAP high": row[name + _HIGH],
            "documents": name.removeprefix("mAP core, "),
        }
        for row in rows_of(table)
        for name in columns
    ]
    base = _chart(points).encode(x=altair.X("proposals:Q", title="annotated proposals"), color="documents:N")
    lines = base.mark_line(point=True).encode(y=altair.Y("mAP:Q", title="mAP core", scale=_NOT_FROM_ZERO))
    return _sized(_bars(base, "mAP") + lines, table.title)


def _baselines(table: Table) -> "altair.LayerChart":
    import altair

    first = table.rows[0][1]
    rows = [row for row in rows_of(table) if row["documents of"] == first]
    base = _chart(rows).encode(y=altair.Y("system:N", sort=None), color="target:N", yOffset="target:N")
    interval = base.mark_rule().encode(x=f"mAP{_LOW}:Q", x2=f"mAP{_HIGH}:Q")
    return _sized(
        interval + base.mark_point(filled=True).encode(x=altair.X("mAP:Q", title="mAP")), table.title
    )


def _ablation(table: Table) -> "altair.LayerChart":
    import altair

    column = next(name for name in table.columns if name.startswith("rises by, "))
    rows = [row for row in rows_of(table) if row[column] is not None]
    base = _chart(rows).encode(y=altair.Y("features:N", sort=None))
    interval = base.mark_rule().encode(x=f"{column}{_LOW}:Q", x2=f"{column}{_HIGH}:Q")
    points = base.mark_point(filled=True).encode(x=altair.X(f"{column}:Q", title=f"mAP core {column}"))
    return _sized(interval + points, table.title)


def _chart(rows: list[Row]) -> "altair.Chart":
    import altair

    return altair.Chart.from_dict({"data": {"values": rows}, "mark": "point"})


def _bars(base: "altair.Chart", column: str) -> "altair.Chart":
    """Intervals as vertical lines."""
    bars: altair.Chart = base.mark_rule().encode(y=f"{column}{_LOW}:Q", y2=f"{column}{_HIGH}:Q")
    return bars


def _sized(chart: "altair.LayerChart", title: str) -> "altair.LayerChart":
    sized: altair.LayerChart = chart.properties(width=_WIDTH, height=_HEIGHT, title=title)
    return sized


_NOT_FROM_ZERO = {"zero": False}
_DRAWERS: Mapping[str, "Callable[[Table], altair.LayerChart]"] = {
    "reliability": _reliability,
    "risk_coverage": _risk,
    "spearheads": _spearheads,
    "confusion": _confusion,
    "learning_curve": _learning,
    "baselines": _baselines,
    "ablation": _ablation,
}
