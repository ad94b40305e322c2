import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.observability.tracing import continued

GOOD = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def test_trace_of_the_caller_goes_on_with_a_span_of_our_own() -> None:
    trace = continued(GOOD)
    assert trace.trace_id == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert trace.span_id != "00f067aa0ba902b7"
    assert trace.header == f"00-{trace.trace_id}-{trace.span_id}-01"
    assert continued("01" + GOOD[2:] + "-more").trace_id == trace.trace_id


@pytest.mark.parametrize(
    "header",
    ["", "x", GOOD.upper(), GOOD + "-more", "ff" + GOOD[2:],
     GOOD.replace("4bf92f3577b34da6a3ce929d0e0e4736", "0" * 32),
     GOOD.replace("00f067aa0ba902b7", "0" * 16), GOOD[:-1]],
)  # fmt: skip
def test_header_that_is_none_begins_a_new_trace(header: str) -> None:
    assert continued(header).trace_id != "4bf92f3577b34da6a3ce929d0e0e4736"


@given(st.text())
def test_any_header_gives_a_trace_that_may_be_sent_on(header: str) -> None:
    trace = continued(header)
    assert continued(trace.header).trace_id == trace.trace_id
