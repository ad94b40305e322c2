"""API keys: made, shown once, and taken back."""

from datetime import timedelta

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from service.ports import Principal
from service.problems import Problem
from service.reports.escaping import one_line
from service.security.key_register import KeyRegister, KeyWish, UnusableKeyRequest
from service.security.roles import SCOPES_OF, Scope, scopes_of
from service.web.admin.visits import KeysOf, told_of
from service.web.visit import Known, OurForm

router = APIRouter(prefix="/admin/keys", include_in_schema=False)
_MOST_DAYS = 3650


@router.get("")
def show_keys(visit: KeysOf) -> Response:
    """The keys of the organisation, and the form for a new one."""
    return _list(visit, **told_of(visit))


@router.post("")
async def create(visit: KeysOf, form: OurForm) -> Response:
    """Make a key and show it, this once."""
    try:
        secret = await run_in_threadpool(_create, visit, _wish(visit, form))
    except UnusableKeyRequest as error:
        reason = error.reason if error.reason in ("name", "days", "scope") else "role"
        return _list(visit, 422, fault=visit.wording.say(f"admin.fault.key_{reason}"), done="")
    return _list(visit, secret=secret, fault="", done=visit.wording.say("admin.done.key_made"))


def _wish(visit: Known, form: FormData) -> KeyWish:
    """The key that a form asks for. Raises UnusableKeyRequest, also for `name` and `days`."""
    name = one_line(str(form.get("name") or "")).strip()[:200]
    roles = frozenset(str(each) for each in form.getlist("role"))
    scopes = frozenset(str(each) for each in form.getlist("scope"))
    days = str(form.get("days") or "")
    if not name:
        raise UnusableKeyRequest("name")
    if days and not (days.isascii() and days.isdigit() and 0 < int(days) <= _MOST_DAYS):
        raise UnusableKeyRequest("days")
    if not roles <= set(grantable(visit.principal)):
        raise UnusableKeyRequest("role")
    expires_at = visit.backend.services.now() + timedelta(days=int(days)) if days else None
    return KeyWish(visit.principal.organisation, name, roles, scopes or None, expires_at)


def grantable(principal: Principal) -> list[str]:
    """The roles that give no more than the principal has: nobody makes a key above their own."""
    own = scopes_of(principal)
    return [role for role, scopes in SCOPES_OF.items() if scopes <= own]


def _create(visit: Known, wish: KeyWish) -> str:
    key = _register(visit).create(wish)
    with visit.backend.database.write() as session:
        visit.backend.audit.record(session, visit.principal, "key.created", f"key:{key.id}")
    return key.text


@router.post("/revoke")
async def revoke(visit: KeysOf, form: OurForm) -> Response:
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
            visit.backend.audit.record(session, visit.principal, "key.revoked", f"key:{prefix}")


def _list(visit: Known, status: int = 200, *, secret: str = "", **told: str) -> Response:
    rows = _register(visit).rows(visit.principal.organisation)
    roles = grantable(visit.principal)
    return visit.show(
        "admin/keys.html.j2",
        status,
        rows=rows,
        roles=roles,
        scopes=[scope for scope in Scope if any(scope in SCOPES_OF[role] for role in roles)],
        secret=secret,
        now=visit.backend.services.now(),
        **told,
    )


def _register(visit: Known) -> KeyRegister:
    return KeyRegister(visit.backend.database, visit.backend.services.now)
