"""Many assessments at a glance: a table of files and spearheads that can be read without colour."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.wording import Wording

if TYPE_CHECKING:
    from corpus.strategies import Strategy
    from models.alignment import Grade

MARKS = {"core": "K", "contributes": "D", "none": "-", "uncertain": "?"}
"""One sign a grade, the same in every language; the legend says what they mean."""

_COLOURS = {"core": "bold green", "contributes": "cyan", "uncertain": "yellow"}
_UNBOUNDED = 100_000


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One input: its name and a grade for each spearhead, or no grades when it was not read.

    `chances` are the probabilities of at least contributes, 0 to 1, in the same order.
    """

    name: str
    grades: "tuple[Grade, ...] | None"
    chances: tuple[float, ...] = ()


def summary_table(
    rows: Sequence[SummaryRow], strategy: "Strategy", wording: Wording, *, width: int | None = None
) -> str:
    """The table with its legend, rows in the order given; `width` is that of a colour terminal, if any."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(wording.say("cli.table.file"), overflow="fold")
    for spearhead in strategy.spearheads:
        table.add_column(spearhead.id, justify="center", no_wrap=True)
    for row in rows:
        table.add_row(Text(row_name(row, wording)), *(_mark(grade) for grade in row.grades or ()))
    page = io.StringIO()
    Console(file=page, width=width or _UNBOUNDED, force_terminal=width is not None).print(table)
    lines = [line.rstrip() for line in page.getvalue().splitlines()]
    return "\n".join(line for line in lines if line) + "\n\n" + _legend(wording) + "\n"


def _mark(grade: "Grade") -> str:
    colour = _COLOURS.get(grade.value)
    return f"[{colour}]{MARKS[grade.value]}[/]" if colour else MARKS[grade.value]


def row_name(row: SummaryRow, wording: Wording) -> str:
    """The name of an input, with a remark where it was not read."""
    return row.name if row.grades is not None else f"{row.name} ({wording.say('cli.table.not_read')})"


def _legend(wording: Wording) -> str:
    return " · ".join(f"{mark} {wording.name('grade', grade)}" for grade, mark in MARKS.items())
