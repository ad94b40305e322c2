"""Sends one message to one receiver, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.outbound.client import Client, Limits, NoAnswer
from service.ports import RefusedAddress
from service.webhooks.messages import signed_headers

_LIMITS = Limits(answer_bytes=65_536, seconds=15.0)
_GONE = 410
_FINE = range(200, 300)


class Fate(StrEnum):
    """What comes after an attempt."""

    DELIVERED = "delivered"
    RETRY = "retry"
    GIVE_UP = "give_up"


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one attempt went; `error` is a code, and never what the receiver said."""

    fate: Fate
    status: int | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where messages go, and the secrets they are signed with, the newest first."""

    url: str
    secrets: Sequence[str]


def attempt(client: Client, target: Target, id: str, body: str, at: datetime) -> Attempt:
    """Send a message once. A receiver that says 410 (gone) and an address that may not be asked end it."""
    headers = signed_headers(id, body, target.secrets, at)
    try:
        with client.send("POST", target.url, _LIMITS, headers=headers, body=body.encode()) as answer:
            status = answer.status
    except NoAnswer as error:
        return Attempt(Fate.RETRY, error=error.reason)
    except RefusedAddress as error:
        # A name that is unknown today may be known tomorrow; a forbidden address stays forbidden.
        fate = Fate.RETRY if error.reason == "unknown_host" else Fate.GIVE_UP
        return Attempt(fate, error=error.reason)
    if status in _FINE:
        return Attempt(Fate.DELIVERED, status)
    return Attempt(Fate.GIVE_UP if status == _GONE else Fate.RETRY, status, "status")
