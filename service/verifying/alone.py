"""What a saved report shows by itself: whether it is whole, unchanged and in agreement with itself."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from models.alignment import Grade
from models.grading import Thresholds
from service.comparing.sides import saved_side
from service.errors import UnusableInput
from service.reports.json_report import SCHEMA, content_sha256
from service.saved_reports import Saved
from service.verifying.findings import Check, Result, check

_ENDS = ("start", "end")
_CHANCES = ("core", "atLeastContributes")


def alone(report: Saved) -> Iterator[Check]:
    """The checks that need nothing but the report; the first one that fails may be the only one."""
    if not _is_whole(report):
        yield check("schema", same=False)
        return
    yield check("schema", same=True)
    if "contentSha256" in report:
        yield check("content", report["contentSha256"] == content_sha256(report))
    else:
        yield Check("content", Result.UNKNOWN)
    yield check("consistency", all(_agrees(found, report) for found in report["alignments"]))


def _is_whole(report: Saved) -> bool:
    try:
        saved_side(report)
        moment = datetime.fromisoformat(str(report["createdAt"]))
        places = [item[end] for found in report["alignments"] for item in found["evidence"] for end in _ENDS]
    except (UnusableInput, KeyError, ValueError):
        return False
    known = report.get("schema") == SCHEMA and "id" in report and moment.tzinfo is not None
    return known and all(type(place) is int for place in places)


def _agrees(found: Any, report: Saved) -> bool:  # noqa: ANN401 -- whatever the file holds
    try:
        quoted = all(item["end"] - item["start"] == len(item["quote"]) for item in found["evidence"])
        return quoted and _chances_agree(found["probability"]) and _grade_agrees(found, report["engine"])
    except (KeyError, TypeError, ValueError, IndexError):
        return False


def _chances_agree(chance: Any) -> bool:  # noqa: ANN401 -- whatever the file holds
    core, at_least = float(chance["core"]), float(chance["atLeastContributes"])
    pairs = ((name, chance[name], *chance["interval"][name]) for name in _CHANCES if "interval" in chance)
    within = all(0.0 <= low <= float(value) <= high <= 1.0 for _, value, low, high in pairs)
    return within and 0.0 <= core <= at_least <= 1.0


def _grade_agrees(found: Any, engine: Any) -> bool:  # noqa: ANN401 -- whatever the file holds
    """A grade follows from its probabilities and thresholds, unless the checker abstained.

    Near a threshold it always abstains, so that rounding cannot turn a grade here.
    """
    grade = Grade(found["grade"])
    if grade is Grade.UNCERTAIN or "thresholds" not in engine:
        return True
    core, contributes = (float(engine["thresholds"][name]) for name in _CHANCES)
    chances = (float(found["probability"][name]) for name in _CHANCES)
    return grade is Thresholds(core, contributes, 0.0, 0.0).grade(*chances)
