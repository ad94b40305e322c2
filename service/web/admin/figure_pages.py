"""The figures of the organisation, in words and small charts; those for machines are at /metrics."""

from fastapi import APIRouter, Response
from sqlalchemy import select

from service.known_strategies import titled
from service.observability.figures import DAYS, figures_of
from service.store.tables import Assessment
from service.web.admin.visits import JobsOf
from service.web.visit import Known

router = APIRouter(prefix="/admin/metrics", include_in_schema=False)


@router.get("")
def show_figures(visit: JobsOf, strategy: str = "") -> Response:
    """What came in, what it got, how long it took, and what reviewers made of it."""
    used = _used(visit)
    chosen = strategy if strategy in used else next(iter(used), visit.backend.settings.strategy)
    figures = figures_of(
        visit.backend.database, visit.principal.organisation, chosen, visit.backend.services.now()
    )
    most = max((day.done + day.failed for day in figures.days), default=0)
    return visit.show(
        "admin/metrics.html.j2", figures=figures, strategies=used, chosen=chosen, days=DAYS, most=most
    )


def _used(visit: Known) -> dict[str, str]:
    """The strategies by which the organisation has assessments, with their titles."""
    organisation = visit.principal.organisation
    statement = select(Assessment.strategy).where(Assessment.organisation_id == organisation).distinct()
    with visit.backend.database.read() as session:
        names = set(session.scalars(statement))
    known = visit.backend.strategies.all_of(organisation)
    language = visit.wording.language
    return {name: titled(name, each, language) for name, each in known.items() if name in names}
