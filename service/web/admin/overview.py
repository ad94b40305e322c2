"""Where an administrator begins, and what each role may do."""

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import APIRouter, Response

from service.ports import ADMINISTRATOR, PORTAL, REVIEWER, SUBMITTER
from service.security.roles import ADMINISTERING, SCOPES_OF, Scope, scopes_of
from service.web.admin.visits import AdministeringOf

router = APIRouter(prefix="/admin", include_in_schema=False)
_ROLES = (SUBMITTER, REVIEWER, ADMINISTRATOR, PORTAL)
PLACES: Mapping[str, frozenset[Scope]] = MappingProxyType(
    {
        "calls": frozenset({Scope.CALLS}),
        "strategies": frozenset({Scope.STRATEGIES}),
        "keys": frozenset({Scope.KEYS}),
        "roles": ADMINISTERING,
        "retention": frozenset({Scope.RETENTION}),
        "work": frozenset({Scope.JOBS}),
        "metrics": frozenset({Scope.JOBS}),
        "audit": frozenset({Scope.AUDIT}),
        "engine": ADMINISTERING,
    }
)
"""The pages below this one, and the scopes of which one is enough to come in."""


@router.get("")
def show_overview(visit: AdministeringOf) -> Response:
    """Everything that this administrator can go to."""
    own = scopes_of(visit.principal)
    return visit.show("admin/overview.html.j2", places=[name for name in PLACES if PLACES[name] & own])


@router.get("/roles")
def show_roles(visit: AdministeringOf) -> Response:
    """What each role may do, and where roles come from."""
    settings = visit.backend.settings
    return visit.show(
        "admin/roles.html.j2",
        roles=_ROLES,
        scopes=list(Scope),
        given=SCOPES_OF,
        provider=settings.oidc_issuer,
        claim=settings.oidc_role_claim,
    )
