"""`/v1/comparisons`: what changed between two assessments."""

import json
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from service.api.context import BackendOf, Reader, WordingOf
from service.api.documented import contents, problems
from service.api.reports import finished
from service.api.schemas import ComparisonRequest
from service.backend import Backend
from service.problems import Issue, Problem
from service.renderings import outcome_of
from service.store.files import MissingFile
from service.store.tables import Assessment

if TYPE_CHECKING:
    from models.comparison import Side, Weigh

router = APIRouter(prefix="/v1/comparisons", tags=["reports"])


@router.post(
    "", responses={**contents("application/json"), **problems("resourceNotFound", "notFinished", "conflict")}
)
def compare_assessments(
    backend: BackendOf, principal: Reader, wording: WordingOf, asked: ComparisonRequest
) -> Response:
    """What changed between two assessments of the organisation; nothing of it is kept."""
    from models.comparison import DifferentSpearheads, compare
    from service.comparing.comparison_json import render_comparison_json

    (old, weigh_old), (new, weigh_new) = (
        _side(backend, finished(backend, principal, id)) for id in (asked.from_, asked.to)
    )
    try:
        found = compare(old, new, weigh_old=weigh_old, weigh_new=weigh_new)
    except DifferentSpearheads as error:
        raise Problem("conflict", issues=[Issue("body", "to", "of another strategy")]) from error
    content = render_comparison_json(found, wording)
    return Response(content, headers={"Content-Language": wording.language}, media_type="application/json")


def _side(backend: Backend, assessment: Assessment) -> "tuple[Side, Weigh | None]":
    """An assessment with all its passages, and what weighs them where its engine is still in use.

    Where its text was erased, with those passages that its report cites.
    """
    from models.comparison import side_of
    from service.comparing.sides import saved_side

    try:
        outcome = outcome_of(backend, assessment)
    except MissingFile:
        return saved_side(json.loads(assessment.report or "{}")), None
    known = backend.strategies.find(assessment.strategy)
    is_known = known is not None and known.sha256 == outcome.strategy.sha256
    return side_of(outcome), backend.scorer.weigher(outcome) if is_known else None
