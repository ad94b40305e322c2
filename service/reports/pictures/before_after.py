"""Two assessments side by side: how the chance of each spearhead moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.alignment import Alignment
from models.assessment import Assessment
from service.reports.escaping import one_line
from service.reports.pictures.drawing import Drawing, Picture, short
from service.wording import Wording

_WIDTH = 720
_LEFT, _RIGHT = 120, 640
_TOP, _ROW = 34, 30


@dataclass(frozen=True, slots=True)
class _Move:
    spearhead: str
    old: Alignment
    new: Alignment


def before_after(old: Assessment, new: Assessment, wording: Wording) -> Picture:
    """A row for each spearhead that both have, in the order of the new one; chance of contributes or more."""
    moves = _moves({item.spearhead.id: item for item in old.alignments}, new.alignments)
    bottom = _TOP + _ROW * len(moves)
    drawing = Drawing("picture-before-after", _WIDTH, bottom + 30)
    _frame(drawing, bottom, wording)
    for number, move in enumerate(moves):
        _row(drawing, _TOP + _ROW * number + _ROW / 2, move)
    told = " ".join(_told(move, wording) for move in moves)
    return drawing.picture(wording.say("picture.before_after.title"), told)


def _moves(before: Mapping[str, Alignment], after: Sequence[Alignment]) -> list[_Move]:
    return [
        _Move(one_line(item.spearhead.id), before[item.spearhead.id], item)
        for item in after
        if item.spearhead.id in before
    ]


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


def _row(drawing: Drawing, middle: float, move: _Move) -> None:
    before, after = (_at(item.probability.at_least_contributes) for item in (move.old, move.new))
    drawing.text(0, middle + 4, short(move.spearhead, 5), "ink", font_weight="bold")
    drawing.sign(move.old.grade, 50, middle)
    drawing.text(72, middle + 4, "→", "muted", text_anchor="middle")
    drawing.sign(move.new.grade, 94, middle)
    drawing.line(before, middle, after, middle, "solid", stroke_width=3)
    drawing.ring(before, middle, 4.5, "frame", stroke_width=2)
    drawing.disc(after, middle, 5, "solid")


def _told(move: _Move, wording: Wording) -> str:
    grades = (wording.say(f"grade.{item.grade}") for item in (move.old, move.new))
    chances = (wording.percent(item.probability.at_least_contributes) for item in (move.old, move.new))
    old, new, low, high = *grades, *chances
    return wording.say(
        "picture.before_after.row", spearhead=move.spearhead, old=old, new=new, before=low, after=high
    )
