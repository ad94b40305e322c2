"""Kills workers and the API at random while proposals are assessed: URL [COUNT]. Says what became of each.

The engine is a fake that takes 50 milliseconds, so that the trial is about the work and not about models.
"""

import itertools
import json
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx2

ROOT = Path(__file__).parents[1]
_WORKERS = ("worker-1", "worker-2", "worker-3")
_LEASE, _ENGINE_SECONDS = "2", "0.05"
_PATIENCE_SECONDS = 300.0
_CALLERS = 8
_RETURNS = 0.7
"""Share of killed workers that come back under their own name; the others never return."""


@dataclass(slots=True)
class Processes:
    """The API and its workers, as processes that are killed and started again."""

    url: str
    folder: Path
    port: int
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    kills: "Counter[str]" = field(default_factory=Counter)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(len(_WORKERS) + 1))

    def start(self, name: str) -> None:
        """Start one process."""
        if name == "api":
            words = ["serve", self.url, str(self.folder), str(self.port)]
        else:
            words = [self.url, str(self.folder), name, _LEASE, _ENGINE_SECONDS]
        command = [sys.executable, "-m", "tests.fakes.worker_process", *words]
        self.running[name] = subprocess.Popen(command, cwd=ROOT)

    def kill_one(self, chance: random.Random) -> None:
        """Kill one process at random and start it again; now and then a worker never returns."""
        name = chance.choice(sorted(self.running))
        process = self.running.pop(name)
        process.kill()
        process.wait()
        self.kills["api" if name == "api" else "worker"] += 1
        returns = name == "api" or chance.random() < _RETURNS
        self.start(name if returns else f"worker-{next(self.numbers)}")

    def stop(self) -> None:
        """End all of them."""
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait()


class Receiver:
    """Takes webhook messages, and notes their ids."""

    def __init__(self) -> None:
        self.ids: Counter[str] = Counter()
        self.subjects: dict[str, set[str]] = {}
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                if len(body) < int(self.headers["content-length"]):
                    return  # the sender was killed in the middle
                receiver.take(self.headers["webhook-id"], json.loads(body))
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_port}/"

    def take(self, id: str, event: dict[str, str]) -> None:
        """Note one message."""
        self.ids[id] += 1
        self.subjects.setdefault(str(event["subject"]), set()).add(id)


def main(url: str, count: int = 300) -> int:
    """Run the trial; 0 when everything ended once and was told of."""
    chance = random.Random(20261127)
    receiver = Receiver()
    with tempfile.TemporaryDirectory() as folder:
        processes = Processes(url, Path(folder), _free_port())
        _prepare(url, Path(folder), receiver.url)
        for name in ("api", *_WORKERS):
            processes.start(name)
        done = threading.Event()
        sent: list[str] = []

        def hand_in() -> None:
            sent.extend(_hand_in(processes.port, count))
            done.set()

        began = time.monotonic()
        threading.Thread(target=hand_in).start()
        while not done.is_set() or _open(processes.port, sent):
            time.sleep(2 + chance.random() * 4)
            if time.monotonic() - began < _PATIENCE_SECONDS:
                processes.kill_one(chance)
        took = time.monotonic() - began
        told = _outcome(processes.port, sent, receiver)
        processes.stop()
    told |= {"killed": dict(processes.kills), "seconds": round(took, 1)}
    print(json.dumps(told, indent=1))
    return 0 if told["faultless"] else 1


def _prepare(url: str, folder: Path, receiver: str) -> None:
    from corpus.strategy_files import load_strategy
    from service.hooks import add_webhook
    from service.ports import ROLES, Principal
    from service.store.migrating import upgrade
    from tests.fakes.engines import FakeEngine
    from tests.fakes.worker_process import durable_backend

    upgrade(url)
    backend = durable_backend(url, folder, FakeEngine(load_strategy("vlaanderen-2025")))
    add_webhook(backend, Principal("test", "test", ROLES), receiver, ["assessment.completed"])
    backend.close()


def _hand_in(port: int, count: int) -> list[str]:
    """Hand in every proposal, again and again until there is an answer: the key makes that harmless."""
    with ThreadPoolExecutor(_CALLERS) as callers:
        return list(callers.map(lambda number: _hand_in_one(port, number), range(count)))


def _hand_in_one(port: int, number: int) -> str:
    text = f"Plan {number}. S{number % 9 + 1}=core".encode()
    while True:
        answer = _asked(
            port,
            "POST",
            "/v1/assessments",
            files={"file": (f"plan-{number}.txt", text)},
            headers={"Idempotency-Key": f"plan-{number}"},
        )
        if answer is not None and answer.status_code == httpx2.codes.ACCEPTED:
            return str(answer.json()["id"])
        time.sleep(0.2)


def _asked(port: int, method: str, path: str, **request: object) -> "httpx2.Response | None":
    try:
        return httpx2.request(method, f"http://127.0.0.1:{port}{path}", timeout=10, **request)  # type: ignore[arg-type]
    except httpx2.HTTPError:
        return None


def _listed(port: int) -> list[dict[str, object]]:
    items: list[dict[str, object]] = []
    path: str | None = "/v1/assessments?pageSize=200"
    while path:
        page = _asked(port, "GET", path)
        if page is None:
            time.sleep(0.2)
            continue
        items += page.json()["items"]
        path = page.json().get("next")
    return items


def _open(port: int, sent: list[str]) -> bool:
    states = Counter(str(item["state"]) for item in _listed(port))
    return bool(states["queued"] + states["running"]) or states.total() < len(sent)


def _outcome(port: int, sent: list[str], receiver: Receiver) -> dict[str, object]:
    end = time.monotonic() + 60
    while len(receiver.subjects) < len(sent) and time.monotonic() < end:
        time.sleep(0.5)
    items = _listed(port)
    states = Counter(str(item["state"]) for item in items)
    right = sum(_is_right(item) for item in items)
    one_id = all(len(ids) == 1 for ids in receiver.subjects.values())
    return {
        "handedIn": len(sent),
        "rows": len(items),
        "states": dict(states),
        "rightResults": right,
        "toldOf": len(receiver.subjects),
        "messages": receiver.ids.total(),
        "oneIdEach": one_id,
        "faultless": len(items) == len(sent) == right == len(receiver.subjects) and one_id,
    }


def _is_right(item: dict[str, object]) -> bool:
    number = int(str(item["name"]).split("-")[1].split(".")[0])
    grades = item.get("grades")
    expected = {f"S{at}": "core" if at == number % 9 + 1 else "none" for at in range(1, 10)}
    return grades == expected


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1], *(int(word) for word in sys.argv[2:])))
