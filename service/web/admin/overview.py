"""Where an administrator begins, and the pages that only show: roles and what is kept."""

from fastapi import APIRouter, Response

from service.ports import ADMINISTRATOR, PORTAL, REVIEWER, SUBMITTER
from service.security.roles import SCOPES_OF, Scope
from service.web.review.visits import ManagingOf

router = APIRouter(prefix="/admin", include_in_schema=False)
_ROLES = (SUBMITTER, REVIEWER, ADMINISTRATOR, PORTAL)
PLACES = ("calls", "keys", "roles", "retention", "strategies", "work", "audit")


@router.get("")
def show_overview(visit: ManagingOf) -> Response:
    """Everything an administrator can go to."""
    return visit.show("admin/overview.html.j2", places=PLACES)


@router.get("/roles")
def show_roles(visit: ManagingOf) -> Response:
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
