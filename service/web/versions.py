"""Versions of one proposal: which assessments belong together, and in which order."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.ports import Principal
from service.store.jobs import new_id
from service.store.page_tables import Version
from service.store.tables import Assessment
from service.web.finding import find_for

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.backend import Backend
    from service.web.visit import Visit


def join(backend: "Backend", owner: Principal, assessment: Assessment, previous: str) -> None:
    """Make an assessment the next version of the proposal of another, or the first of a new proposal."""
    with backend.database.write() as session:
        before = _version(session, owner, previous)
        proposal = before.proposal_id if before else new_id()
        numbers = (
            select(Version.number).where(Version.proposal_id == proposal).order_by(Version.number.desc())
        )
        number = (session.scalar(numbers.limit(1)) or 0) + 1
        session.add(Version(assessment_id=assessment.id, proposal_id=proposal, number=number))


def versions_of(backend: "Backend", assessment: Assessment) -> Sequence[tuple[int, Assessment]]:
    """All versions that are left of the proposal of an assessment with their numbers, oldest first."""
    with backend.database.read() as session:
        own = session.get(Version, assessment.id)
        if own is None:
            return [(1, assessment)]
        rows = session.execute(
            select(Version.number, Assessment)
            .join(Assessment, Assessment.id == Version.assessment_id)
            .where(Version.proposal_id == own.proposal_id)
            .where(Assessment.organisation_id == assessment.organisation_id)
            .order_by(Version.number)
        )
        return [(number, found) for number, found in rows]


def of_proposal(visit: "Visit", previous: str) -> Assessment | None:
    """The assessment that a new version is to follow, where this visitor may see it."""
    found = find_for(visit, previous) if previous and visit.principal else None
    return found[1] if found else None


def _version(session: "Session", owner: Principal, assessment_id: str) -> Version | None:
    assessment = session.get(Assessment, assessment_id) if assessment_id else None
    if assessment is None or assessment.organisation_id != owner.organisation:
        return None
    return session.get(Version, assessment.id)
