import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.observability.logs import KNOWN_KEYS, keep_known, log, set_up_logs
from service.observability.tracing import Trace, current_trace
from tests.fakes.clocks import NOON

SECRET = "Wij bouwen een digibank, zegt Anna Peeters"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level
    set_up_logs(stream, now=lambda: NOON)
    yield stream
    root.handlers[:], root.level = before


def _entries(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_line_is_json_with_known_keys(lines: io.StringIO) -> None:
    log().info("assessment_done", assessment="a1", pages=3)
    assert _entries(lines) == [
        {"at": "2026-11-27T12:00:00.000+00:00", "level": "info", "event": "assessment_done",
         "assessment": "a1", "pages": 3}
    ]  # fmt: skip


def test_unknown_keys_and_texts_are_refused_and_named(lines: io.StringIO) -> None:
    log().info("done", proposal=SECRET, reason=SECRET, count=1)
    log().info(SECRET)
    log().info("done", **{SECRET: 1})
    assert SECRET not in lines.getvalue()
    assert "Anna" not in lines.getvalue()
    first, second, third = _entries(lines)
    assert first["refused"] == ["unknown", "reason"]
    assert second["event"] == "refused_event"
    assert third["refused"] == ["unknown"]


def test_error_is_told_without_its_words(lines: io.StringIO) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        log().exception("assessment_failed", assessment="a1")
    entry = _entries(lines)[0]
    assert SECRET not in lines.getvalue()
    assert entry["kind"] == "ValueError"
    assert entry["frames"][-1].endswith("test_error_is_told_without_its_words")


def test_library_is_told_without_its_words(lines: io.StringIO) -> None:
    logging.getLogger("pdfminer").warning("cannot read %s", SECRET)
    logging.getLogger("uvicorn.access").warning(SECRET)
    try:
        raise RuntimeError(SECRET)
    except RuntimeError:
        logging.getLogger("uvicorn.error").exception(SECRET)
    assert SECRET not in lines.getvalue()
    assert [entry["logger"] for entry in _entries(lines)] == ["pdfminer", "uvicorn.access", "uvicorn.error"]
    assert _entries(lines)[2]["kind"] == "RuntimeError"


def test_trace_goes_along(lines: io.StringIO) -> None:
    token = current_trace.set(Trace("a" * 32, "b" * 16))
    log().info("done")
    current_trace.reset(token)
    assert (_entries(lines)[0]["trace"], _entries(lines)[0]["span"]) == ("a" * 32, "b" * 16)


@given(st.dictionaries(st.text(max_size=20) | st.sampled_from(sorted(KNOWN_KEYS)), st.text(max_size=30)))
def test_nothing_with_a_space_ever_passes(entry: dict[str, str]) -> None:
    kept = keep_known(dict(entry))
    assert kept.keys() <= KNOWN_KEYS
    assert not any(
        isinstance(value, str) and any(sign.isspace() for sign in value) for value in kept.values()
    )
