"""A wall-clock bound that a parser asks about as it goes."""

import time

from corpus.errors import LimitExceeded


class Deadline:
    """A number of seconds from now; `check` raises `LimitExceeded` once they have passed."""

    __slots__ = ("_ends", "_seconds")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._ends = time.monotonic() + seconds

    def check(self) -> None:
        """Return while there is time left. Raises `LimitExceeded` when there is none."""
        if time.monotonic() >= self._ends:
            raise LimitExceeded(maximum=self._seconds, unit="seconds")
