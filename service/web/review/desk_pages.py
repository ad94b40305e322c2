"""One dossier on a reviewer's desk: read, grade, see what the checker says, explain, compare."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import APIRouter, Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from corpus.strategies import in_language
from service.problems import Problem
from service.reports.composing import compose
from service.reports.places import Places
from service.reports.report import Report
from service.reviewing.archiving import archive
from service.reviewing.desk import ReviewDesk, assessment_of, review_desk
from service.reviewing.errors import ReviewingError
from service.reviewing.handling import add_tag, assign, remove_tag
from service.reviewing.reviews import GRADES, Entry, Intent, save
from service.web.document import DocumentView, document_view
from service.web.finding import Found
from service.web.page_pictures import PageNumber, page_picture
from service.web.replies import replies_of
from service.web.review.looking_ahead import find_places_ahead
from service.web.review.visits import Id, ReviewingOf, done_or_told, told_of
from service.web.visit import Known, OurForm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from corpus.strategies import Localized
    from service.reports.content import AlignmentContent

router = APIRouter(prefix="/review/dossiers/{dossier_id}", include_in_schema=False)
_GRADE, _REASON = "grade-", "reason-"


@dataclass(frozen=True, slots=True)
class Told:
    """A text in the language of the page, or in the one it has; `lang` is "" where that is the same."""

    text: str
    lang: str


@router.get("")
def show_desk(visit: ReviewingOf, dossier_id: Id) -> Response:
    """The dossier as this reviewer may see it now."""
    return _show(visit, review_desk(visit.backend, visit.principal, dossier_id), **told_of(visit))


@router.get("/pages/{number}.png")
def show_page(visit: ReviewingOf, dossier_id: Id, number: PageNumber) -> Response:
    """One page of the proposal as a picture, whether or not the checker's grades are covered."""
    return page_picture(visit.backend, assessment_of(visit.backend, visit.principal, dossier_id), number)


@router.post("")
async def keep(visit: ReviewingOf, dossier_id: Id, form: OurForm) -> Response:
    """Keep what was filled in; a script that saves as one types gets no page."""
    quietly = form.get("quietly") == "yes"
    return await run_in_threadpool(_keep, visit, dossier_id, form, quietly=quietly)


def _keep(visit: Known, dossier_id: str, form: FormData, *, quietly: bool) -> Response:
    intent = _intent(form)
    try:
        save(visit.backend, visit.principal, dossier_id, _entry(form), intent)
    except ReviewingError as error:
        if quietly:
            return Response(status_code=422)
        desk = review_desk(visit.backend, visit.principal, dossier_id)
        spearheads = ", ".join(error.spearheads)
        fault = visit.wording.say(f"review.error.{error.key}", spearheads=spearheads)
        return _show(visit, desk, 422, fault=fault, done="")
    if quietly:
        return Response(status_code=204)
    if intent is Intent.FINISH and form.get("onward") == "yes":
        after = review_desk(visit.backend, visit.principal, dossier_id).after
        if after is not None:
            return visit.go(f"/review/dossiers/{after}?done=finish")
    return visit.go(f"/review/dossiers/{dossier_id}?done={intent}{_view_query(visit, '&')}")


def _intent(form: FormData) -> Intent:
    asked = str(form.get("intent") or Intent.DRAFT)
    if asked not in set(Intent):
        raise Problem("badRequest")
    return Intent(asked)


def _entry(form: FormData) -> Entry:
    def under(prefix: str) -> dict[str, str]:
        return {key.removeprefix(prefix): str(value) for key, value in form.items() if key.startswith(prefix)}

    notes = form.get("notes")
    return Entry(under(_GRADE), under(_REASON), str(notes) if notes is not None else None)


@router.post("/handling")
async def handle(visit: ReviewingOf, dossier_id: Id, form: OurForm) -> Response:
    """Tag the dossier, or give it to a second reader."""

    def act() -> str:
        call_id = review_desk(visit.backend, visit.principal, dossier_id).call.id
        tag, ids = str(form.get("tag") or ""), [dossier_id]
        if form.get("act") == "second":
            reader = str(form.get("reader") or "").strip()
            assign(visit.backend, visit.principal, call_id, ids, reader, second=True)
            return "assigned"
        change = remove_tag if form.get("act") == "untag" else add_tag
        change(visit.backend, visit.principal, call_id, ids, tag)
        return "tagged"

    return await run_in_threadpool(done_or_told, visit, f"/review/dossiers/{dossier_id}", act)


@router.get("/compare")
def compare(visit: ReviewingOf, dossier_id: Id) -> Response:
    """The reviews of a dossier beside each other, once the visitor's own grades are fixed."""
    desk = review_desk(visit.backend, visit.principal, dossier_id)
    if desk.saved_at is None:
        return visit.go(f"/review/dossiers/{dossier_id}?fault=own_grades_first")
    return visit.show("review/compare.html.j2", desk=desk, told=_teller(visit), path=_path(desk))


@router.post("/archive")
async def download(visit: ReviewingOf, dossier_id: Id, form: OurForm) -> Response:
    """The whole dossier as one archive."""
    redacted, language = form.get("redacted") == "yes", visit.wording.language
    try:
        content = await run_in_threadpool(
            archive, visit.backend, visit.principal, dossier_id, language, redacted=redacted
        )
    except ReviewingError as error:
        return visit.go(f"/review/dossiers/{dossier_id}?fault={error.key}")
    return attached(content, "application/zip", f"dossier-{dossier_id[:8]}.zip")


def attached(content: bytes, media_type: str, name: str) -> Response:
    """A file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def _show(visit: Known, desk: ReviewDesk, status: int = 200, **told: str) -> Response:
    page = visit.show(
        "review/desk.html.j2",
        status,
        desk=desk,
        path=_path(desk),
        own_grades=GRADES,
        told=_teller(visit),
        contents=_contents(visit, desk),
        view=_view(visit, desk),
        replies=replies_of(visit.backend, desk.dossier.assessment_id),
        focus_of=[item.spearhead.id for item in desk.spearheads if item.focus],
        aimed=[],
        view_query=_view_query(visit, "?"),
        **told,
    )
    page.background = BackgroundTask(find_places_ahead, visit.backend, visit.principal, desk)
    return page


def _view_query(visit: Known, sign: str) -> str:
    """How the document is looked at, to be carried along to where a form or a link leads."""
    query = visit.request.query_params
    kept = {name: query[name] for name in ("view", "part") if query.get(name)}
    return f"{sign}{urlencode(kept)}" if kept else ""


def _path(desk: ReviewDesk) -> str:
    return f"/review/dossiers/{desk.dossier.id}"


def _contents(visit: Known, desk: ReviewDesk) -> "Mapping[str, AlignmentContent]":
    """What the checker says, in words, by spearhead; nothing as long as that is covered."""
    if not desk.open or desk.outcome is None:
        return {}
    dossier = desk.dossier
    report = Report(desk.outcome, visit.wording, dossier.assessment_id, dossier.arrived_at)
    return {alignment.id: alignment for alignment in compose(report).alignments}


def _view(visit: Known, desk: ReviewDesk) -> DocumentView | None:
    if desk.outcome is None:
        return None
    found = Found(visit, visit.principal, desk.assessment)
    return document_view(found, desk.outcome, Places(desk.outcome, visit.wording), visit.request.query_params)


def _teller(visit: Known) -> "Callable[[Localized], Told]":
    def told(text: "Localized") -> Told:
        language = visit.wording.language
        there = language if text.get(language) else "nl" if text.get("nl") else next(iter(text), language)
        return Told(in_language(text, language), "" if there == language else there)

    return told
