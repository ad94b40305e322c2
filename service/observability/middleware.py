"""Around every request: a trace, one line in the log, one figure for Prometheus."""

import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from service.observability.logs import log
from service.observability.tracing import TRACEPARENT, continued, current_trace

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from service.observability.metrics import Metrics
    from service.observability.spans import Spans

TRACE_HEADER = "BelGov-Trace-Id"
"""What callers may quote when they report a problem."""
_QUIET = frozenset({"/livez", "/readyz", "/metrics"})
_FAULT = 500


class Observed:
    """Wraps an application; `metrics` None counts nothing, `spans` None records no spans."""

    def __init__(
        self, app: "ASGIApp", *, metrics: "Metrics | None" = None, spans: "Spans | None" = None
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._spans = spans
        self._log = log("speerwijzer.requests")

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass one request on, and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        header = Headers(scope=scope).get(TRACEPARENT, "")
        trace = continued(header)
        token = current_trace.set(trace)
        begun, status = time.perf_counter(), _FAULT

        async def noted(message: "Message") -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[TRACE_HEADER] = trace.trace_id
            await send(message)

        try:
            with self._spans.request(header) if self._spans else nullcontext():
                await self._app(scope, receive, noted)
        finally:
            self._note(scope, status, time.perf_counter() - begun)
            current_trace.reset(token)

    def _note(self, scope: "Scope", status: int, seconds: float) -> None:
        # The template: a path holds ids, and one that fits no route may hold anything at all.
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if scope["method"].isalpha() and len(scope["method"]) < 10 else "OTHER"  # noqa: PLR2004 -- the longest real one has 7 letters
        if self._metrics is not None:
            self._metrics.note_request(method, route, status, seconds)
        if route not in _QUIET:
            self._log.info(
                "request", method=method, route=route, status=status, milliseconds=round(seconds * 1000)
            )
