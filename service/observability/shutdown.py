"""Stopping in good order: what is asked to stop first says so, then ends what it is doing."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """An event that is set once this process is asked to stop, by SIGTERM or SIGINT; for the main thread.

    A second request ends the process at once.
    """
    stop = threading.Event()
    before: dict[int, object] = {}

    def ask(number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise SystemExit(128 + number)
        stop.set()

    for asked in (signal.SIGTERM, signal.SIGINT):
        before[asked] = signal.signal(asked, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
