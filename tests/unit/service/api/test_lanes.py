"""Who writes waits in a short line, and who reads waits for nobody who writes."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest

from service.api.lanes import Lane, Lanes
from service.problems import Problem


class Slow:
    """Something that goes on until it is told to end; tells when it has begun."""

    def __init__(self) -> None:
        self.begun, self._end = threading.Semaphore(0), threading.Event()

    def __call__(self) -> str:
        self.begun.release()
        assert self._end.wait(10)
        return "written"

    def end(self) -> None:
        self._end.set()


def run(trial: Callable[[Slow], Awaitable[None]]) -> None:
    slow = Slow()

    async def guarded() -> None:
        async with asyncio.timeout(10):
            try:
                await trial(slow)
            finally:
                slow.end()

    asyncio.run(guarded())


def test_one_whose_turn_does_not_come_is_told_when_to_come_back() -> None:
    async def trial(slow: Slow) -> None:
        lane = Lane(1, line=5, patience=0.05)
        first = asyncio.create_task(lane.run(slow))
        with pytest.raises(Problem) as refused:
            await asyncio.gather(first, lane.run(slow))
        assert refused.value.status == 503
        assert 1 <= int(refused.value.headers["Retry-After"]) <= 3
        slow.end()
        assert await first == "written"

    run(trial)


def test_a_full_line_is_closed_before_anything_is_read() -> None:
    async def trial(slow: Slow) -> None:
        lane = Lane(1, line=2, patience=10)
        lane.check_room()
        writing = [asyncio.create_task(lane.run(slow)) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(Problem):
            lane.check_room()
        slow.end()
        assert await asyncio.gather(*writing) == ["written"] * 3
        lane.check_room()

    run(trial)


def test_a_fault_gives_its_turn_back() -> None:
    def faulty() -> str:
        raise Problem("conflict")

    async def trial(slow: Slow) -> None:
        lane = Lane(1, line=1, patience=1)
        for _ in range(3):
            with pytest.raises(Problem, match="conflict"):
                await lane.run(faulty)
        slow.end()
        assert await lane.run(slow) == "written"

    run(trial)


def test_reading_goes_on_while_every_writer_is_busy() -> None:
    async def trial(slow: Slow) -> None:
        lanes = Lanes()
        busy = [asyncio.create_task(lanes.submitting.run(slow)) for _ in range(3)]
        busy.append(asyncio.create_task(lanes.batches.run(slow)))
        for _ in busy:
            await asyncio.to_thread(slow.begun.acquire)
        assert await lanes.read(lambda: "read") == "read"
        assert not any(task.done() for task in busy)
        slow.end()
        await asyncio.gather(*busy)

    run(trial)
