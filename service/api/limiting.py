"""How often somebody may ask: counted for each caller, in this process, by the minute."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from service.problems import Problem

_WINDOW_SECONDS = 60
_MOST_CALLERS = 10_000


@dataclass(frozen=True, slots=True)
class Limit:
    """Where a caller stands: requests allowed and left in this minute, and seconds until the next."""

    limit: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """The headers that tell the caller."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }


class Limiter:
    """Counts requests in windows of one minute."""

    def __init__(self, requests_per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = requests_per_minute
        self._clock = clock
        self._counts: dict[str, tuple[int, int]] = {}
        self._lock = threading.Lock()

    def take(self, caller: str) -> Limit:
        """Count a request; raises Problem when there were too many."""
        limit = self._counted(caller)
        if limit.remaining < 0:
            self._refuse(limit)
        return limit

    def _counted(self, caller: str) -> Limit:
        now = self._clock()
        window = int(now // _WINDOW_SECONDS)
        with self._lock:
            if len(self._counts) > _MOST_CALLERS:
                self._counts = {name: kept for name, kept in self._counts.items() if kept[0] == window}
            begun, count = self._counts.get(caller, (window, 0))
            count = (count if begun == window else 0) + 1
            self._counts[caller] = window, count
        return Limit(self._limit, self._limit - count, _WINDOW_SECONDS - int(now % _WINDOW_SECONDS))

    @staticmethod
    def _refuse(limit: Limit) -> None:
        told = Limit(limit.limit, 0, limit.reset).headers()
        raise Problem("tooManyRequests", headers={**told, "Retry-After": str(limit.reset)})
