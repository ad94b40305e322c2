from corpus.documents import BlockKind
from corpus.parsing.pieces import Piece
from corpus.parsing.tables import Cell, table_pieces


def _row(*texts: str, header: bool = False) -> list[Cell]:
    return [Cell((Piece(BlockKind.PARAGRAPH, text),) if text else (), header=header) for text in texts]


def _texts(*rows: list[Cell]) -> list[str]:
    return [piece.text for piece in table_pieces(rows)]


def test_a_marked_header_names_the_cells() -> None:
    assert _texts(_row("Naam", "Budget:", header=True), _row("WP1", "10"), _row("WP2", "")) == [
        "Naam: WP1; Budget: 10",
        "Naam: WP2",
    ]


def test_an_unmarked_first_row_of_short_labels_is_a_header() -> None:
    assert _texts(_row("Taak", "Wie", "Wanneer"), _row("Bouwen", "Team", "3 maart 2026")) == [
        "Taak: Bouwen; Wie: Team; Wanneer: 3 maart 2026"
    ]


def test_a_form_has_no_header() -> None:
    assert _texts(_row("Naam", "Digibank"), _row("Budget", "10 euro")) == [
        "Naam | Digibank",
        "Budget | 10 euro",
    ]


def test_a_marked_first_cell_labels_its_row() -> None:
    rows = [[*_row("Naam", header=True), *_row("Digibank")], [*_row("Budget:", header=True), *_row("10")]]
    assert _texts(*rows) == ["Naam: Digibank", "Budget: 10"]


def test_a_row_of_one_cell_is_text_and_no_row() -> None:
    pieces = list(table_pieces([_row("Deel 1"), _row("a", "b")]))
    assert [piece.kind for piece in pieces] == [BlockKind.PARAGRAPH, BlockKind.TABLE_ROW]


def test_headings_inside_cells_make_a_layout_row() -> None:
    heading = Cell((Piece(BlockKind.HEADING, "Kop", 1), Piece(BlockKind.PARAGRAPH, "Tekst.")))
    pieces = list(table_pieces([[heading, *_row("ernaast")]]))
    assert [piece.kind.value for piece in pieces] == ["heading", "paragraph", "paragraph"]


def test_a_cell_that_reaches_down_keeps_the_columns_in_place() -> None:
    tall = Cell((Piece(BlockKind.PARAGRAPH, "WP1"),), rows=2)
    header = _row("Pakket", "Taak", "Uren", header=True)
    assert _texts(header, [tall, *_row("a", "1")], _row("b", "2")) == [
        "Pakket: WP1; Taak: a; Uren: 1",
        "Taak: b; Uren: 2",
    ]


def test_a_header_over_two_columns_names_both() -> None:
    wide = Cell((Piece(BlockKind.PARAGRAPH, "Kosten"),), header=True, columns=2)
    assert _texts([*_row("Taak", header=True), wide], _row("a", "1", "2")) == [
        "Taak: a; Kosten: 1; Kosten: 2"
    ]


def test_paragraphs_in_a_cell_become_one_line() -> None:
    cell = Cell(tuple(Piece(BlockKind.PARAGRAPH, text) for text in ("een", "twee.", "drie\nvier")))
    assert cell.text == "een, twee. drie vier"
