"""`/v1/comparisons`: what changed between two assessments."""

from fastapi import APIRouter, Response

from service.api.context import BackendOf, Reader, WordingOf
from service.api.documented import contents, problems
from service.api.reports import finished, present
from service.api.schemas import ComparisonRequest
from service.problems import Issue, Problem
from service.renderings import outcome_of

router = APIRouter(prefix="/v1/comparisons", tags=["reports"])


@router.post(
    "", responses={**contents("application/json"), **problems("resourceNotFound", "notFinished", "erased")}
)
def compare_assessments(
    backend: BackendOf, principal: Reader, wording: WordingOf, asked: ComparisonRequest
) -> Response:
    """What changed between two assessments of the organisation; nothing of it is kept."""
    if backend.compare is None:  # the route is not there without it
        raise Problem("resourceNotFound")
    before = finished(backend, principal, asked.from_)
    after = finished(backend, principal, asked.to)
    old = present(lambda: outcome_of(backend, before))
    new = present(lambda: outcome_of(backend, after))
    if [each.spearhead.id for each in old.alignments] != [each.spearhead.id for each in new.alignments]:
        issue = Issue("body", "to", "of another strategy")
        raise Problem("conflict", issues=[issue])
    content = backend.compare(old, new, language=wording.language)
    return Response(content, headers={"Content-Language": wording.language}, media_type="application/json")
