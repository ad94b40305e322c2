"""Versions of a proposal side by side: what changed in the text, and what it did to the grades."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from service.api.reports import present
from service.comparing.composing import compose_comparison
from service.comparing.sides import recorded_weigher
from service.pages.blocks import Quote
from service.renderings import outcome_of
from service.states import State
from service.web.finding import DoneOf, Found
from service.web.versions import versions_of

if TYPE_CHECKING:
    from models.assessment import Assessment as Outcome
    from models.comparison import Comparison
    from service.pages.blocks import Block
    from service.store.tables import Assessment

router = APIRouter(include_in_schema=False)
_MOST_QUOTES = 200
"""Passages that one page shows; it says so where there are more."""


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
    sides = sorted((found.assessment, other), key=lambda each: _number(done, each))
    comparison = _compared(*present(lambda: [outcome_of(visit.backend, each) for each in sides]))
    blocks: Sequence[Block] = compose_comparison(comparison, visit.wording).blocks if comparison else ()
    quotes = [block for block in blocks if isinstance(block, Quote)]
    return visit.show(
        "versions.html.j2",
        path=found.path,
        versions=done,
        own=found.assessment,
        other=other,
        numbered=[(_number(done, each), each) for each in sides],
        blocks=_without(blocks, quotes[_MOST_QUOTES:]),
        left_out=max(0, len(quotes) - _MOST_QUOTES),
    )


def _compared(old: "Outcome", new: "Outcome") -> "Comparison | None":
    """None where the two are about other spearheads."""
    from models.comparison import DifferentSpearheads, compare, side_of

    try:
        return compare(
            side_of(old),
            side_of(new),
            weigh_old=recorded_weigher(old),
            weigh_new=recorded_weigher(new),
        )
    except DifferentSpearheads:
        return None


def _without(blocks: "Sequence[Block]", left_out: "Sequence[Block]") -> "list[Block]":
    unwanted = {id(block) for block in left_out}
    return [block for block in blocks if id(block) not in unwanted]


def _other(found: Found, done: "Sequence[tuple[int, Assessment]]") -> "Assessment | None":
    asked = found.visit.request.query_params.get("with", "")
    others = [assessment for _, assessment in done if assessment.id != found.assessment.id]
    named = next((each for each in others if each.id == asked), None)
    before = [each for number, each in done if number < _number(done, found.assessment)]
    return named or (before[-1] if before else others[0] if others else None)


def _number(done: "Sequence[tuple[int, Assessment]]", assessment: "Assessment") -> int:
    return next((number for number, each in done if each.id == assessment.id), 1)
