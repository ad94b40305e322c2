"""Why a spearhead got the grade none, and which elements of a claim were not found."""

import numpy as np

from models.alignment import Element, Reason, Role
from models.explaining.evidence import ranked
from models.explaining.findings import SMALLEST_PULL, Findings
from models.relevance import ABOUT

_COMMITTED = frozenset({Role.ACTIVITY, Role.GOAL})
_CUE_OF = {
    Element.DELIVERABLE: "deliverable",
    Element.INDICATOR: "indicator",
    Element.TARGET: "target",
    Element.BUDGET: "budget",
}


def reason_for_none(found: Findings, column: int) -> Reason:
    """What the passages about a spearhead lack."""
    rows = [int(row) for row in np.flatnonzero(found.about[:, column] >= ABOUT)]
    if not rows:
        return Reason.NOTHING_FOUND
    roles = {found.roles[row] for row in rows}
    if all(found.reading.copied[row] for row in rows):
        return Reason.COPIED_TEXT
    if not roles & _COMMITTED:
        return Reason.EXCLUDED if Role.EXCLUDED in roles else Reason.CONTEXT_ONLY
    return Reason.EXCLUDED if all(_is_excluded(found, row) for row in rows) else Reason.MENTION_ONLY


def missing(found: Findings, column: int, *, claimed: bool) -> tuple[Element, ...]:
    """The elements that no passage about the spearhead holds.

    Where a grade is `claimed`, passages that moved it are looked at too, whatever they are about.
    """
    rows = {int(row) for row in np.flatnonzero(found.about[:, column] >= ABOUT)}
    if claimed:
        rows |= {row for row in ranked(found, column) if found.deletions.pull(row, column) >= SMALLEST_PULL}
    kept = [row for row in sorted(rows) if found.reading.admissible[row]]
    kept = [row for row in kept if found.roles[row] is not Role.EXCLUDED]
    # A budget line or a table of indicators is often boilerplate or context by its role.
    texts = [found.reading.passages[row].text for row in kept]
    cues = found.engine.reader.cues
    lacking = [] if any(found.roles[row] is Role.ACTIVITY for row in kept) else [Element.ACTIVITY]
    lacking += [
        element for element, cue in _CUE_OF.items() if not any(cues.found(cue, text) for text in texts)
    ]
    return tuple(lacking)


def _is_excluded(found: Findings, row: int) -> bool:
    return found.roles[row] is Role.EXCLUDED or bool(found.reading.cues[row].any())
