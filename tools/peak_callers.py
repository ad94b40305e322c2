"""The callers of the peak trial, in a process of their own: PORT KEY COUNT CALLERS TEXTS.

Prints what they met as JSON; TEXTS is a JSON file with the texts that they hand in, in turn.

They speak HTTP by hand, over one connection each: a full client would take more of the processor than the
service that it measures. How late this process itself is, is told beside the rest.
"""

import asyncio
import itertools
import json
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_READS = (
    "/v1/assessments?pageSize=20",
    "/v1/engine",
    "/v1/strategies",
    "/v1/assessments?grade[S1]=core",
)
_PAUSE_SECONDS, _PATIENCE_SECONDS, _LONGEST_SECONDS = 0.02, 3.0, 900.0
_TAKEN, _BUSY, _SEE_OTHER = 202, 503, 303


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `seconds` is from the first byte sent to the last byte received."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


@dataclass(slots=True)
class Caller:
    """One connection, over which one request at a time is sent."""

    port: int
    key: str
    _streams: "tuple[asyncio.StreamReader, asyncio.StreamWriter] | None" = None

    async def ask(self, method: str, path: str, body: bytes = b"", headers: str = "") -> Answer:
        """Send one request and read its answer."""
        reader, writer = await self._open()
        began = time.perf_counter()
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nX-API-Key: {self.key}\r\n{headers}"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        status, told = _head(await reader.readuntil(b"\r\n\r\n"))
        content = await reader.readexactly(int(told.get("content-length", "0")))
        answer = Answer(status, told, content, time.perf_counter() - began)
        if told.get("connection") == "close":
            self.close()
        return answer

    def close(self) -> None:
        """Close the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _open(self) -> "tuple[asyncio.StreamReader, asyncio.StreamWriter]":
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        return self._streams


@dataclass(slots=True)
class Record:
    """What the callers met: seconds by kind of request, and answers by status."""

    seconds: "defaultdict[str, list[float]]" = field(default_factory=lambda: defaultdict(list))
    answers: "Counter[int]" = field(default_factory=Counter)
    faults: "Counter[str]" = field(default_factory=Counter)
    ids: list[str] = field(default_factory=list)

    def read(self, kind: str, answer: Answer) -> None:
        """Note an answer to a request that reads."""
        self.seconds[kind].append(answer.seconds)
        if answer.status not in {200, _SEE_OTHER}:
            self.faults[f"{kind} {answer.status}"] += 1


async def main(port: int, key: str, forms: Iterable[tuple[bytes, str]], callers: int) -> dict[str, object]:
    """Hand in, read meanwhile, and wait until everything has ended; gives what was met."""
    record, waiting, done = Record(), iter(forms), asyncio.Event()
    beside = [asyncio.create_task(watch(record, port, key, done)) for watch in (_read, _probe, _lag)]
    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for _ in range(callers):
            group.create_task(_hand_in(record, Caller(port, key), waiting))
    handed_in = time.monotonic() - began
    last = Caller(port, key)
    while (left := await _unfinished(last)) and time.monotonic() - began < _LONGEST_SECONDS:
        await asyncio.sleep(1)
    took = time.monotonic() - began
    done.set()
    await asyncio.gather(*beside)
    return _told(record) | {
        "callersProcessorSeconds": round(time.process_time(), 1),
        "handedInSeconds": round(handed_in, 1), "allDoneSeconds": round(took, 1), "unfinished": left,
    }  # fmt: skip


async def _hand_in(record: Record, caller: Caller, forms: Iterator[tuple[bytes, str]]) -> None:
    for body, headers in forms:
        while True:
            answer = await caller.ask("POST", "/v1/assessments", body, headers)
            record.answers[answer.status] += 1
            record.seconds["taken" if answer.status == _TAKEN else "refused"].append(answer.seconds)
            if answer.status != _BUSY:
                break
            # Less than Retry-After may ask for: the trial is to press.
            await asyncio.sleep(min(float(answer.headers["retry-after"]), _PATIENCE_SECONDS))
        if answer.status == _TAKEN:
            record.ids.append(json.loads(answer.body)["id"])
            record.read("status", await caller.ask("GET", answer.headers["location"]))
    caller.close()


def form(number: int, text: str) -> tuple[bytes, str]:
    """A body that hands in a text, made another by a number, and its headers."""
    body = (
        '--peak\r\nContent-Disposition: form-data; name="file"; '
        f'filename="plan-{number}.txt"\r\nContent-Type: text/plain\r\n\r\n'
        f"{text}\n\nPlan {number}.\r\n--peak--\r\n"
    )
    headers = f"Content-Type: multipart/form-data; boundary=peak\r\nIdempotency-Key: plan-{number}\r\n"
    return body.encode(), headers


async def _read(record: Record, port: int, key: str, done: asyncio.Event) -> None:
    """One who looks around while the others hand in."""
    caller, chance = Caller(port, key), random.Random(20261127)
    for path in itertools.cycle((*_READS, "")):
        if done.is_set():
            return
        if path:
            record.read("reading", await caller.ask("GET", path))
        elif record.ids:
            record.read(
                "status", await caller.ask("GET", f"/v1/assessments/{chance.choice(record.ids)}/status")
            )
        await asyncio.sleep(_PAUSE_SECONDS)


async def _probe(record: Record, port: int, key: str, done: asyncio.Event) -> None:
    """Ask what costs next to nothing: how long any answer takes, whatever it is."""
    caller = Caller(port, key)
    while not done.is_set():
        record.read("livez", await caller.ask("GET", "/livez"))
        await asyncio.sleep(_PAUSE_SECONDS * 5)


async def _lag(record: Record, _port: int, _key: str, done: asyncio.Event) -> None:
    """How late this process itself is: time that is counted to the service, and is not its."""
    while not done.is_set():
        began = time.perf_counter()
        await asyncio.sleep(_PAUSE_SECONDS)
        record.seconds["ownLag"].append(time.perf_counter() - began - _PAUSE_SECONDS)


async def _unfinished(caller: Caller) -> bool:
    for state in ("queued", "running"):
        answer = await caller.ask("GET", f"/v1/assessments?pageSize=1&state={state}")
        if json.loads(answer.body)["items"]:
            return True
    return False


def _head(content: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = content.decode("latin-1").split("\r\n")
    pairs = (line.split(": ", 1) for line in lines if line)
    return int(first.split(" ")[1]), {name.lower(): value for name, value in pairs}


def _told(record: Record) -> dict[str, object]:
    return {
        "answers": {str(status): count for status, count in sorted(record.answers.items())},
        "faults": dict(record.faults),
        "milliseconds": {kind: _percentiles(seconds) for kind, seconds in record.seconds.items()},
    }


def _percentiles(seconds: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(seconds, n=100) if len(seconds) > 1 else seconds * 99
    told = {f"p{at}": round(cuts[at - 1] * 1000, 1) for at in (50, 95, 99)}
    return told | {"max": round(max(seconds) * 1000, 1), "requests": len(seconds)}


if __name__ == "__main__":
    port, key, count, callers, place = sys.argv[1:]
    texts = json.loads(Path(place).read_text("utf-8"))
    forms = [form(number, texts[number % len(texts)]) for number in range(int(count))]
    print(json.dumps(asyncio.run(main(int(port), key, forms, int(callers)))))
