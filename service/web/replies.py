"""What the applicant says of a grade: written once, shown with the report, never taken away."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response
from sqlalchemy import func, select
from starlette.concurrency import run_in_threadpool

from service.problems import Problem
from service.security.roles import Scope, may
from service.store.jobs import new_id
from service.store.page_tables import Reply
from service.store.replies import replies_to
from service.web.aims import aims_of, with_aims
from service.web.finding import DoneOf, Found
from service.web.visit import OurForm

if TYPE_CHECKING:
    from service.backend import Backend

router = APIRouter(prefix="/assessments/{assessment_id}", include_in_schema=False)
LONGEST = 4_000


@router.post("/replies")
async def reply(found: DoneOf, form: OurForm) -> Response:
    """Add a reply to one spearhead; what was said before stays."""
    spearhead, text = str(form.get("spearhead") or ""), str(form.get("reply") or "").strip()
    if not may(found.visit.principal, Scope.COMMENT):
        raise Problem("forbidden")
    places = {grade.spearhead: grade.position for grade in found.assessment.grades}
    if spearhead not in places or not text or len(text) > LONGEST:
        raise Problem("badRequest")
    await run_in_threadpool(_keep, found, spearhead, text)
    return found.visit.go(f"{with_aims(found.path, aims_of(form))}#spearhead-{places[spearhead] + 1}")


def replies_of(backend: "Backend", assessment_id: str) -> Mapping[str, Sequence[Reply]]:
    """All replies to an assessment by spearhead, oldest first."""
    replies: dict[str, list[Reply]] = {}
    with backend.database.read() as session:
        for row in replies_to(session, assessment_id):
            replies.setdefault(row.spearhead, []).append(row)
    return replies


def _keep(found: Found, spearhead: str, text: str) -> None:
    backend, principal = found.visit.backend, found.visit.principal
    last = select(func.max(Reply.number)).where(Reply.assessment_id == found.assessment.id)
    with backend.database.write() as session:
        session.add(
            Reply(
                id=new_id(),
                assessment_id=found.assessment.id,
                number=(session.scalar(last) or 0) + 1,
                spearhead=spearhead,
                text=text,
                created_by=principal.name,
                created_at=backend.services.now(),
            )
        )
        backend.audit.record(session, found.owner, "reply.added", found.assessment.id, spearhead=spearhead)
