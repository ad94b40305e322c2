"""What a claim on a spearhead lacks: an activity, a deliverable, an indicator, a target, a budget."""

from collections.abc import Iterable

import numpy as np

from corpus.documents import Passage
from models.alignment import Element, Elsewhere, Grade, Role
from models.explaining.evidence import ranked
from models.explaining.findings import SMALLEST_PULL, Findings
from models.relevance import ABOUT

_CUE_OF = {
    Element.DELIVERABLE: "deliverable",
    Element.INDICATOR: "indicator",
    Element.TARGET: "target",
    Element.BUDGET: "budget",
}
_LIKE = 3
"""How many of the strongest passages an element elsewhere is compared with."""
_UNDER_A_HEADING = frozenset({Element.INDICATOR, Element.TARGET, Element.BUDGET})
"""Elements that a table tells by the heading above it: a row under "Budget" is only a name and a number."""


def missing(found: Findings, column: int, grade: Grade) -> tuple[tuple[Element, ...], tuple[Elsewhere, ...]]:
    """The elements that no passage about the spearhead holds, and where else the proposal has them.

    A proposal that exists for a spearhead (core) claims it with every passage. Where another grade
    is claimed, passages that moved it count too, whatever they are about.
    """
    everywhere = [int(row) for row in np.flatnonzero(found.reading.admissible)]
    linked = everywhere if grade is Grade.CORE else _linked(found, column, claimed=grade is not Grade.NONE)
    lacking = tuple(element for element in Element if not _holding(found, element, linked))
    if grade is Grade.NONE:
        return lacking, ()
    others = {element: _holding(found, element, everywhere) for element in lacking}
    return lacking, tuple(_nearest(found, column, *other) for other in others.items() if other[1])


def _linked(found: Findings, column: int, *, claimed: bool) -> list[int]:
    rows = {int(row) for row in np.flatnonzero(found.about[:, column] >= ABOUT)}
    if claimed:
        rows |= {row for row in ranked(found, column) if found.deletions.pull(row, column) >= SMALLEST_PULL}
    return [row for row in sorted(rows) if found.reading.admissible[row]]


def _holding(found: Findings, element: Element, rows: Iterable[int]) -> list[int]:
    return [row for row in rows if _holds(found, element, row)]


def _nearest(found: Findings, column: int, element: Element, holding: list[int]) -> Elsewhere:
    """Of the passages that hold an element, the one most like the evidence; one under its heading first."""
    passages, vectors = found.reading.passages, found.reading.vectors
    likeness = vectors @ vectors[ranked(found, column)[:_LIKE]].sum(axis=0)
    headed = {row: element in _CUE_OF and _is_headed(found, element, passages[row]) for row in holding}
    row = max(holding, key=lambda row: (headed[row], likeness[row], -row))
    return Elsewhere(element, passages[row].id)


def _holds(found: Findings, element: Element, row: int) -> bool:
    role, passage = found.roles[row], found.reading.passages[row]
    if element is Element.ACTIVITY:
        return role is Role.ACTIVITY
    headed = element in _UNDER_A_HEADING and _is_headed(found, element, passage)
    if role is Role.EXCLUDED:
        return False
    # Figures in the background tell how things are; a table of indicators is often taken for background.
    if role is Role.CONTEXT and not headed:
        return False
    return headed or found.engine.reader.cues.found(_CUE_OF[element], passage.text)


def _is_headed(found: Findings, element: Element, passage: Passage) -> bool:
    has_number = any(sign.isdigit() for sign in passage.text)
    return has_number and found.engine.reader.cues.found(_CUE_OF[element], passage.section)
