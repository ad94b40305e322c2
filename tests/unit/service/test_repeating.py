"""Work that is done time and again, and what leaving it waits for."""

import logging
import threading

import pytest

from service.repeating import repeating


class Work:
    """Takes as long as it is told to."""

    def __init__(self, faults: int = 0) -> None:
        self.begun, self.may_end, self.again = threading.Event(), threading.Event(), threading.Event()
        self.ended = 0
        self._faults = faults

    def __call__(self) -> None:
        self.begun.set()
        self.may_end.wait(10)
        if self._faults:
            self._faults -= 1
            raise OSError("away")
        self.ended += 1
        if self.ended > 1:
            self.again.set()


def test_leaving_waits_for_what_is_being_done() -> None:
    work = Work()
    with repeating(work, "work", every_seconds=60):
        assert work.begun.wait(10)
        threading.Timer(0.1, work.may_end.set).start()
    assert work.ended == 1


def test_leaving_does_not_wait_for_ever(caplog: pytest.LogCaptureFixture) -> None:
    work = Work()
    with caplog.at_level(logging.WARNING), repeating(work, "work", every_seconds=60, patience_seconds=0.01):
        assert work.begun.wait(10)
    assert work.ended == 0
    assert [record.entry["event"] for record in caplog.records] == ["left_unfinished"]  # type: ignore[attr-defined]
    work.may_end.set()


def test_work_that_fails_is_tried_again() -> None:
    work = Work(faults=1)
    work.may_end.set()
    with repeating(work, "work", every_seconds=0.001):
        assert work.again.wait(10)
