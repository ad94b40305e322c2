"""The page of an assessment: progress while it is made, then the result, or why there is none."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from service import erasure
from service.api.following import problem_content
from service.jobs.work import ASSESSED, PARSED
from service.ports import Principal
from service.states import OPEN, State
from service.submissions import Submission, submit
from service.web.aims import aims_of, with_aims
from service.web.finding import Found, FoundOf
from service.web.private import erased_at, is_private
from service.web.result import show_result
from service.web.versions import join
from service.web.visit import OurForm, VisitOf

router = APIRouter(include_in_schema=False)
_ONE = "/assessments/{assessment_id}"


@router.get(_ONE)
def show(found: FoundOf) -> Response:
    """The page, whatever state the assessment is in."""
    if found.assessment.state == State.DONE:
        return show_result(found)
    if found.assessment.state in OPEN:
        return _show_progress(found)
    return _show_failure(found)


@router.get(f"{_ONE}/progress")
def tell_progress(found: FoundOf) -> Response:
    """How far it is, for the script of the page."""
    assessment = found.assessment
    if assessment.state not in OPEN:
        return JSONResponse({"open": False, "progress": 100})
    return JSONResponse({"open": True, "progress": assessment.job.progress, **_stage(found)})


@router.post(f"{_ONE}/stop")
def stop(found: FoundOf, form: OurForm) -> Response:
    """Stop an assessment that is being made, and erase it where nothing was to be kept."""
    del form
    erasure.cancel(found.visit.backend, found.owner, found.assessment.id)
    if is_private(found.assessment):
        erasure.erase(found.visit.backend, found.owner, found.assessment.id)
        return found.visit.go("/erased")
    return found.visit.go(found.path)


@router.post(f"{_ONE}/erase")
def erase(found: FoundOf, form: OurForm) -> Response:
    """Erase a private check at once; what an organisation keeps is not for one person to erase here."""
    del form
    if is_private(found.assessment):
        erasure.erase(found.visit.backend, found.owner, found.assessment.id)
    return found.visit.go("/erased")


@router.post(f"{_ONE}/keep")
async def keep(found: FoundOf, form: OurForm) -> Response:
    """Keep a private check after all: it is made anew among those of the organisation, and erased here."""
    if not is_private(found.assessment):
        return found.visit.go(found.path)
    kept = await run_in_threadpool(_moved, found, found.visit.principal)
    return found.visit.go(with_aims(f"/assessments/{kept}", aims_of(form)))


@router.get("/erased")
def tell_erased(visit: VisitOf) -> Response:
    """That nothing is left."""
    return visit.show("erased.html.j2")


def _moved(found: Found, owner: Principal) -> str:
    backend, assessment = found.visit.backend, found.assessment
    content = backend.files.get(assessment.organisation_id, assessment.sha256)
    submission = Submission(assessment.name, content, assessment.strategy, assessment.language)
    made = submit(backend, owner, submission)
    join(backend, owner, made.assessment, "")
    erasure.erase(backend, found.owner, assessment.id)
    return made.assessment.id


def _stage(found: Found) -> dict[str, Any]:
    """What is being done, in words, and which of the steps that is; 0 before the first."""
    assessment = found.assessment
    key = "queued" if assessment.state == State.QUEUED else "running"
    ended = sum(assessment.job.progress >= limit for limit in (PARSED, ASSESSED))
    step = 0 if key == "queued" else 1 + ended
    return {"told": found.visit.wording.say(f"web.progress.{key}"), "step": step}


def _show_progress(found: Found) -> Response:
    assessment = found.assessment
    return found.visit.show(
        "progress.html.j2",
        assessment=assessment,
        path=found.path,
        progress=assessment.job.progress,
        **_stage(found),
        erased_at=erased_at(found.visit.backend, assessment),
    )


def _show_failure(found: Found) -> Response:
    problem = problem_content(found.assessment, found.visit.wording) or {}
    detail = str(problem.get("detail", ""))
    ours = not detail or str(problem.get("type", "")).endswith("internalError")
    return found.visit.show(
        "failure.html.j2",
        assessment=found.assessment,
        path=found.path,
        cancelled=found.assessment.state == State.CANCELLED,
        ours=ours,
        detail=detail,
        erased_at=erased_at(found.visit.backend, found.assessment),
    )
