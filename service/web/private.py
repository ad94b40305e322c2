"""Checks of which nothing is kept: in a drawer of one person's own, emptied after a while or at once."""

import hashlib
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.erasure import erase
from service.ports import Principal
from service.problems import Problem
from service.repeating import repeating
from service.store.tables import Assessment

if TYPE_CHECKING:
    from sqlalchemy import Select

    from service.backend import Backend

_DRAWER = "private-"
_SWEEP_SECONDS = 60
_SWEEPER = Principal("private-checks", "")


def in_private(principal: Principal) -> Principal:
    """The same person as an organisation of one: nobody else can see, list or search what is there."""
    digest = hashlib.sha256(f"{principal.organisation}\n{principal.name}".encode()).hexdigest()
    return replace(principal, organisation=f"{_DRAWER}{digest[:32]}")


def is_private(assessment: Assessment) -> bool:
    """Whether an assessment lies in somebody's drawer."""
    return assessment.organisation_id.startswith(_DRAWER)


def erased_at(backend: "Backend", assessment: Assessment) -> datetime | None:
    """When an assessment will be erased by itself; None for one that was to be kept."""
    if not is_private(assessment):
        return None
    return assessment.created_at + timedelta(minutes=backend.settings.private_minutes)


def erase_private(backend: "Backend", principal: Principal) -> None:
    """Empty the drawer of one person, as on signing out."""
    organisation = in_private(principal).organisation
    _erase(backend, select(Assessment).where(Assessment.organisation_id == organisation))


def erase_what_is_due(backend: "Backend") -> None:
    """Erase every private check whose time has come."""
    latest = backend.services.now() - timedelta(minutes=backend.settings.private_minutes)
    in_drawers = Assessment.organisation_id.startswith(_DRAWER, autoescape=True)
    _erase(backend, select(Assessment).where(in_drawers, Assessment.created_at <= latest))


def _erase(backend: "Backend", which: "Select[Assessment]") -> None:
    with backend.database.read() as session:
        found = list(session.scalars(which))
    for assessment in found:
        with suppress(Problem):  # another process was first
            erase(backend, replace(_SWEEPER, organisation=assessment.organisation_id), assessment.id)


def sweeping(backend: "Backend") -> AbstractContextManager[None]:
    """Erase what is due every minute, for as long as the block lasts."""
    return repeating(lambda: erase_what_is_due(backend), "private_sweep", every_seconds=_SWEEP_SECONDS)
