"""Applies the rules of retention every hour, beside the work of a worker."""

from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING

from service.observability.logs import log
from service.repeating import repeating
from service.retention import apply_rules
from service.retention_choices import rules_in_force

if TYPE_CHECKING:
    from service.backend import Backend

_HOUR = 3600.0


def keeping(backend: "Backend") -> AbstractContextManager[None]:
    """While the block runs, remove what has been kept long enough: at once, and then every hour."""
    return repeating(lambda: _keep(backend), "retention", every_seconds=_HOUR)


def _keep(backend: "Backend") -> None:
    removed = apply_rules(backend, partial(rules_in_force, backend), backend.services.now())
    if removed.files or removed.texts or removed.reports:
        log().info("retained", count=removed.files + removed.texts + removed.reports)
