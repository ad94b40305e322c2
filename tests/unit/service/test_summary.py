from models.alignment import Grade
from service.summary import SummaryRow, summary_table
from service.wording import wording_in
from tests.fakes.engines import fake_strategy

GRADES = (Grade.CORE, Grade.UNCERTAIN, Grade.CONTRIBUTES)


def test_rows_keep_their_order_and_long_names() -> None:
    names = ["z" * 150, "a"]
    table = summary_table([SummaryRow(name, GRADES) for name in names], fake_strategy(), wording_in("nl"))
    rows = [line.split() for line in table.splitlines() if " K " in line and "kern" not in line]
    assert rows == [[name, "K", "?", "D"] for name in names]


def test_name_with_markup_is_shown_as_it_is() -> None:
    table = summary_table([SummaryRow("[red]x[/red].pdf", GRADES)], fake_strategy(), wording_in("en"))
    assert "[red]x[/red].pdf" in table


def test_terminal_gets_colour_and_the_same_marks() -> None:
    row = [SummaryRow("a", GRADES)]
    plain = summary_table(row, fake_strategy(), wording_in("fr"))
    coloured = summary_table(row, fake_strategy(), wording_in("fr"), width=80)
    assert "\x1b[" not in plain
    assert "\x1b[" in coloured
    assert all(mark in coloured for mark in ("K", "D", "?"))


def test_legend_is_in_the_language_of_the_reader() -> None:
    assert "K core · D contributes · - none · ? uncertain" in summary_table(
        [], fake_strategy(), wording_in("en")
    )
