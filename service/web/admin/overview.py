"""Where an administrator begins, and the pages that only show: roles and what is kept."""

from datetime import timedelta

from fastapi import APIRouter, Response
from sqlalchemy import func, select

from service.ports import ADMINISTRATOR, PORTAL, REVIEWER, SUBMITTER
from service.security.roles import SCOPES_OF, Scope
from service.store.tables import Assessment
from service.web.review.visits import ManagingOf
from service.web.visit import Known

router = APIRouter(prefix="/admin", include_in_schema=False)
_ROLES = (SUBMITTER, REVIEWER, ADMINISTRATOR, PORTAL)
_AGES = (7, 30, 90, 365)
"""Days at which the page on retention counts what is older."""
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


@router.get("/retention")
def show_retention(visit: ManagingOf) -> Response:
    """How much is kept, and how old it is."""
    ages = [(days, _older(visit, days)) for days in _AGES]
    return visit.show("admin/retention.html.j2", ages=ages, total=_older(visit, 0))


def _older(visit: Known, days: int) -> int:
    since = visit.backend.services.now() - timedelta(days=days)
    statement = select(func.count()).where(
        Assessment.organisation_id == visit.principal.organisation, Assessment.created_at <= since
    )
    with visit.backend.database.read() as session:
        return session.scalar(statement) or 0
