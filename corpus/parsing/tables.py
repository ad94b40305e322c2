"""Tables as running text: a row is one block that names its columns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.documents import BlockKind
from corpus.parsing.pieces import Piece

_MOST_COLUMNS = 1000
_FEWEST_UNMARKED_COLUMNS = 3
_MOST_LABEL_WORDS = 5
_STRUCTURE = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.TABLE_ROW})
_SENTENCE_ENDS = ".,;:!?"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what stands in it, whether it is marked as a header, and the columns and rows it covers."""

    pieces: tuple[Piece, ...]
    header: bool = False
    columns: int = 1
    rows: int = 1

    @property
    def text(self) -> str:
        """All of the cell on one line."""
        joined = ""
        for piece in self.pieces:
            text = " ".join(piece.text.split())
            between = "" if not joined else " " if joined[-1] in _SENTENCE_ENDS else ", "
            joined += between + text if text else ""
        return joined


_Row = tuple[tuple[int, Cell], ...]


def table_pieces(rows: Iterable[Sequence[Cell]]) -> Iterator[Piece]:
    """Yield one `TABLE_ROW` a row: "Header: cell; Header: cell" under a clear header, else "cell | cell".

    A row of one cell, or with headings or a table in a cell, is layout: it yields its content as it is.
    """
    placed = [row for row in _placed(rows) if any(cell.text for _, cell in row)]
    labels = _labels(placed)
    for row in placed[1:] if labels else placed:
        if _is_layout(row):
            yield from (piece for _, cell in row for piece in cell.pieces)
        else:
            yield Piece(BlockKind.TABLE_ROW, _row_text(row, labels))


def _placed(rows: Iterable[Sequence[Cell]]) -> Iterator[_Row]:
    """Give every cell its column, counting cells of earlier rows that reach down."""
    reaching: dict[int, int] = {}
    for row in rows:
        placed, column = list[tuple[int, Cell]](), 0
        begun: dict[int, int] = {}
        for cell in row:
            while reaching.get(column, 0) > 0:
                column += 1
            placed.append((column, cell))
            columns = min(max(cell.columns, 1), _MOST_COLUMNS)
            begun.update(dict.fromkeys(range(column, column + columns), cell.rows - 1))
            column += columns
        reaching = {column: rows - 1 for column, rows in reaching.items() if rows > 1} | {
            column: rows for column, rows in begun.items() if rows > 0
        }
        yield tuple(placed)


def _is_layout(row: _Row) -> bool:
    return len(row) == 1 or any(piece.kind in _STRUCTURE for _, cell in row for piece in cell.pieces)


def _labels(rows: Sequence[_Row]) -> dict[int, str]:
    """The header of each column; empty when the first row is no clear header."""
    if len(rows) < 2 or _is_layout(rows[0]) or all(_is_layout(row) for row in rows[1:]):  # noqa: PLR2004
        return {}
    filled = [cell for _, cell in rows[0] if cell.text]
    marked = len(filled) > 1 and all(cell.header for cell in filled)
    if not marked and not _look_like_labels([cell.text for _, cell in rows[0]], rows[1:]):
        return {}
    return {
        column + offset: cell.text.rstrip(": ")
        for column, cell in rows[0]
        for offset in range(min(cell.columns, _MOST_COLUMNS))
    }


def _look_like_labels(texts: Sequence[str], body: Sequence[_Row]) -> bool:
    named = [text for text in texts[1:] if text] if texts and not texts[0] else list(texts)
    if len(texts) < _FEWEST_UNMARKED_COLUMNS or len(named) < len(texts) - 1 or len(set(named)) < len(named):
        return False
    if not all(_is_label(text) for text in named):
        return False
    return any(not _is_label(cell.text) for row in body for _, cell in row if cell.text)


def _is_label(text: str) -> bool:
    words = text.split()
    return (
        0 < len(words) <= _MOST_LABEL_WORDS
        and text[-1] not in ".,;!"
        and not any(character.isdigit() for character in text)
    )


def _row_text(row: _Row, labels: dict[int, str]) -> str:
    filled = [(column, cell) for column, cell in row if cell.text]
    if labels:
        parts = [(labels.get(column, ""), cell.text) for column, cell in filled]
        return "; ".join(f"{label}: {text}" if label else text for label, text in parts)
    if len(filled) == 2 and filled[0][1].header and not filled[1][1].header:  # noqa: PLR2004
        return f"{filled[0][1].text.rstrip(': ')}: {filled[1][1].text}"
    return " | ".join(cell.text for _, cell in filled)
