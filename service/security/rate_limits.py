"""How many requests a caller may send: a token bucket for each caller, in the memory of one process."""

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_MOST_CALLERS = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """`requests` in `seconds`; a caller that was quiet may send them all at once."""

    requests: int
    seconds: int = 60
    name: str = "default"

    @property
    def per_second(self) -> float:
        """How fast an empty bucket fills."""
        return self.requests / self.seconds


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request may pass, what is left, and in how many seconds there is room for one more."""

    rate: Rate
    passes: bool
    remaining: int
    wait_seconds: int

    def headers(self) -> Mapping[str, str]:
        """`RateLimit-Policy` and `RateLimit` as the IETF draft writes them, and `Retry-After` on refusal."""
        rate = self.rate
        headers = {
            "RateLimit-Policy": f'"{rate.name}";q={rate.requests};w={rate.seconds}',
            "RateLimit": f'"{rate.name}";r={self.remaining};t={self.wait_seconds}',
        }
        return headers if self.passes else headers | {"Retry-After": str(self.wait_seconds)}


class RateLimiter:
    """The buckets of all callers; those that were quiet longest are forgotten when there are too many."""

    def __init__(self, rate: Rate, clock: Callable[[], float], *, most_callers: int = _MOST_CALLERS) -> None:
        self.rate = rate
        self._clock = clock
        self._most_callers = most_callers
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, caller: str) -> Verdict:
        """Let a caller pass, or not."""
        with self._lock:
            tokens, now = self._filled(caller)
            passes = tokens >= 1
            left = tokens - 1 if passes else tokens
            self._buckets[caller] = (left, now)
            self._buckets.move_to_end(caller)
            while len(self._buckets) > self._most_callers:
                self._buckets.popitem(last=False)
        return Verdict(self.rate, passes, int(left), self._wait(left))

    def _filled(self, caller: str) -> tuple[float, float]:
        now = self._clock()
        tokens, since = self._buckets.get(caller, (float(self.rate.requests), now))
        return min(self.rate.requests, tokens + max(0.0, now - since) * self.rate.per_second), now

    def _wait(self, left: float) -> int:
        """Whole seconds until one more request may pass; 0 where it may pass at once."""
        return 0 if left >= 1 else max(1, math.ceil((1 - left) / self.rate.per_second))
