"""The alignments of one assessment with their intervals, on an axis from 0 to 100 %."""

from collections.abc import Sequence

from service.reports.content import AlignmentContent, Chance
from service.reports.pictures.drawing import Drawing, Picture, label_lines, short
from service.wording import Wording

_WIDTH = 720
_LEFT, _RIGHT = 330, 696
_TOP, _ROW = 78, 42
_LABEL_SIGNS = 40


def chances(
    alignments: Sequence[AlignmentContent], thresholds: tuple[float, float], wording: Wording
) -> Picture:
    """A row for each spearhead; `thresholds` are those of core and of contributes, 0 to 1."""
    bottom = _TOP + _ROW * len(alignments)
    drawing = Drawing("picture-chances", _WIDTH, bottom + 30)
    _legend(drawing, wording)
    _axis(drawing, bottom, thresholds, wording)
    for number, alignment in enumerate(alignments):
        _row(drawing, _TOP + _ROW * number, alignment)
    told = [
        f"{item.id} {item.grade_word}: {item.core.sentence}; {item.at_least.sentence}." for item in alignments
    ]
    return drawing.picture(wording.say("picture.chances.title"), " ".join(told))


def _at(share: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * share


def _legend(drawing: Drawing, wording: Wording) -> None:
    y = 14
    drawing.disc(8, y - 4, 5, "solid")
    drawing.text(20, y, wording.say("probability.core"), "muted")
    drawing.ring(180, y - 4, 5, "solid", stroke_width=2)
    drawing.text(192, y, wording.say("probability.at_least"), "muted")
    drawing.line(430, y - 4, 462, y - 4, "ink", stroke_width=1.5)
    drawing.text(470, y, wording.say("picture.chances.interval"), "muted")


def _axis(drawing: Drawing, bottom: float, thresholds: tuple[float, float], wording: Wording) -> None:
    for percent in range(0, 101, 20):
        x = _at(percent / 100)
        drawing.line(x, _TOP, x, bottom, "line")
        drawing.text(
            x, bottom + 18, wording.say("number.percent", value=percent), "muted", text_anchor="middle"
        )
    # The two labels stand on lines of their own: the thresholds may lie close together.
    for number, (grade, share) in enumerate(zip(("core", "contributes"), thresholds, strict=True)):
        x, y = _at(share), _TOP - 26 + 16 * number
        label = wording.say(
            "picture.chances.threshold", grade=wording.say(f"grade.{grade}"), value=wording.share(share)
        )
        drawing.line(x, y + 4, x, bottom, "ink", stroke_dasharray="5 3" if number else "1.5 2.5")
        before = share == min(thresholds)
        anchor = "end" if before else "start"
        drawing.text(x - 4 if before else x + 4, y + 3, label, "ink", font_size=12, text_anchor=anchor)


def _row(drawing: Drawing, top: float, alignment: AlignmentContent) -> None:
    middle = top + _ROW / 2
    drawing.line(0, top + _ROW, _RIGHT, top + _ROW, "line", stroke_width=0.5)
    drawing.sign(alignment.grade, 10, middle)
    drawing.text(26, middle + 4, short(alignment.id, 5), "ink", font_weight="bold")
    lines = label_lines(alignment.title, _LABEL_SIGNS)
    for number, line in enumerate(lines):
        drawing.text(58, middle + 5 + 15 * number - 7.5 * (len(lines) - 1), line)
    _interval(drawing, middle - 6, alignment.core)
    _interval(drawing, middle + 7, alignment.at_least)
    drawing.disc(_at(alignment.core.value), middle - 6, 5, "solid")
    drawing.ring(_at(alignment.at_least.value), middle + 7, 4.5, "solid", stroke_width=2)


def _interval(drawing: Drawing, y: float, chance: Chance) -> None:
    low, high = _at(chance.low), _at(chance.high)
    drawing.line(low, y, high, y, "ink", stroke_width=1.5)
    for end in (low, high):
        drawing.line(end, y - 3, end, y + 3, "ink", stroke_width=1.5)
