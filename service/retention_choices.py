"""For how long an organisation keeps what it has: by the settings of the service, else by its own choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from service.ports import Principal
from service.retention import Rules
from service.reviewing.errors import ReviewingError
from service.states import OPEN
from service.store import jobs
from service.store.admin_tables import RetentionChoice
from service.store.tables import Assessment

if TYPE_CHECKING:
    from datetime import datetime

    from service.backend import Backend

KINDS = ("files", "texts", "reports")
MOST_DAYS = 36_500


class Origin(StrEnum):
    """Where an age comes from: fixed by whoever runs the service, chosen, or neither."""

    FIXED = "fixed"
    CHOSEN = "chosen"
    STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Age:
    """For how many days a kind is kept after an assessment has ended, 0 without end.

    `by` and `at` tell who chose it and when, where somebody did.
    """

    kind: str
    days: int
    origin: Origin
    by: str = ""
    at: "datetime | None" = None


def setting_of(kind: str) -> str:
    """The name of the setting of a kind."""
    return f"keep_{kind}_days"


def ages_of(backend: "Backend", organisation: str) -> tuple[Age, ...]:
    """The ages in force in an organisation, in the order of `KINDS`."""
    with backend.database.read() as session:
        rows = session.scalars(select(RetentionChoice).where(RetentionChoice.organisation_id == organisation))
        chosen = {row.kind: row for row in rows}
    return tuple(_age(backend, kind, chosen.get(kind)) for kind in KINDS)


def _age(backend: "Backend", kind: str, chosen: RetentionChoice | None) -> Age:
    settings, name = backend.settings, setting_of(kind)
    if name in settings.model_fields_set:  # somebody who runs the service said so, and not the standard
        return Age(kind, getattr(settings, name), Origin.FIXED)
    if chosen is not None:
        return Age(kind, chosen.days, Origin.CHOSEN, chosen.changed_by, chosen.changed_at)
    return Age(kind, getattr(settings, name), Origin.STANDARD)


def rules_in_force(backend: "Backend", organisation: str) -> Rules:
    """The rules that go for what an organisation has."""
    days = {age.kind: age.days for age in ages_of(backend, organisation)}
    return Rules(**{kind: timedelta(days=number) if number else None for kind, number in days.items()})


def shorter(backend: "Backend", organisation: str, wished: Mapping[str, int]) -> dict[str, int]:
    """The kinds that a choice would keep for a shorter time, and of how many assessments they would go."""
    before = {age.kind: age.days for age in ages_of(backend, organisation)}
    return {
        kind: _older(backend, organisation, days)
        for kind, days in wished.items()
        if days and (not before[kind] or days < before[kind])
    }


def _older(backend: "Backend", organisation: str, days: int) -> int:
    before = backend.services.now() - timedelta(days=days)
    statement = select(func.count()).where(
        Assessment.organisation_id == organisation,
        Assessment.finished_at < before,
        Assessment.state.not_in(OPEN),
    )
    with backend.database.read() as session:
        return session.scalar(statement) or 0


def choose_ages(backend: "Backend", principal: Principal, wished: Mapping[str, int]) -> None:
    """Keep things for other numbers of days from now on; 0 without end.

    Raises:
        ReviewingError: a number is not one of days, or the settings fix that kind.
    """
    before = {age.kind: age for age in ages_of(backend, principal.organisation)}
    changed = {kind: days for kind, days in wished.items() if before[kind].days != days}
    if any(not 0 <= days <= MOST_DAYS for days in wished.values()):
        raise ReviewingError("days")
    if any(before[kind].origin is Origin.FIXED for kind in changed):
        raise ReviewingError("fixed")
    now = backend.services.now()
    with backend.database.write() as session:
        jobs.ensure_organisation(session, principal.organisation, now)
        for kind, days in changed.items():
            row = RetentionChoice(organisation_id=principal.organisation, kind=kind, days=days)
            row.changed_by, row.changed_at = principal.name, now
            session.merge(row)
            backend.audit.record(
                session, principal, "retention.changed", kind, days=days, before=before[kind].days
            )
