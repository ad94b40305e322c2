"""Two assessments side by side: how the chance of each spearhead moved."""

from collections.abc import Sequence

from models.comparison import SpearheadChange
from service.reports.escaping import one_line
from service.reports.pictures.drawing import Drawing, Picture, short
from service.wording import Wording

_WIDTH = 720
_LEFT, _RIGHT = 120, 640
_TOP, _ROW = 34, 30


def before_after(moves: Sequence[SpearheadChange], wording: Wording) -> Picture:
    """A row for each spearhead, in the order given; chance of contributes or more."""
    bottom = _TOP + _ROW * len(moves)
    drawing = Drawing("picture-before-after", _WIDTH, bottom + 30)
    _frame(drawing, bottom, wording)
    for number, move in enumerate(moves):
        _row(drawing, _TOP + _ROW * number + _ROW / 2, move)
    told = " ".join(_told(move, wording) for move in moves)
    return drawing.picture(wording.say("picture.before_after.title"), told)


def _at(share: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * share


def _frame(drawing: Drawing, bottom: float, wording: Wording) -> None:
    drawing.ring(8, 10, 4.5, "frame", stroke_width=2)
    drawing.text(20, 14, wording.say("picture.before_after.before"), "muted")
    drawing.disc(128, 10, 5, "solid")
    drawing.text(140, 14, wording.say("picture.before_after.after"), "muted")
    drawing.text(_RIGHT, 14, wording.say("probability.at_least"), "muted", text_anchor="end")
    for percent in range(0, 101, 20):
        x = _at(percent / 100)
        drawing.line(x, _TOP, x, bottom, "line")
        drawing.text(
            x, bottom + 18, wording.say("number.percent", value=percent), "muted", text_anchor="middle"
        )


def _row(drawing: Drawing, middle: float, move: SpearheadChange) -> None:
    before, after = (_at(item.probability.at_least_contributes) for item in (move.old, move.new))
    drawing.text(0, middle + 4, short(move.new.spearhead, 5), "ink", font_weight="bold")
    drawing.sign(move.old.grade, 50, middle)
    drawing.text(72, middle + 4, "→", "muted", text_anchor="middle")
    drawing.sign(move.new.grade, 94, middle)
    drawing.line(before, middle, after, middle, "solid", stroke_width=3)
    drawing.ring(before, middle, 4.5, "frame", stroke_width=2)
    drawing.disc(after, middle, 5, "solid")


def _told(move: SpearheadChange, wording: Wording) -> str:
    grades = (wording.say(f"grade.{item.grade}") for item in (move.old, move.new))
    chances = (wording.percent(item.probability.at_least_contributes) for item in (move.old, move.new))
    old, new, low, high = *grades, *chances
    return wording.say(
        "picture.before_after.row",
        spearhead=one_line(move.new.spearhead),
        old=old,
        new=new,
        before=low,
        after=high,
    )
