"""Checks of which nothing is kept: in a drawer of one person's own, emptied after a while or at once."""

import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer

from service.erasure import erase, left_file
from service.ports import Principal
from service.problems import Problem
from service.repeating import repeating
from service.store.files import MissingFile
from service.store.tables import Assessment

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from service.backend import Backend

_DRAWER = "private-"
_SWEEP_SECONDS = 60
_LEFT_SECONDS = 60
"""How long somebody may be gone: less than it takes to load a slow page would erase what is being read."""
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


def mark_left(backend: "Backend", assessment: Assessment) -> None:
    """Note that the reader of a private check has gone, unless that was noted before."""
    moment = backend.services.now().isoformat().encode()
    backend.files.keep(assessment.organisation_id, left_file(assessment.id), moment)


def mark_here(backend: "Backend", assessment: Assessment) -> None:
    """Note that the reader of a private check is there."""
    backend.files.delete(assessment.organisation_id, left_file(assessment.id))


def _has_left(backend: "Backend", assessment: Assessment) -> bool:
    try:
        moment = backend.files.get(assessment.organisation_id, left_file(assessment.id))
    except MissingFile:
        return False
    gone = backend.services.now() - datetime.fromisoformat(moment.decode())
    return gone >= timedelta(seconds=_LEFT_SECONDS)


def erase_private(backend: "Backend", principal: Principal) -> None:
    """Empty the drawer of one person, as on signing out."""
    organisation = in_private(principal).organisation
    _erase(backend, _all(backend, Assessment.organisation_id == organisation))


def erase_what_is_due(backend: "Backend") -> None:
    """Erase every private check whose time has come, or whose reader has gone."""
    latest = backend.services.now() - timedelta(minutes=backend.settings.private_minutes)
    private = _all(backend, Assessment.organisation_id.startswith(_DRAWER, autoescape=True))
    _erase(backend, [each for each in private if each.created_at <= latest or _has_left(backend, each)])


def _all(backend: "Backend", which: "ColumnElement[bool]") -> list[Assessment]:
    with backend.database.read() as session:
        return list(session.scalars(select(Assessment).where(which).options(defer(Assessment.report))))


def _erase(backend: "Backend", assessments: "Sequence[Assessment]") -> None:
    for assessment in assessments:
        with suppress(Problem):  # another process was first
            erase(backend, replace(_SWEEPER, organisation=assessment.organisation_id), assessment.id)


def sweeping(backend: "Backend") -> AbstractContextManager[None]:
    """Erase what is due every minute, for as long as the block lasts."""
    return repeating(lambda: erase_what_is_due(backend), "private_sweep", every_seconds=_SWEEP_SECONDS)
