"""The threads that requests get, in lanes: those who read, write, and write much do not wait for each other.

A process writes little faster with many threads than with a few, and meanwhile answers nobody in time. So a
few write, some more wait for a moment, and the rest are told at once to come back.
"""

import asyncio
import random
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

from service.problems import Problem

P = ParamSpec("P")
R = TypeVar("R")
_COME_BACK_SECONDS = (1, 3)
"""Callers that were sent away at one moment should not come back at one moment."""


class Lane:
    """A few threads, and a short line before them."""

    def __init__(self, threads: int, *, line: int, patience: float) -> None:
        self._limiter = CapacityLimiter(threads)
        self._turns = asyncio.Semaphore(threads)
        self._line, self._patience = line, patience
        self._waiting = 0

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run something in its turn.

        Raises:
            Problem: the line is full, or its turn has not come when the patience of the lane is over.
        """
        self.check_room()
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._turns.acquire()
        except TimeoutError as error:
            raise _come_back() from error
        finally:
            self._waiting -= 1
        try:
            return await to_thread.run_sync(lambda: function(*args, **kwargs), limiter=self._limiter)
        finally:
            self._turns.release()

    def check_room(self) -> None:
        """Raises Problem where the line is full, so that there is no use in reading what somebody sends."""
        if self._waiting >= self._line:
            raise _come_back()


class Lanes:
    """The lanes of one process.

    `submitting` is for one proposal of a program, that can come back by itself; `visiting` for one of a
    person, who cannot; `batches` for many proposals at once.
    """

    def __init__(self) -> None:
        self._readers = CapacityLimiter(8)
        self.submitting = Lane(3, line=8, patience=0.05)
        self.visiting = Lane(1, line=100, patience=20)
        self.batches = Lane(1, line=8, patience=20)

    async def read(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run something that reads a few rows."""
        return await to_thread.run_sync(lambda: function(*args, **kwargs), limiter=self._readers)


def _come_back() -> Problem:
    seconds = random.randint(*_COME_BACK_SECONDS)
    return Problem("tooBusy", headers={"Retry-After": str(seconds)})
