"""API keys: made, shown once, and taken back."""

from datetime import timedelta

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from service.problems import Problem
from service.reports.escaping import one_line
from service.security.key_register import KeyRegister, KeyWish, UnusableKeyRequest
from service.security.roles import SCOPES_OF
from service.web.review.visits import ManagingOf, told_of
from service.web.visit import Known, OurForm

router = APIRouter(prefix="/admin/keys", include_in_schema=False)
_MOST_DAYS = 3650


@router.get("")
def show_keys(visit: ManagingOf) -> Response:
    """The keys of the organisation, and the form for a new one."""
    return _list(visit, **told_of(visit))


@router.post("")
async def create(visit: ManagingOf, form: OurForm) -> Response:
    """Make a key and show it, this once."""
    name = one_line(str(form.get("name") or "")).strip()
    roles = frozenset(str(each) for each in form.getlist("role"))
    days = str(form.get("days") or "")
    if not name or not (days == "" or (days.isdigit() and 0 < int(days) <= _MOST_DAYS)):
        raise Problem("badRequest")
    now = visit.backend.services.now()
    expires_at = now + timedelta(days=int(days)) if days else None
    wish = KeyWish(visit.principal.organisation, name[:200], roles, expires_at=expires_at)
    try:
        secret = await run_in_threadpool(_create, visit, wish)
    except UnusableKeyRequest:
        return _list(visit, 422, fault=visit.wording.say("review.error.key"), done="")
    return _list(visit, secret=secret, fault="", done=visit.wording.say("review.done.key_made"))


def _create(visit: Known, wish: KeyWish) -> str:
    key = _register(visit).create(wish)
    with visit.backend.database.write() as session:
        visit.backend.audit.record(session, visit.principal, "key.created", key.id)
    return key.text


@router.post("/revoke")
async def revoke(visit: ManagingOf, form: OurForm) -> Response:
    """Make a key useless from now on."""
    await run_in_threadpool(_revoke, visit, str(form.get("key") or ""))
    return visit.go("/admin/keys?done=key_revoked")


def _revoke(visit: Known, prefix: str) -> None:
    register = _register(visit)
    own = {row.prefix for row in register.rows(visit.principal.organisation)}
    if prefix not in own:
        raise Problem("resourceNotFound")
    if register.revoke(prefix):
        with visit.backend.database.write() as session:
            visit.backend.audit.record(session, visit.principal, "key.revoked", prefix)


def _list(visit: Known, status: int = 200, *, secret: str = "", **told: str) -> Response:
    rows = _register(visit).rows(visit.principal.organisation)
    now = visit.backend.services.now()
    return visit.show(
        "admin/keys.html.j2", status, rows=rows, roles=list(SCOPES_OF), secret=secret, now=now, **told
    )


def _register(visit: Known) -> KeyRegister:
    return KeyRegister(visit.backend.database, visit.backend.services.now)
