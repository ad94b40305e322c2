"""The first page and its three forms: a file, text that is pasted, or the sections of a form."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from corpus.strategies import in_language
from service.api.context import LanesOf
from service.known_strategies import titled
from service.submissions import submit
from service.web.aims import aims_of, with_aims
from service.web.forms import SECTIONS, UnusableForm, read_proposal
from service.web.leaving import remember_private
from service.web.private import in_private
from service.web.versions import join, of_proposal
from service.web.visit import OurForm, SubmittingOf, Visit, VisitOf

router = APIRouter(include_in_schema=False)
WAYS = ("file", "text", "form")
"""How a proposal can be handed in; the first is the form of the first page."""


@router.get("/")
def home(visit: VisitOf) -> Response:
    """The first page: the notice, and then the form for a file."""
    return _show(visit, "file")


@router.get("/check/text")
def paste(visit: SubmittingOf) -> Response:
    """The form for text that is pasted."""
    return _show(visit, "text")


@router.get("/check/form")
def fill_in(visit: SubmittingOf) -> Response:
    """The form with a field for each section."""
    return _show(visit, "form")


@router.post("/check")
async def hand_in(visit: SubmittingOf, lanes: LanesOf, form: OurForm) -> Response:
    """Take a proposal in, and lead to its page."""
    try:
        read = read_proposal(visit, form)
    except UnusableForm as error:
        return await run_in_threadpool(_show_again, visit, form, error.reason)
    keeps = form.get("keep") == "yes"
    owner = visit.principal if keeps else in_private(visit.principal)
    submission = replace(read, home=visit.principal.organisation)
    made = await lanes.visiting.run(submit, visit.backend, owner, submission)
    if not keeps:
        remember_private(visit.request.session, made.assessment.id)
    previous = form.get("previous")
    await run_in_threadpool(join, visit.backend, owner, made.assessment, str(previous or ""))
    return visit.go(with_aims(f"/assessments/{made.assessment.id}", aims_of(form)))


def _show_again(visit: Visit, form: FormData, reason: str) -> Response:
    """The form with what was filled in already and what is wrong with it."""
    texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    way = texts.get("way", "file")
    return _show(visit, way if way in WAYS else "file", texts, reason, frozenset(aims_of(form)))


def _show(
    visit: Visit,
    way: str,
    filled: Mapping[str, str] | None = None,
    fault: str = "",
    aims: frozenset[str] = frozenset(),
) -> Response:
    language, settings = visit.wording.language, visit.backend.settings
    known = visit.backend.strategies.all_of(visit.principal.organisation if visit.principal else None)
    filled = filled or {"previous": visit.request.query_params.get("previous", "")[:36]}
    content: dict[str, Any] = {
        "way": way,
        "ways": WAYS,
        "sections": SECTIONS,
        "filled": filled,
        "fault": fault,
        "aims": aims,
        "previous": of_proposal(visit, filled.get("previous", "")),
        "strategies": [(name, titled(name, each, language)) for name, each in known.items()],
        "chosen": filled.get("strategy", settings.strategy),
        "spearheads": [
            (name, [(one.id, in_language(one.title, language)) for one in each.spearheads])
            for name, each in known.items()
        ],
        "most_megabytes": visit.wording.number(settings.limit_bytes // 1_000_000),
        "minutes": settings.private_minutes,
    }
    return visit.show("home.html.j2", 422 if fault else 200, **content)
