"""Does something time and again beside other work, for as long as a block lasts."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from service.observability.logs import log

_PATIENCE_SECONDS = 30.0


@contextmanager
def repeating(
    work: Callable[[], object],
    name: str,
    *,
    every_seconds: float,
    patience_seconds: float = _PATIENCE_SECONDS,
) -> Iterator[None]:
    """Do the work at once and then every so many seconds, for as long as the block lasts.

    Leaving the block waits for work that is being done, though not longer than `patience_seconds`: what
    comes next lets go of what the work uses, such as its connection to the database.
    """
    stop = threading.Event()
    thread = threading.Thread(target=_repeat, args=(work, name, stop, every_seconds), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(patience_seconds)
        if thread.is_alive():
            log().warning("left_unfinished", reason=name)


def _repeat(work: Callable[[], object], name: str, stop: threading.Event, every_seconds: float) -> None:
    while True:
        try:
            work()
        except Exception:  # such as a database that is away: the next time tries again
            log().exception("work_failed", reason=name)
        if stop.wait(every_seconds):
            return
