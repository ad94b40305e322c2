"""The trace that a request belongs to, after W3C Trace Context."""

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass

_HEADER = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?", re.ASCII)
_FUTURE_VERSION = "ff"
TRACEPARENT = "traceparent"


@dataclass(frozen=True, slots=True)
class Trace:
    """One span of a trace: ids in lower-case hexadecimal, and the flags that the caller gave."""

    trace_id: str
    span_id: str
    flags: str = "00"

    @property
    def header(self) -> str:
        """The value of a `traceparent` header for those we ask in turn."""
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"


current_trace: ContextVar[Trace | None] = ContextVar("current_trace", default=None)


def continued(header: str) -> Trace:
    """A new span in the trace of a `traceparent` header; a new trace where the header is not one."""
    match = _HEADER.fullmatch(header.strip())
    known = (
        match is not None
        and match[1] != _FUTURE_VERSION
        and not (match[1] == "00" and match[5])
        and match[2].strip("0")
        and match[3].strip("0")
    )
    if match is None or not known:
        return Trace(secrets.token_hex(16), secrets.token_hex(8))
    return Trace(match[2], secrets.token_hex(8), match[4])
