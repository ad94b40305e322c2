"""The audit log, and whether it is whole."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from service.audit.log import verify_log
from service.ports import WHOLE_SERVICE
from service.store.tables import AuditEntry
from service.web.admin.visits import AuditOf
from service.web.visit import Known, OurForm

router = APIRouter(prefix="/admin/audit", include_in_schema=False)
_ENTRIES = 100
"""Entries on a page."""


@router.get("")
def show_log(visit: AuditOf, before: Annotated[int | None, Query(ge=1)] = None) -> Response:
    """The audit log of the organisation, newest first."""
    return _log(visit, before)


@router.post("")
async def verify(visit: AuditOf, form: OurForm) -> Response:
    """Check the whole chain, of all organisations, from the first entry to the last.

    With a line that was written down earlier it also shows whether an end was cut off since.
    """
    known = _known(str(form.get("known") or ""))
    return await run_in_threadpool(_log, visit, None, check=True, known=known)


def _known(text: str) -> dict[int, str] | None:
    """A number and the hash that it had, as the page tells them; None for anything else."""
    number, _, hash = text.strip().partition(":")
    fits = number.isascii() and number.isdigit() and len(number) < 16 and hash != ""  # noqa: PLR2004
    return {int(number): hash.strip()} if fits else None


def _log(
    visit: Known, before: int | None, *, check: bool = False, known: dict[int, str] | None = None
) -> Response:
    """The page. What concerns the whole service is in it too: it names no organisation."""
    seen = (visit.principal.organisation, WHOLE_SERVICE)
    statement = select(AuditEntry).where(AuditEntry.organisation_id.in_(seen))
    if before is not None:
        statement = statement.where(AuditEntry.number < before)
    with visit.backend.database.read() as session:
        newest = statement.order_by(AuditEntry.number.desc()).limit(_ENTRIES + 1)
        rows = list(session.scalars(newest))
    verdict = verify_log(visit.backend.database, known=known) if check else None
    more = len(rows) > _ENTRIES
    return visit.show(
        "admin/audit.html.j2", rows=rows[:_ENTRIES], more=more, verdict=verdict, compared=bool(known)
    )
