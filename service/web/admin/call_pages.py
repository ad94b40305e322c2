"""Calls as an administrator makes them: their settings, and the proposals that come in."""

from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from corpus.strategies import in_language
from service.known_strategies import titled
from service.reports.escaping import one_line
from service.reviewing.arriving import Arrival, add_batch, add_files, add_table
from service.reviewing.calls import CallWish, change_call, create_call, list_calls, own_call
from service.reviewing.errors import ReviewingError
from service.web.review.visits import Id, ManagingOf, done_or_told, told_of
from service.web.visit import Known, OurForm

if TYPE_CHECKING:
    from service.store.review_tables import Call

router = APIRouter(prefix="/admin/calls", include_in_schema=False)
_LONGEST_NAME = 200


@router.get("")
def show_calls(visit: ManagingOf) -> Response:
    """All calls, and the form for a new one."""
    return _list(visit, **told_of(visit))


def _list(visit: Known, status: int = 200, **told: str) -> Response:
    lines = list_calls(visit.backend, visit.principal)
    return visit.show("admin/calls.html.j2", status, lines=lines, **_choices(visit), **told)


def _choices(visit: Known) -> dict[str, Any]:
    """What the form of a call offers to choose from."""
    language, known = visit.wording.language, visit.backend.strategies.all_of(visit.principal.organisation)
    return {
        "strategies": {
            name: [(each.id, in_language(each.title, language)) for each in strategy.spearheads]
            for name, strategy in known.items()
        },
        "titles": {name: titled(name, strategy, language) for name, strategy in known.items()},
        "standard": visit.backend.settings.strategy,
    }


@router.post("")
async def create(visit: ManagingOf, form: OurForm) -> Response:
    """Make a call."""
    try:
        wish = wish_of(form, str(form.get("strategy") or visit.backend.settings.strategy))
        call_id = await run_in_threadpool(create_call, visit.backend, visit.principal, wish)
    except ReviewingError as error:
        fault = visit.wording.say(f"review.error.{error.key}", spearheads="")
        return _list(visit, 422, fault=fault, done="")
    return visit.go(f"/admin/calls/{call_id}?done=call_made")


@router.get("/{call_id}")
def show_call(visit: ManagingOf, call_id: Id) -> Response:
    """The settings of a call, and the forms through which proposals come in."""
    with visit.backend.database.read() as session:
        call = own_call(session, visit.principal, call_id)
    told = told_of(visit)
    return visit.show(
        "admin/call.html.j2", call=call, path=f"/admin/calls/{call_id}", **_choices(visit), **told
    )


@router.post("/{call_id}")
async def change(visit: ManagingOf, call_id: Id, form: OurForm) -> Response:
    """Change the settings of a call."""

    def act() -> str:
        with visit.backend.database.read() as session:
            call: Call = own_call(session, visit.principal, call_id)
        change_call(visit.backend, visit.principal, call_id, wish_of(form, call.strategy))
        return "call_changed"

    return await run_in_threadpool(done_or_told, visit, f"/admin/calls/{call_id}", act)


@router.post("/{call_id}/proposals")
async def add(visit: ManagingOf, call_id: Id, form: OurForm) -> Response:
    """Take proposals in: files, a table, or the batch of a portal."""
    way, files = form.get("way"), _files(form)
    applicant, batch = str(form.get("applicant") or ""), str(form.get("batch") or "").strip()
    language = visit.wording.language

    def act() -> str:
        backend, principal = visit.backend, visit.principal
        if way == "batch":
            add_batch(backend, principal, call_id, batch)
        elif not files:
            raise ReviewingError("no_files")
        elif way == "table":
            name, file = files[0]
            add_table(backend, principal, call_id, name, file.read(), language)
        else:
            arrivals = [Arrival(name, file, applicant) for name, file in files]
            add_files(backend, principal, call_id, arrivals, language)
        return "added"

    return await run_in_threadpool(done_or_told, visit, f"/admin/calls/{call_id}", act)


def _files(form: FormData) -> list[tuple[str, BinaryIO]]:
    """The files of a form with their own names; a folder brings hidden files that nobody meant."""
    found = []
    for file in form.getlist("file"):
        if isinstance(file, UploadFile) and file.filename:
            name = one_line(PurePosixPath(file.filename.replace("\\", "/")).name)[-_LONGEST_NAME:]
            if not name.startswith("."):
                found.append((name, file.file))
    return found


def wish_of(form: FormData, strategy: str) -> CallWish:
    """The call that a form asks for. Raises ReviewingError."""
    return CallWish(
        title=str(form.get("title") or ""),
        strategy=strategy,
        focus=tuple(str(each) for each in form.getlist("focus")),
        reviewers=tuple(
            filter(None, (line.strip() for line in str(form.get("reviewers") or "").splitlines()))
        ),
        blind=form.get("blind") == "yes",
        sample_share=_share(str(form.get("sample") or "100")),
        opens_at=_day(str(form.get("opens") or "")),
        closes_at=_day(str(form.get("closes") or ""), end=True),
    )


def _share(percent: str) -> float:
    try:
        return float(percent.replace(",", ".")) / 100
    except ValueError as error:
        raise ReviewingError("sample") from error


def _day(text: str, *, end: bool = False) -> datetime | None:
    if not text:
        return None
    try:
        day = datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as error:
        raise ReviewingError("period") from error
    return day.replace(hour=23, minute=59) if end else day
