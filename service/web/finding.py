"""Finds the assessment that a page is about, among those that are kept and those that are private."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path

from service.api.schemas import ID_PATTERN
from service.ports import Principal
from service.problems import Problem
from service.states import State
from service.store.tables import Assessment
from service.web.private import erased_at, in_private
from service.web.visit import Known, ReadingOf, Visit

AssessmentId = Annotated[str, Path(max_length=36, pattern=ID_PATTERN)]


@dataclass(frozen=True, slots=True)
class Found:
    """An assessment with the visit that asked for it; `owner` is who it belongs to."""

    visit: Known
    owner: Principal
    assessment: Assessment

    @property
    def path(self) -> str:
        """Address of the page of the assessment."""
        return f"/assessments/{self.assessment.id}"


def find_own(visit: ReadingOf, assessment_id: AssessmentId) -> Found:
    """An assessment that this visitor may see; raises Problem where there is none, or none any more."""
    found = find_for(visit, assessment_id)
    if found is None:
        raise Problem("resourceNotFound")
    return Found(visit, *found)


def find_for(visit: Visit, assessment_id: str) -> tuple[Principal, Assessment] | None:
    """An assessment with the owner under whom this visitor may see it; None where there is none."""
    if visit.principal is None:
        return None
    with visit.backend.database.read() as session:
        assessment = session.get(Assessment, assessment_id)
    for owner in (visit.principal, in_private(visit.principal)):
        if assessment is not None and assessment.organisation_id == owner.organisation:
            due = erased_at(visit.backend, assessment)
            return (owner, assessment) if due is None or visit.backend.services.now() < due else None
    return None


def find_done(found: Annotated[Found, Depends(find_own)]) -> Found:
    """The same, for pages that need a result; raises Problem where there is none yet."""
    if found.assessment.state != State.DONE:
        raise Problem("notFinished")
    return found


FoundOf = Annotated[Found, Depends(find_own)]
DoneOf = Annotated[Found, Depends(find_done)]
