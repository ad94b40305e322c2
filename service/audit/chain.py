"""The hash chain: each entry holds the hash of the one before it, and its own hash covers that too."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

START = "0" * 64
"""The hash before the first entry."""


@dataclass(frozen=True, slots=True)
class Link:
    """One entry without its own hash. `number` counts from 1; `at` is in UTC."""

    number: int
    at: datetime
    organisation: str
    principal: str
    action: str
    subject: str
    details: Mapping[str, Any]
    previous: str

    def hash(self) -> str:
        """SHA-256 over all of it, in a form with one spelling."""
        content = [
            self.number, self.at.isoformat(timespec="microseconds"), self.organisation, self.principal,
            self.action, self.subject, dict(self.details), self.previous,
        ]  # fmt: skip
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold, and why: `missing`, `changed` or `unlinked`."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: the number of entries that hold, the last hash, and the first break if any."""

    entries: int
    head: str
    broken: Break | None = None


def verify(entries: Iterable[tuple[Link, str]], *, known: Mapping[int, str] | None = None) -> Verdict:
    """Check entries with their hashes, in the order of their numbers.

    `known` are hashes by number that were written down elsewhere: the only way to notice that the
    end of a log was cut off, or that a whole log was made anew.
    """
    head, count = START, 0
    expected = dict(known or {})
    for link, kept in entries:
        reason = _fault(link, kept, count + 1, head) or _differs(expected.pop(link.number, kept), kept)
        if reason:
            return Verdict(count, head, Break(count + 1, reason))
        head, count = kept, count + 1
    if expected:
        return Verdict(count, head, Break(min(expected), "missing"))
    return Verdict(count, head)


def _fault(link: Link, kept: str, number: int, head: str) -> str | None:
    if link.number != number:
        return "missing"
    if link.previous != head:
        return "unlinked"
    return _differs(link.hash(), kept)


def _differs(one: str, other: str) -> str | None:
    return None if one == other else "changed"
