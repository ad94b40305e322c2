"""Many proposals at a glance: a cell with the sign of the grade for each spearhead, in the order given."""

from collections.abc import Sequence

from models.alignment import Alignment, Grade
from models.assessment import Assessment
from service.reports.escaping import one_line
from service.reports.pictures.drawing import Drawing, Picture, short
from service.wording import Wording

_LEFT, _COLUMN = 260, 56
_TOP, _ROW = 34, 30
_SIGNS = 34


def heat_map(assessments: Sequence[Assessment], wording: Wording) -> Picture:
    """The darker a cell, the higher the chance of contributes or more; all of one strategy."""
    spearheads = [item.spearhead.id for item in assessments[0].alignments] if assessments else []
    right, bottom = _LEFT + _COLUMN * len(spearheads), _TOP + _ROW * len(assessments)
    drawing = Drawing("picture-heat-map", right + 8, bottom + 34)
    for column, spearhead in enumerate(spearheads):
        x = _LEFT + _COLUMN * (column + 0.5)
        drawing.text(x, _TOP - 10, short(spearhead, 6), text_anchor="middle", font_weight="bold")
    for row, assessment in enumerate(assessments):
        top = _TOP + _ROW * row
        drawing.text(0, top + 20, short(assessment.document.name, _SIGNS))
        for column, alignment in enumerate(assessment.alignments):
            _cell(drawing, _LEFT + _COLUMN * column, top, alignment)
    _legend(drawing, bottom + 24, wording)
    told = " ".join(_told(assessment, wording) for assessment in assessments)
    return drawing.picture(wording.say("picture.heat_map.title"), told)


def _cell(drawing: Drawing, left: float, top: float, alignment: Alignment) -> None:
    chance = alignment.probability.at_least_contributes
    drawing.box(left, top, _COLUMN, _ROW, "solid", fill_opacity=round(0.05 + 0.3 * chance, 3))
    drawing.frame(left, top, _COLUMN, _ROW, "line")
    drawing.ring(left + _COLUMN / 2, top + _ROW / 2, 9, "surface")
    drawing.sign(alignment.grade, left + _COLUMN / 2, top + _ROW / 2)


def _legend(drawing: Drawing, y: float, wording: Wording) -> None:
    for number, grade in enumerate(Grade):
        drawing.sign(grade, 10 + 120 * number, y - 4)
        drawing.text(24 + 120 * number, y, wording.say(f"grade.{grade}"), "muted")
    drawing.text(10 + 480, y, wording.say("picture.heat_map.darker"), "muted", font_size=12)


def _told(assessment: Assessment, wording: Wording) -> str:
    grades = ", ".join(
        f"{one_line(item.spearhead.id)} {wording.say(f'grade.{item.grade}')}"
        for item in assessment.alignments
    )
    return f"{one_line(assessment.document.name)}: {grades}."
