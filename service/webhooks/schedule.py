"""When a message is tried again: soon at first, then ever later, for three days in all."""

import hashlib

DELAYS = (5, 30, 120, 600, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 72_000)
"""Seconds before the second attempt, the third, and so on; about 72 hours together."""
ATTEMPTS = len(DELAYS) + 1
_SPREAD = 0.2


def seconds_before(attempt: int, id: str) -> float | None:
    """Seconds to wait before an attempt (2 is the first repeat); None where there is none any more.

    Spread by up to a fifth, by the id of the message, so that receivers that come back do not get
    everything at the same moment.
    """
    place = attempt - 2
    if not 0 <= place < len(DELAYS):
        return None
    share = int.from_bytes(hashlib.sha256(f"{id} {attempt}".encode()).digest()[:4], "big") / 2**32
    return DELAYS[place] * (1 + _SPREAD * (2 * share - 1))
