"""Applies the rules of retention every hour, beside the work of a worker."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from service.observability.logs import log
from service.retention import apply_rules
from service.retention_choices import rules_in_force

if TYPE_CHECKING:
    from service.backend import Backend

_HOUR = 3600.0


@contextmanager
def keeping(backend: "Backend", *, every_seconds: float = _HOUR) -> Iterator[None]:
    """While the block runs, remove what has been kept long enough: at once, and then time and again."""
    stop = threading.Event()
    thread = threading.Thread(target=_keep, args=(backend, stop, every_seconds), name="keeper", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _keep(backend: "Backend", stop: threading.Event, every_seconds: float) -> None:
    while True:
        try:
            removed = apply_rules(backend, partial(rules_in_force, backend), backend.services.now())
        except Exception:  # such as a database that is away: the next hour tries again
            log().exception("retention_failed")
        else:
            if removed.files or removed.texts or removed.reports:
                log().info("retained", count=removed.files + removed.texts + removed.reports)
        if stop.wait(every_seconds):
            return
