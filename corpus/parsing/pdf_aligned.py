"""Tables without ruling lines: rows whose parts stand under one another."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.documents import Box
from corpus.parsing.pdf_cells import Cell, Row, Table, cell_text, table_of
from corpus.parsing.pdf_lines import Line, merged

Element = Line | Table
Span = tuple[float, float]

_LEAST_ROWS = 3
_LEAST_WIDE_ROWS = 2
"""Rows that are enough when they have three parts or more."""
_WIDE = 3
_FARTHEST = 3.2
"""Distance between baselines, as a share of the size, that ends a table."""
_WRAPPED = 1.6
"""Distance, as a share of the size, up to which a line can be the rest of a wrapped cell."""
_PAGE_NUMBER = re.compile(r"\d{1,3}$")


def with_aligned_tables(column: Sequence[Element]) -> list[Element]:
    """Return the elements of a column from top to bottom, each baseline as one line or table row."""
    result: list[Element] = []
    rows: list[list[Line]] = []
    for element in column:
        if isinstance(element, Table):
            result += _resolved(rows)
            result.append(element)
            rows = []
        elif rows and abs(rows[-1][0].baseline - element.baseline) < 0.3 * element.size:
            rows[-1].append(element)
        else:
            rows.append([element])
    return result + _resolved(rows)


def _resolved(rows: list[list[Line]]) -> list[Element]:
    result: list[Element] = []
    place = 0
    while place < len(rows):
        run = _run(rows[place:]) if len(rows[place]) > 1 else []
        if run:
            result += _table(run)
            place += len(run)
        else:
            row = sorted(rows[place], key=lambda line: line.x0)
            apart = sum(line.bulleted for line in row) > 1
            result += row if apart else [merged(row)]
            place += 1
    return result


def _run(rows: list[list[Line]]) -> list[list[Line]]:
    """The rows from the first on that form a table; none if they are too few."""
    spans: list[Span] = []
    run: list[list[Line]] = []
    for row in rows:
        grown = _grown(spans, row)
        if grown is None or (run and not _near(run[-1], row)) or sum(line.bulleted for line in row) > 1:
            break
        if len(row) == 1 and not _may_continue(spans, run[-1], row[0]):
            break
        spans = grown
        run.append(row)
    while run and len(run[-1]) == 1 and not _is_rest(spans, run, len(run) - 1):
        run.pop()
    full = [row for row in run if len(row) > 1]
    wide = [row for row in full if len(row) >= _WIDE]
    return run if len(full) >= _LEAST_ROWS or len(wide) >= _LEAST_WIDE_ROWS else []


def _grown(spans: list[Span], row: list[Line]) -> list[Span] | None:
    """The columns widened by a row; None if a part of it would bridge two columns."""
    grown = list(spans)
    taken: set[int] = set()
    for line in row:
        over = [place for place, span in enumerate(grown) if line.x0 < span[1] and span[0] < line.x1]
        if len(over) > 1 or (over and over[0] in taken):
            return None
        if over:
            span = grown[over[0]]
            grown[over[0]] = (min(span[0], line.x0), max(span[1], line.x1))
            taken.add(over[0])
        else:
            grown.append((line.x0, line.x1))
            taken.add(len(grown) - 1)
    ordered = sorted(grown)
    return ordered if all(a[1] <= b[0] for a, b in itertools.pairwise(ordered)) else None


def _near(before: list[Line], row: list[Line]) -> bool:
    return row[0].baseline - before[0].baseline <= _FARTHEST * row[0].size


def _may_continue(spans: list[Span], before: list[Line], line: Line) -> bool:
    if line.baseline - before[0].baseline > _WRAPPED * line.size:
        return False
    return _column(spans, line) is not None


def _is_rest(spans: list[Span], run: list[list[Line]], place: int) -> bool:
    column = _column(spans, run[place][0])
    return column is not None and column > 0


def _column(spans: list[Span], line: Line) -> int | None:
    for place, span in enumerate(spans):
        if line.x0 < span[1] and span[0] < line.x1:
            return place
    return None


def _table(run: list[list[Line]]) -> Iterable[Element]:
    spans: list[Span] = []
    for row in run:
        spans = _grown(spans, row) or spans
    if _is_contents(run, spans):
        return [_entry(row) for row in run]
    groups: list[list[list[Line]]] = []
    for row in run:
        if groups and _belongs_to(groups[-1], row, spans):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [table_of([_row(group, spans) for group in groups], [span[0] for span in spans])]


def _belongs_to(group: list[list[Line]], row: list[Line], spans: list[Span]) -> bool:
    """Whether a row of lines is the rest of wrapped cells and not a row of the table."""
    if row[0].baseline - group[-1][0].baseline > _WRAPPED * row[0].size:
        return False
    first = [line for line in row if _column(spans, line) == 0]
    if not first:
        return True
    return first[0].text[0].islower() and any(_column(spans, line) == 0 for part in group for line in part)


def _row(group: list[list[Line]], spans: list[Span]) -> Row:
    parts: list[list[Line]] = [[] for _ in spans]
    for row in group:
        for line in row:
            parts[_column(spans, line) or 0].append(line)
    lines = [line for row in group for line in row]
    box = Box(
        min(line.x0 for line in lines),
        min(line.top for line in lines),
        max(line.x1 for line in lines),
        max(line.bottom for line in lines),
    )
    return Row(tuple(_cell(part, span[1]) for part, span in zip(parts, spans, strict=True)), box)


def _cell(lines: list[Line], right: float) -> Cell:
    return Cell(cell_text(lines, right), bool(lines) and all(line.bold for line in lines))


def _is_contents(run: list[list[Line]], spans: list[Span]) -> bool:
    """Whether the last column counts the pages of a table of contents."""
    numbers = [row[-1].text for row in run if len(row) > 1]
    if len(spans) not in (2, 3) or not all(_PAGE_NUMBER.match(number) for number in numbers):
        return False
    counted = [int(number) for number in numbers]
    return counted == sorted(counted) and counted[-1] > counted[0]


def _entry(row: list[Line]) -> Line:
    if len(row) == 1 or not _PAGE_NUMBER.match(row[-1].text):
        return merged(row)
    page = row[-1]
    return merged([*row[:-1], replace(page, text=f"..... {page.text}")])
