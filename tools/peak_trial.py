"""A deadline: 50 callers hand in 1,000 proposals while 4 workers burn processor time. URL [COUNT].

The engine is a fake that burns 100 milliseconds of processor time, about what a short proposal costs.
Says how requests were answered and how long reading took meanwhile, in milliseconds.
"""

import json
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

ROOT = Path(__file__).parents[1]
_CALLERS, _WORKERS, _QUEUE = 50, 4, 300
_LEASE, _ENGINE_SECONDS = "60", "0.1"
_WARM_SECONDS, _LONGEST_SECONDS = 20.0, 900.0


@dataclass(slots=True)
class Record:
    """What callers met."""

    answers: "Counter[int]" = field(default_factory=Counter)
    writing: list[float] = field(default_factory=list)
    reading: list[float] = field(default_factory=list)


def main(url: str, count: int = 1000) -> int:
    """Run the trial; 0 when every answer was an acceptance or a plea for patience, and all ended."""
    record, done = Record(), threading.Event()
    with tempfile.TemporaryDirectory() as folder:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        processes = _start(url, folder, port)
        http = httpx2.Client(
            base_url=f"http://127.0.0.1:{port}", timeout=60, limits=httpx2.Limits(max_connections=60)
        )
        time.sleep(_WARM_SECONDS)
        began = time.monotonic()
        reader = threading.Thread(target=_read, args=(http, record, done))
        reader.start()
        with ThreadPoolExecutor(_CALLERS) as callers:
            list(callers.map(lambda number: _hand_in(http, record, number), range(count)))
        handed_in = time.monotonic() - began
        while _unfinished(http) and time.monotonic() - began < _LONGEST_SECONDS:
            time.sleep(1)
        took = time.monotonic() - began
        done.set()
        reader.join()
        left = _unfinished(http)
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()
    print(json.dumps(_told(record, handed_in, took, left), indent=1))
    return 0 if set(record.answers) <= {202, 503} and not left else 1


def _start(url: str, folder: str, port: int) -> "list[subprocess.Popen[bytes]]":
    sys.path.insert(0, str(ROOT))
    from service.store.migrating import upgrade

    upgrade(url)
    lines = [["serve", url, folder, str(port), str(_QUEUE)]]
    lines += [[url, folder, f"peak-{at}", _LEASE, _ENGINE_SECONDS, "burns"] for at in range(_WORKERS)]
    command = (sys.executable, "-m", "tests.fakes.worker_process")
    return [subprocess.Popen([*command, *words], cwd=ROOT) for words in lines]


def _hand_in(http: httpx2.Client, record: Record, number: int) -> None:
    while True:
        began = time.monotonic()
        answer = http.post(
            "/v1/assessments",
            files={"file": (f"plan-{number}.txt", f"Plan {number}. S1=core".encode())},
            headers={"Idempotency-Key": f"plan-{number}"},
        )
        record.writing.append(time.monotonic() - began)
        record.answers[answer.status_code] += 1
        if answer.status_code != httpx2.codes.SERVICE_UNAVAILABLE:
            return
        # Less than Retry-After asks for: the trial is to press.
        time.sleep(min(float(answer.headers["retry-after"]), 3.0))


def _read(http: httpx2.Client, record: Record, done: threading.Event) -> None:
    addresses = (
        "/v1/assessments?pageSize=20",
        "/v1/engine",
        "/v1/strategies",
        "/v1/assessments?grade[S1]=core",
    )
    while not done.is_set():
        for address in addresses:
            began = time.monotonic()
            http.get(address).raise_for_status()
            record.reading.append(time.monotonic() - began)
            time.sleep(0.02)


def _unfinished(http: httpx2.Client) -> bool:
    return any(
        http.get(f"/v1/assessments?pageSize=1&state={state}").json()["items"]
        for state in ("queued", "running")
    )


def _told(record: Record, handed_in: float, took: float, left: bool) -> dict[str, object]:
    return {
        "answers": {str(status): count for status, count in sorted(record.answers.items())},
        "handedInSeconds": round(handed_in, 1),
        "allDoneSeconds": round(took, 1),
        "unfinished": left,
        "reading": _percentiles(record.reading),
        "writing": _percentiles(record.writing),
    }


def _percentiles(seconds: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(seconds, n=100)
    return {f"p{at}": round(cuts[at - 1] * 1000, 1) for at in (50, 95, 99)} | {"requests": len(seconds)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *(int(word) for word in sys.argv[2:])))
