"""Spans for OpenTelemetry: recorded where its SDK is installed and set up, else nothing is recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from service.observability.tracing import TRACEPARENT

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer


class Spans:
    """Records a span for each request. Spans hold no path, no name and no words of an error."""

    def __init__(self, tracer: "Tracer") -> None:
        self._tracer = tracer

    @contextmanager
    def request(self, traceparent: str) -> Iterator[None]:
        """A span around the answering of a request, in the trace of its `traceparent` header."""
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        context = TraceContextTextMapPropagator().extract({TRACEPARENT: traceparent})
        with self._tracer.start_as_current_span(
            "request", context=context, record_exception=False, set_status_on_exception=False
        ):
            yield


def open_spans() -> Spans:
    """Spans by what `opentelemetry-instrument` set up for this process; without it they go nowhere."""
    from opentelemetry import trace

    return Spans(trace.get_tracer("speerwijzer"))
