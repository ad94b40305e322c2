"""Tables drawn with ruling lines: where they are, and which words stand in which cell."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.documents import Box
from corpus.parsing.pdf_cells import Cell, Row, Table, cell_text, table_of
from corpus.parsing.pdf_lines import cell_lines
from corpus.parsing.pdf_page import Edge, PageContent, Word

_SNAP = 3.0
"""Points; ruling lines closer than this are one line, and their ends meet."""
_MOST_EDGES = 3_000
_PADDING = 4.0
"""Points between text and the side of its cell."""
_LEAST = 2
"""A table has at least this many rows and columns; anything less is a frame around text."""
_PROSE_LINES = 3
"""A row with one filled cell of more lines than this is running text in a frame."""

Rectangle = tuple[float, float, float, float]
Filled = dict[Rectangle, list[Word]]


def take_tables(page: PageContent) -> tuple[list[Table], list[Word]]:
    """Return the ruled tables of a page and the words that stand in none of them."""
    tables: list[Table] = []
    left = list(page.words)
    for grid in _grids(page.edges) if _may_hold_tables(page.edges) else ():
        inside, outside = _shared_out(grid, left)
        rows = _rows(grid, inside, page.shades)
        if not _is_table(rows):
            continue
        found, prose = _without_prose(rows, grid, inside)
        tables += found
        left = outside + prose
    return tables, left


def _may_hold_tables(edges: Sequence[Edge]) -> bool:
    lying = sum(edge.horizontal for edge in edges)
    return min(lying, len(edges) - lying) > _LEAST and len(edges) <= _MOST_EDGES


def _grids(edges: Iterable[Edge]) -> list[list[Rectangle]]:
    """The cells of every table, found with the geometry of pdfplumber."""
    from pdfplumber import table as plumber

    drawn = [
        {
            "x0": edge.x0, "x1": edge.x1, "top": edge.top, "bottom": edge.bottom,
            "width": edge.x1 - edge.x0, "height": edge.bottom - edge.top,
            "orientation": "h" if edge.horizontal else "v", "object_type": "line",
        }
        for edge in edges
    ]  # fmt: skip
    joined = plumber.merge_edges(drawn, _SNAP, _SNAP, _SNAP, _SNAP)
    crossings = plumber.edges_to_intersections(joined, _SNAP, _SNAP)
    grids = plumber.cells_to_tables(plumber.intersections_to_cells(crossings))
    return [[(float(a), float(b), float(c), float(d)) for a, b, c, d in grid] for grid in grids]


def _shared_out(grid: list[Rectangle], words: Iterable[Word]) -> tuple[Filled, list[Word]]:
    """The words of each cell, and those outside the grid."""
    inside: Filled = {cell: [] for cell in grid}
    outside: list[Word] = []
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        around = (cell for cell in grid if cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3])
        cell = next(around, None)
        (outside if cell is None else inside[cell]).append(word)
    return inside, outside


def _rows(grid: list[Rectangle], inside: Filled, shades: Sequence[Box]) -> list[Row]:
    columns = sorted({cell[0] for cell in grid})
    rows = []
    for top in sorted({cell[1] for cell in grid}):
        cells = [cell for cell in grid if cell[1] == top]
        read = {cell[0]: _cell(cell, inside[cell], shades) for cell in cells}
        box = Box(
            min(cell[0] for cell in cells),
            top,
            max(cell[2] for cell in cells),
            min(cell[3] for cell in cells),
        )
        rows.append(Row(tuple(read.get(column, Cell()) for column in columns), box))
    return rows


def _cell(place: Rectangle, words: list[Word], shades: Sequence[Box]) -> Cell:
    if not words:
        return Cell()
    x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
    shaded = any(box.x0 <= x <= box.x1 and box.top <= y <= box.bottom for box in shades)
    lines = cell_lines(words)
    return Cell(cell_text(lines, place[2] - _PADDING), all(line.bold for line in lines), shaded)


def _is_table(rows: Sequence[Row]) -> bool:
    filled = [row for row in rows if row.filled]
    return len(filled) >= _LEAST and max(len(row.filled) for row in filled) >= _LEAST


def _without_prose(
    rows: Sequence[Row], grid: list[Rectangle], inside: Filled
) -> tuple[list[Table], list[Word]]:
    """Cut the table where running text merely stands in its frame; give those words back."""
    columns = sorted({cell[0] for cell in grid})
    table = table_of(rows, columns)
    parts: list[list[Row]] = [[]]
    prose: list[Word] = []
    for row in table.rows:
        words = [word for cell in grid if cell[1] == row.box.top for word in inside[cell]]
        if len(row.filled) == 1 and len(cell_lines(words)) > _PROSE_LINES:
            prose += words
            parts.append([])
        else:
            parts[-1].append(row)
    if not any(parts) and table.header:
        return [Table((table.header,), table.columns)], prose
    return [replace(table, rows=tuple(part)) for part in parts if part], prose
