from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from opentelemetry.context import Context
from opentelemetry.trace import get_current_span
from starlette.applications import Starlette
from starlette.testclient import TestClient

from service.observability.middleware import Observed
from service.observability.spans import Spans, open_spans


class FakeTracer:
    """Remembers the trace that each span belongs to, and how it was asked for."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, int, dict[str, Any]]] = []

    @contextmanager
    def start_as_current_span(self, name: str, context: Context, **options: Any) -> Iterator[None]:  # noqa: ANN401
        self.begun.append((name, get_current_span(context).get_span_context().trace_id, options))
        yield


def test_request_is_a_span_in_the_trace_of_the_caller() -> None:
    tracer = FakeTracer()
    client = TestClient(Observed(Starlette(), spans=Spans(tracer)))  # type: ignore[arg-type]
    client.get("/geheim", headers={"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"})
    client.get("/geheim", headers={"traceparent": "geheim"})
    assert [(name, trace) for name, trace, _ in tracer.begun] == [
        ("request", int("a" * 32, 16)),
        ("request", 0),
    ]
    assert "geheim" not in repr(tracer.begun)
    assert tracer.begun[0][2]["record_exception"] is False


def test_service_does_without_the_sdk() -> None:
    assert TestClient(Observed(Starlette(), spans=open_spans())).get("/").status_code == 404
