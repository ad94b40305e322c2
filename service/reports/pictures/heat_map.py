"""Many proposals at a glance: a cell with the sign of the grade for each spearhead, in the order given."""

from collections.abc import Sequence
from pathlib import PurePath

from models.alignment import Grade
from service.reports.escaping import one_line
from service.reports.pictures.drawing import Drawing, Picture, short
from service.summary import SummaryRow
from service.wording import Wording

_LEFT, _COLUMN = 260, 56
_TOP, _ROW = 34, 30
_SIGNS = 34
_LEGEND = 760
"""Width of the legend below, where a strategy has few spearheads."""


def heat_map(rows: Sequence[SummaryRow], spearheads: Sequence[str], wording: Wording) -> Picture:
    """The darker a cell, the higher the chance of contributes or more; rows without grades are left out."""
    graded = [row for row in rows if row.grades is not None]
    right, bottom = _LEFT + _COLUMN * len(spearheads), _TOP + _ROW * len(graded)
    drawing = Drawing("picture-heat-map", max(right + 8, _LEGEND), bottom + 34)
    for column, spearhead in enumerate(spearheads):
        x = _LEFT + _COLUMN * (column + 0.5)
        drawing.text(x, _TOP - 10, short(spearhead, 6), text_anchor="middle", font_weight="bold")
    for number, row in enumerate(graded):
        top = _TOP + _ROW * number
        drawing.text(0, top + 20, short(PurePath(row.name).name, _SIGNS))
        for column, (grade, chance) in enumerate(zip(row.grades or (), row.chances, strict=True)):
            _cell(drawing, _LEFT + _COLUMN * column, top, grade, chance)
    _legend(drawing, bottom + 24, wording)
    told = " ".join(_told(row, spearheads, wording) for row in graded)
    return drawing.picture(wording.say("picture.heat_map.title"), told)


def _cell(drawing: Drawing, left: float, top: float, grade: Grade, chance: float) -> None:
    drawing.box(left, top, _COLUMN, _ROW, "solid", fill_opacity=round(0.05 + 0.3 * chance, 3))
    drawing.frame(left, top, _COLUMN, _ROW, "line")
    drawing.ring(left + _COLUMN / 2, top + _ROW / 2, 9, "surface")
    drawing.sign(grade, left + _COLUMN / 2, top + _ROW / 2)


def _legend(drawing: Drawing, y: float, wording: Wording) -> None:
    for number, grade in enumerate(Grade):
        drawing.sign(grade, 10 + 120 * number, y - 4)
        drawing.text(24 + 120 * number, y, wording.say(f"grade.{grade}"), "muted")
    drawing.text(10 + 480, y, wording.say("picture.heat_map.darker"), "muted", font_size=12)


def _told(row: SummaryRow, spearheads: Sequence[str], wording: Wording) -> str:
    pairs = zip(spearheads, row.grades or (), strict=True)
    grades = ", ".join(f"{one_line(name)} {wording.say(f'grade.{grade}')}" for name, grade in pairs)
    return f"{one_line(row.name)}: {grades}."
