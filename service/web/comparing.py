"""Versions of a proposal side by side: what changed in the text, and what it did to the grades."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from corpus.revisions import Change, revisions
from service.api.reports import present
from service.renderings import outcome_of
from service.reports.composing import compose
from service.reports.escaping import one_line
from service.reports.report import Report
from service.states import State
from service.web.finding import DoneOf, Found
from service.web.versions import versions_of

if TYPE_CHECKING:
    from models.assessment import Assessment as Outcome
    from service.reports.content import AlignmentContent, ReportContent
    from service.store.tables import Assessment

router = APIRouter(include_in_schema=False)
_MOST_SHOWN = 200
"""Changed passages that one page shows; it says so where there are more."""


@dataclass(frozen=True, slots=True)
class Row:
    """One spearhead on both sides; `certain` where the change is larger than both intervals allow for."""

    old: "AlignmentContent"
    new: "AlignmentContent"
    certain: bool


@dataclass(frozen=True, slots=True)
class ChangedPassage:
    """A passage that is not the same on both sides; a text is "" where there is none."""

    change: Change
    old: str
    new: str


@router.get("/assessments/{assessment_id}/versions")
def compare_versions(found: DoneOf) -> Response:
    """This version beside another: the one that the address names, else the one before it."""
    visit = found.visit
    done = [item for item in versions_of(visit.backend, found.assessment) if item[1].state == State.DONE]
    other = _other(found, done)
    if other is None:
        return visit.show(
            "versions.html.j2", path=found.path, versions=done, own=found.assessment, other=None
        )
    old, new = sorted((found.assessment, other), key=lambda each: _number(done, each))
    outcomes = present(lambda: [outcome_of(visit.backend, each) for each in (old, new)])
    contents = [
        compose(Report(outcome, visit.wording, each.id, each.created_at))
        for outcome, each in zip(outcomes, (old, new), strict=True)
    ]
    changed = list(_changed(*outcomes))
    return visit.show(
        "versions.html.j2",
        path=found.path,
        versions=done,
        own=found.assessment,
        other=other,
        numbers=(_number(done, old), _number(done, new)),
        rows=_rows(*contents),
        same_strategy=old.strategy == new.strategy,
        same_engine=outcomes[0].engine == outcomes[1].engine,
        changed=changed[:_MOST_SHOWN],
        left_out=max(0, len(changed) - _MOST_SHOWN),
        counts={change: sum(item.change is change for item in changed) for change in Change},
    )


def _other(found: Found, done: "Sequence[tuple[int, Assessment]]") -> "Assessment | None":
    asked = found.visit.request.query_params.get("with", "")
    others = [assessment for _, assessment in done if assessment.id != found.assessment.id]
    named = next((each for each in others if each.id == asked), None)
    before = [each for number, each in done if number < _number(done, found.assessment)]
    return named or (before[-1] if before else others[0] if others else None)


def _number(done: "Sequence[tuple[int, Assessment]]", assessment: "Assessment") -> int:
    return next((number for number, each in done if each.id == assessment.id), 1)


def _rows(old: "ReportContent", new: "ReportContent") -> list[Row]:
    """The spearheads that both have, in the order of the new version."""
    before = {alignment.id: alignment for alignment in old.alignments}
    return [
        Row(before[alignment.id], alignment, _certain(before[alignment.id], alignment))
        for alignment in new.alignments
        if alignment.id in before
    ]


def _certain(old: "AlignmentContent", new: "AlignmentContent") -> bool:
    pairs = ((old.core, new.core), (old.at_least, new.at_least))
    return any(one.high < other.low or other.high < one.low for one, other in pairs)


def _changed(old: "Outcome", new: "Outcome") -> Iterator[ChangedPassage]:
    before, after = [item.text for item in old.passages], [item.text for item in new.passages]
    for item in revisions(before, after):
        if item.change not in (Change.KEPT, Change.MOVED):
            yield ChangedPassage(
                item.change,
                "" if item.old is None else one_line(before[item.old]),
                "" if item.new is None else one_line(after[item.new]),
            )
