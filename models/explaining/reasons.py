"""Why a spearhead got the grade none."""

import numpy as np

from models.alignment import Reason, Role
from models.explaining.findings import Findings
from models.relevance import ABOUT

_COMMITTED = frozenset({Role.ACTIVITY, Role.GOAL})


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


def _is_excluded(found: Findings, row: int) -> bool:
    return found.roles[row] is Role.EXCLUDED or bool(found.reading.cues[row].any())
