"""For how long things are kept: shown, and changed where the settings of the service leave it open."""

from datetime import timedelta

from fastapi import APIRouter, Response
from sqlalchemy import func, select
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from service.retention_choices import KINDS, MOST_DAYS, Origin, ages_of, choose_ages, setting_of, shorter
from service.reviewing.errors import ReviewingError
from service.settings import variable
from service.store.tables import Assessment
from service.web.admin.visits import RetentionOf, told_of
from service.web.visit import Known, OurForm

PATH = "/admin/retention"
router = APIRouter(prefix=PATH, include_in_schema=False)
_AGES = (7, 30, 90, 365)
"""Days at which the page counts what is older."""


@router.get("")
def show_retention(visit: RetentionOf) -> Response:
    """How long things are kept, and how old they are."""
    return _show(visit)


@router.post("")
async def change(visit: RetentionOf, form: OurForm) -> Response:
    """Keep things longer, or shorter once the page has told what goes by that and was told to go on."""
    return await run_in_threadpool(_change, visit, form)


def _change(visit: Known, form: FormData) -> Response:
    backend = visit.backend
    try:
        wished = _wished(visit, form)
        lost = shorter(backend, visit.principal.organisation, wished)
        if lost and form.get("sure") != "yes":
            return _show(visit, wished=wished, lost=lost)
        choose_ages(backend, visit.principal, wished)
    except ReviewingError as error:
        return visit.go(f"{PATH}?fault={error.key}")
    return visit.go(f"{PATH}?done=retention_changed")


def _wished(visit: Known, form: FormData) -> dict[str, int]:
    """The days that a form gives, for the kinds that are not fixed. Raises ReviewingError."""
    ages = ages_of(visit.backend, visit.principal.organisation)
    given = {age.kind: form.get(age.kind) for age in ages if age.origin is not Origin.FIXED}
    texts = {kind: value.strip() for kind, value in given.items() if isinstance(value, str)}
    if not all(text.isascii() and text.isdigit() for text in texts.values()):
        raise ReviewingError("days")
    return {kind: int(text) for kind, text in texts.items()}


def _show(
    visit: Known, *, wished: dict[str, int] | None = None, lost: dict[str, int] | None = None
) -> Response:
    """The page; with `lost`, it first asks whether the wish was meant."""
    return visit.show(
        "admin/retention.html.j2",
        ages=ages_of(visit.backend, visit.principal.organisation),
        wished=wished or {},
        lost=lost or {},
        variables={kind: variable(setting_of(kind)) for kind in KINDS},
        most_days=MOST_DAYS,
        counted=[(days, _older(visit, days)) for days in (0, *_AGES)],
        minutes=visit.backend.settings.private_minutes,
        **told_of(visit),
    )


def _older(visit: Known, days: int) -> int:
    since = visit.backend.services.now() - timedelta(days=days)
    statement = select(func.count()).where(
        Assessment.organisation_id == visit.principal.organisation, Assessment.created_at <= since
    )
    with visit.backend.database.read() as session:
        return session.scalar(statement) or 0
