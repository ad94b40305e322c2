"""`speerwijzer serve` that is stopped or killed: nothing stays behind, and nobody holds it up."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

ROOT = Path(__file__).parents[2]
_PATIENCE_SECONDS = 120.0
_TEXT = b"Wij leren 200 burgers videobellen in de bibliotheek van elke gemeente."
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")


@dataclass(slots=True)
class Service:
    """A service as users start it."""

    process: subprocess.Popen[bytes]
    http: httpx2.Client

    def wait_until_ready(self) -> None:
        until(lambda: answers(self.http))

    def hand_in(self) -> str:
        answer = self.http.post("/v1/assessments", files={"file": ("plan.txt", _TEXT)}).raise_for_status()
        return str(answer.json()["id"])

    def is_done(self, id: str) -> bool:
        return self.http.get(f"/v1/assessments/{id}/status").status_code == httpx2.codes.SEE_OTHER


@pytest.fixture
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ("serve", "--port", str(port), "--workers", str(request.param))
    process = subprocess.Popen(
        [sys.executable, "-m", "service", *words],
        cwd=ROOT,
        env={**os.environ, "SPEERWIJZER_DATA_FOLDER": str(tmp_path), "SPEERWIJZER_LEASE_SECONDS": "5"},
        stdout=subprocess.DEVNULL,
    )
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=_PATIENCE_SECONDS) as http:
        yield Service(process, http)
    process.kill()
    process.wait()


def answers(http: httpx2.Client) -> bool:
    try:
        return http.get("/readyz").is_success
    except httpx2.HTTPError:
        return False


def until(holds: Callable[[], bool], seconds: float = _PATIENCE_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def started_by(pid: int) -> list[int]:
    """The processes that a process has started, and those that these have started."""
    own = [
        int(word)
        for file in Path(f"/proc/{pid}/task").glob("*/children")
        for word in file.read_text().split()
    ]
    return [*own, *(each for child in own for each in started_by(child))]


def is_there(pid: int) -> bool:
    """Whether a process lives: one that waits to be counted by its parent does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.encoder
@pytest.mark.parametrize("service", [1], indirect=True)
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["terminated", "killed"])
def test_nothing_that_it_started_stays_behind(service: Service, how: signal.Signals) -> None:
    service.wait_until_ready()
    id = service.hand_in()
    until(lambda: service.is_done(id))
    service.http.post("/v1/score", json={"texts": [{"id": "a", "text": "Een digibank."}]}).raise_for_status()
    started = started_by(service.process.pid)
    assert len(started) >= 3, "a worker, its reader of files, and a process that scores"
    service.process.send_signal(how)
    service.process.wait(_PATIENCE_SECONDS)
    until(lambda: not any(is_there(pid) for pid in started))


@pytest.mark.parametrize("service", [0], indirect=True)
def test_nobody_who_follows_an_assessment_holds_it_up(service: Service) -> None:
    service.wait_until_ready()
    with service.http.stream("GET", f"/v1/assessments/{service.hand_in()}/events") as answer:
        lines = answer.iter_lines()
        assert next(lines) == "event: status"
        service.process.terminate()
        assert list(lines)[-1] == "", "the stream ends in good order"
    service.process.wait(20)
