"""The document from its first word to its last, with where the evidence for each spearhead sits."""

from models.alignment import Alignment, Grade
from models.assessment import Assessment
from service.reports.escaping import one_line
from service.reports.pictures.drawing import Drawing, Picture, short
from service.reports.places import has_pages
from service.reports.sentences import pages
from service.wording import Wording

_WIDTH = 720
_LEFT, _RIGHT = 70, 696
_TOP, _ROW = 54, 26
_LEAST = 4.0
"""Narrowest mark, so that a short passage in a long document can still be seen."""
_MOST_LABELS = 20


def strip(assessment: Assessment, wording: Wording) -> Picture:
    """A lane for each spearhead; full marks count for a grade, open ones do not."""
    bottom = _TOP + _ROW * len(assessment.alignments)
    drawing = Drawing("picture-strip", _WIDTH, bottom + 8)
    _legend(drawing, wording)
    _pages(drawing, assessment, bottom, wording)
    for number, alignment in enumerate(assessment.alignments):
        _lane(drawing, _TOP + _ROW * number, alignment, len(assessment.document.text))
    told = " ".join(_told(alignment, assessment, wording) for alignment in assessment.alignments)
    return drawing.picture(wording.say("picture.strip.title"), told)


def _at(offset: int, length: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * offset / max(1, length)


def _legend(drawing: Drawing, wording: Wording) -> None:
    drawing.box(0, 3, 14, 12, "solid", rx=2)
    drawing.text(20, 14, wording.say("picture.strip.counts"), "muted")
    drawing.frame(251, 4, 12, 10, "frame", stroke_width=1.5, rx=2)
    drawing.text(270, 14, wording.say("picture.strip.found"), "muted")


def _pages(drawing: Drawing, assessment: Assessment, bottom: float, wording: Wording) -> None:
    drawing.frame(_LEFT, _TOP, _RIGHT - _LEFT, bottom - _TOP, "line")
    found, length = assessment.document.pages, len(assessment.document.text)
    if not has_pages(assessment):
        return
    drawing.text(0, _TOP - 8, wording.say("picture.strip.page"), "muted", font_size=12)
    every = -(-len(found) // _MOST_LABELS)
    for page in found:
        x = _at(page.start, length)
        if page is not found[0]:
            drawing.line(x, _TOP, x, bottom, "line")
        if (page.number - 1) % every == 0:
            drawing.text(x + 2, _TOP - 8, str(page.number), "muted", font_size=12)


def _lane(drawing: Drawing, top: float, alignment: Alignment, length: int) -> None:
    drawing.line(_LEFT, top + _ROW, _RIGHT, top + _ROW, "line", stroke_width=0.5)
    drawing.sign(alignment.grade, 10, top + _ROW / 2)
    drawing.text(26, top + _ROW / 2 + 4, short(alignment.spearhead.id, 5), "ink", font_weight="bold")
    for evidence in alignment.evidence:
        left, right = _at(evidence.passage.start, length), _at(evidence.passage.end, length)
        width = max(_LEAST, right - left)
        if alignment.grade is Grade.NONE:
            drawing.frame(left, top + 6, width, _ROW - 12, "frame", stroke_width=1.5, rx=1)
        else:
            drawing.box(left, top + 5, width, _ROW - 10, "solid", rx=1)


def _told(alignment: Alignment, assessment: Assessment, wording: Wording) -> str:
    name, grade = one_line(alignment.spearhead.id), wording.say(f"grade.{alignment.grade}")
    if not alignment.evidence:
        return wording.say("picture.strip.nothing", spearhead=name, grade=grade)
    numbers = tuple(item.passage.page for item in alignment.evidence) if has_pages(assessment) else ()
    where = f" ({pages(numbers, wording)})" if numbers else ""
    return wording.count(
        "picture.strip.evidence", len(alignment.evidence), spearhead=name, grade=grade, where=where
    )
