"""Logs as lines of JSON that cannot hold text of a proposal: only known keys, with codes and numbers."""

import logging
import re
import sys
import traceback
from collections.abc import Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO

from service.observability.tracing import current_trace

if TYPE_CHECKING:
    import structlog

Entry = MutableMapping[str, Any]

KNOWN_KEYS = frozenset(
    {"at", "level", "event", "trace", "span", "logger", "kind", "frames", "refused", "method", "route",
     "status", "milliseconds", "assessment", "batch", "job", "delivery", "webhook", "worker", "attempt",
     "count", "bytes", "pages", "media_type", "strategy", "reason", "confinement", "organisation",
     "principal", "queue", "state", "version", "host", "port", "pid"}
)  # fmt: skip
"""All that a log line may hold; `host`, `port` and `pid` are those of the service itself."""
_CODE = re.compile(r"[A-Za-z0-9_.:/{}<>+*@-]{1,200}", re.ASCII)
_EVENT = re.compile(r"[a-z][a-z0-9_.]{0,60}", re.ASCII)
_MOST_FRAMES = 20


def keep_known(entry: Entry) -> Entry:
    """Leave out every key that is not known and every value that is not a code or number; names what went."""
    refused = sorted(key for key, value in entry.items() if key not in KNOWN_KEYS or not _is_code(key, value))
    kept = {key: value for key, value in entry.items() if key not in refused}
    if "event" in refused:
        kept["event"] = "refused_event"
    if refused:
        # The name of a key can hold text as well as its value.
        kept["refused"] = [key if key in KNOWN_KEYS else "unknown" for key in refused]
    return kept


def _is_code(key: str, value: object) -> bool:
    if key == "event":
        return isinstance(value, str) and _EVENT.fullmatch(value) is not None
    if key in {"frames", "refused"}:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if value is None or isinstance(value, bool | int | float):
        return True
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


def set_up_logs(stream: TextIO | None = None, *, now: Callable[[], datetime] | None = None) -> None:
    """Send all logs of this process to a stream, standard error by default: ours, and those of libraries.

    Of a library's line only the logger, the level and an error's kind and places are kept: its words
    may quote anything.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_JsonLines(now or (lambda: datetime.now(UTC))))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "dbos", "alembic", "sqlalchemy"):
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
        library.setLevel(logging.WARNING)


def log(name: str = "speerwijzer") -> "structlog.stdlib.BoundLogger":
    """A logger whose events are words like `assessment_done`, with known keys beside them."""
    import structlog

    wrapped: structlog.stdlib.BoundLogger = structlog.wrap_logger(
        logging.getLogger(name), processors=[_hand_over], wrapper_class=structlog.stdlib.BoundLogger
    )
    return wrapped


def _hand_over(_logger: object, _method: str, entry: Entry) -> tuple[tuple[object, ...], dict[str, Any]]:
    """Give the entry to the standard library as data, never as words."""
    failed = entry.pop("exc_info", None)
    return ("",), {"extra": {"entry": dict(entry)}, "exc_info": failed}


class _JsonLines(logging.Formatter):
    """Writes one record as one line."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        import json

        entry: Entry = {
            "at": self._now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        own = getattr(record, "entry", None)
        entry.update(own if isinstance(own, Mapping) else {"event": "library", "logger": record.name})
        trace = current_trace.get()
        if trace is not None:
            entry.update(trace=trace.trace_id, span=trace.span_id)
        if record.exc_info and record.exc_info[1] is not None:
            entry.update(error_facts(record.exc_info[1]))
        return json.dumps(keep_known(entry), ensure_ascii=True)


def error_facts(error: BaseException) -> Entry:
    """The kind of an error and where it arose; never its words, nor the values around it."""
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    return {
        "kind": type(error).__name__,
        "frames": [f"{_tail(frame.filename)}:{frame.lineno}:{frame.name}" for frame in frames],
    }


def _tail(path: str) -> str:
    return "/".join(path.replace("\\", "/").split("/")[-3:])
