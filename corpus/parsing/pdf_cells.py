"""What a table says: its cells, its header, and the text of each row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.documents import Box
from corpus.parsing.pdf_lines import Line, joined
from corpus.parsing.text import rejoin_lines

_NEW_PARAGRAPH = 1.75
"""Distance between baselines, as a share of the size, from which a cell begins a new paragraph."""
_ROOM = 1.0
"""Share of the font size; the white, beside the word itself, that a line must have to take one more."""
_HEADER_WORDS = 8
_SAME_COLUMN = 6.0
_SENTENCE_ENDS = (".", "!", "?", ":", ";", ",")


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of a cell; `bold` and `shaded` make a header stand out."""

    text: str = ""
    bold: bool = False
    shaded: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, with a cell for each column."""

    cells: tuple[Cell, ...]
    box: Box

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that hold text."""
        return tuple(cell for cell in self.cells if cell.text)

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of every cell, empty ones too."""
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length; `columns` are the left sides of the columns, in points.

    `header` names the columns and is none of `rows`.
    """

    rows: tuple[Row, ...]
    columns: tuple[float, ...]
    header: Row | None = None

    @property
    def box(self) -> Box:
        """The rectangle around all rows."""
        boxes = [row.box for row in self.rows]
        return Box(
            min(box.x0 for box in boxes),
            min(box.top for box in boxes),
            max(box.x1 for box in boxes),
            max(box.bottom for box in boxes),
        )

    def row_texts(self) -> Iterator[tuple[str, Box]]:
        """The text and place of each row, with the names of the columns where the table has them."""
        names = self.header.texts if self.header else ()
        keyed = not names and self._is_keyed()
        for row in self.rows:
            if names:
                parts = [_named(name, text) for name, text in zip(names, row.texts, strict=True) if text]
                yield "; ".join(parts), row.box
            elif keyed and len(row.filled) > 1:
                yield _named(row.texts[0], row.texts[1]), row.box
            else:
                yield " | ".join(cell.text for cell in row.filled), row.box

    def _is_keyed(self) -> bool:
        """Whether the first of two columns names what stands in the second."""
        if len(self.columns) != 2:  # noqa: PLR2004 - a name and its value
            return False
        names = [row.texts[0] for row in self.rows if row.texts[0]]
        return bool(names) and all(len(name.split()) <= _HEADER_WORDS for name in names)


def table_of(rows: Sequence[Row], columns: Sequence[float]) -> Table:
    """Return the table of these rows; its first row becomes the header if it looks like one."""
    filled = tuple(row for row in rows if row.filled)
    if len(filled) > 1 and _is_header(filled[0], filled[1:]):
        return Table(filled[1:], tuple(columns), filled[0])
    return Table(filled, tuple(columns))


def continued(before: Table, table: Table) -> tuple[Table, Table | None]:
    """The two halves of a table that a page break cut, the second one with the header of the first.

    A header that is printed again goes, and the rest of a row that was cut joins its beginning.
    """
    if not _same_columns(before, table):
        return before, table
    rows = table.rows
    header = table.header or before.header
    if before.header and table.header is None and rows[0].texts == before.header.texts:
        rows = rows[1:]
    if rows and table.header is None and _is_cut(before.rows[-1], rows[0]):
        before = replace(before, rows=(*before.rows[:-1], _whole(before.rows[-1], rows[0])))
        rows = rows[1:]
    return before, replace(table, rows=rows, header=header) if rows else None


def _is_cut(row: Row, rest: Row) -> bool:
    """Whether `rest` only has text in columns where `row` has some, and goes on with a small letter."""
    pairs = [(one.text, other.text) for one, other in zip(row.cells, rest.cells, strict=True) if other.text]
    return not rest.cells[0].text and all(one and other[0].islower() for one, other in pairs)


def _whole(row: Row, rest: Row) -> Row:
    cells = [
        replace(one, text=rejoin_lines([one.text, other.text]))
        for one, other in zip(row.cells, rest.cells, strict=True)
    ]
    return replace(row, cells=tuple(cells))


def cell_text(lines: Sequence[Line], right: float) -> str:
    """The text of a cell, its paragraphs and list items one after the other.

    `right` is how far its lines may reach: one that stops early was ended on purpose.
    """
    paragraphs: list[list[Line]] = []
    for place, line in enumerate(lines):
        before = lines[place - 1] if place else None
        if before is None or line.marker or _is_apart(before, line, right):
            paragraphs.append([])
        paragraphs[-1].append(line)
    text = ""
    for paragraph in paragraphs:
        separator = " " if not text or text.endswith(_SENTENCE_ENDS) else "; "
        text = f"{text}{separator}{joined(paragraph, without_bullet(paragraph[0]))}".strip()
    return text


def _is_apart(before: Line, line: Line, right: float) -> bool:
    if line.baseline - before.baseline > _NEW_PARAGRAPH * line.size:
        return True
    had_room = before.x1 + line.first_width + _ROOM * line.size < right
    return had_room and not line.text[0].islower() and not before.cut


def without_bullet(line: Line) -> str:
    """The text of a line without the sign of a list in front; numbers stay."""
    return line.text.removeprefix(line.marker).lstrip() if line.bulleted else line.text


def _named(name: str, text: str) -> str:
    return f"{name.rstrip(' :')}: {text}" if name else text


def _same_columns(one: Table, other: Table) -> bool:
    pairs = zip(one.columns, other.columns, strict=False)
    return len(one.columns) == len(other.columns) and all(abs(a - b) <= _SAME_COLUMN for a, b in pairs)


def _is_header(first: Row, rows: Sequence[Row]) -> bool:
    filled = first.filled
    if len(filled) < 2 or len(filled) < len(first.cells) - 1:  # noqa: PLR2004 - a corner may be empty
        return False
    if any(len(cell.text.split()) > _HEADER_WORDS for cell in filled):
        return False
    body = [cell for row in rows for cell in row.filled]
    bold = all(cell.bold for cell in filled) and not all(cell.bold for cell in body)
    shaded = all(cell.shaded for cell in filled) and not all(cell.shaded for cell in body)
    if (bold or shaded) and not first.cells[0].text.endswith(":"):
        return True
    return _names_numbers(filled, rows)


def _names_numbers(header: Sequence[Cell], rows: Sequence[Row]) -> bool:
    """Whether words stand above a column of numbers; of two columns the first may be names instead."""
    if len(rows[0].cells) == 2:  # noqa: PLR2004
        return False
    if any(character.isdigit() for cell in header for character in cell.text):
        return False
    columns = zip(*(row.texts for row in rows), strict=True)
    return any(all(any(c.isdigit() for c in text) for text in column) for column in columns)
