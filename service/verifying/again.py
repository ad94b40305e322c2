"""A saved report against the proposal, the strategy and the program of now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from service.reports.json_report import assessment_object, text_sha256
from service.reports.report import Report
from service.reports.sentences import ANYBODY, APPLICANTS
from service.saved_reports import Saved
from service.verifying.findings import Check, Result, check, differences
from service.wording import LANGUAGES, wording_in

if TYPE_CHECKING:
    from corpus.documents import Document
    from corpus.strategies import Strategy
    from models.assessment import Assessment

_IDENTITY = {
    "encoder": ("encoder", "encoderSha256"),
    "artefact": ("artefactSha256",),
    "settings": ("settingsSha256", "thresholds", "trained"),
}
_KINDS = {"grade": "grades", "reason": "grades", "probability": "probabilities", "channels": "probabilities"}
"""What a differing field of an alignment is counted under; all the others are evidence."""
_TOLD_ELSEWHERE = frozenset({"contentSha256", "strategy", "engine"})
_MOST_FIELDS = 12


def against_program(report: Saved, version: str, code: str) -> Iterator[Check]:
    """Version and source code of the program, which cost nothing to compare."""
    engine = report["engine"]
    yield check("version", engine["version"] == version)
    if "codeSha256" in engine:
        yield check("code", engine["codeSha256"] == code)
    else:
        yield Check("code", Result.UNKNOWN)


def against_strategy(report: Saved, strategy: "Strategy | None") -> Check:
    """The strategy by its hash; None where nobody here knows it."""
    if strategy is None:
        return Check("strategy", Result.UNKNOWN)
    return check("strategy", report["strategy"]["sha256"] == strategy.sha256)


def against_document(report: Saved, document: "Document") -> Iterator[Check]:
    """The file, the text that comes out of it, and the quotes in that text."""
    proposal = report["proposal"]
    yield check("file", proposal["sha256"] == document.sha256)
    if "textSha256" in proposal:
        yield check("text", proposal["textSha256"] == text_sha256(document.text))
    else:
        yield Check("text", Result.UNKNOWN)
    evidence = (item for found in report["alignments"] for item in found["evidence"])
    yield check(
        "quotes", all(document.text[item["start"] : item["end"]] == item["quote"] for item in evidence)
    )


def against_assessment(report: Saved, made: "Assessment") -> Iterator[Check]:
    """Every field of a new assessment, whatever else differs."""
    now = _object(report, made)
    for name, fields in _IDENTITY.items():
        same = all(report["engine"].get(field) == now["engine"][field] for field in fields)
        yield check(name, same)
    found = [path for path in differences(report, now) if path[0] not in _TOLD_ELSEWHERE]
    inside = [path for path in found if _is_inside(path)]
    for kind in ("grades", "probabilities", "evidence"):
        yield _alignments(kind, inside, report, now)
    rest = [path for path in found if path not in inside and path[:2] not in _FILE]
    names = [".".join(path) for path in rest[:_MOST_FIELDS]]
    more = ["…"] if len(rest) > _MOST_FIELDS else []
    yield check("rest", not rest, fields=", ".join([*names, *more]))


_FILE = (("proposal", "sha256"), ("proposal", "textSha256"))


def _object(report: Saved, made: "Assessment") -> Mapping[str, Any]:
    """The new assessment under the number, time and language of the old report."""
    language = report.get("language")
    wording = wording_in(language if language in LANGUAGES else LANGUAGES[0])
    moment = datetime.fromisoformat(str(report["createdAt"]))
    notice = report.get("notice")
    said = notice.get("applicantKind") if isinstance(notice, Mapping) else ANYBODY
    applicant = said if said in APPLICANTS else ANYBODY
    return assessment_object(Report(made, wording, str(report["id"]), moment, applicant=applicant))


def _is_inside(path: Sequence[str]) -> bool:
    return path[0] == "alignments" and len(path) > 2  # noqa: PLR2004 -- alignments, place, field


def _alignments(kind: str, paths: Sequence[tuple[str, ...]], report: Saved, now: Mapping[str, Any]) -> Check:
    mine = [path for path in paths if _KINDS.get(path[2], "evidence") == kind]
    places = sorted({int(path[1]) for path in mine})
    names = ", ".join(str(now["alignments"][place]["spearhead"]) for place in places)
    largest = max((_distance(path, report, now) for path in mine), default=0.0)
    return check(kind, not mine, spearheads=names, largest=f"{largest:.4f}")


def _distance(path: Sequence[str], *objects: Any) -> float:  # noqa: ANN401 -- whatever the file holds
    """The difference of two numbers at one place; 0 for what is no number."""
    ends = []
    for node in objects:
        value = node
        for step in path:
            value = value[int(step)] if isinstance(value, list) else value.get(step)
        ends.append(value)
    numbers = [value for value in ends if isinstance(value, int | float)]
    return abs(numbers[0] - numbers[1]) if len(numbers) == len(objects) else 0.0
