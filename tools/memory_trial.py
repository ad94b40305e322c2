"""Hands in 500 mixed files to a real service and tells what each process takes in memory: [COUNT] [URL].

Good PDF, DOCX, ODT and text, hostile files, files that are too large and names that lie, each in turn; every
tenth report is rendered too. `serve` and `worker` are the real commands with a fake engine, so that the
figures are about the service and not about models. Without URL the database is SQLite.
"""

import io
import itertools
import json
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx2

ROOT = Path(__file__).parents[1]
_EVERY, _RENDERED = 100, 10
_LIMIT_BYTES = 20_000_000
_FORMATS = ("html", "pdf", "docx", "md", "jsonld")
_PATIENCE_SECONDS = 300.0
_MOST_GROWTH = 20_000
"""Kilobytes that a process may grow from the sample after a fifth of the files to the last one."""


@dataclass(slots=True)
class Trial:
    """The service under trial, and what was found."""

    http: httpx2.Client
    processes: "dict[str, subprocess.Popen[bytes]]"
    outcomes: "Counter[str]" = field(default_factory=Counter)
    samples: list[dict[str, int]] = field(default_factory=list)

    def sample(self) -> None:
        """Note the memory of each process and of the helper that reads files for it, in kilobytes."""
        found = {}
        for name, process in self.processes.items():
            found[name] = _resident(process.pid)
            for child in _children(process.pid):
                found[f"{name} reader"] = _resident(child)
        self.samples.append(found)
        print(json.dumps(found), flush=True)

    def hand_in(self, number: int, name: str, content: bytes) -> None:
        """Hand in one file, wait until it has ended, and now and then have its report rendered."""
        answer = self.http.post("/v1/assessments", files={"file": (name, content)})
        if answer.status_code != httpx2.codes.ACCEPTED:
            self.outcomes[str(answer.status_code)] += 1
            return
        id = answer.json()["id"]
        state = self._ended(id)
        self.outcomes[state] += 1
        if state == "done" and number % _RENDERED == 0:
            for format in _FORMATS:
                self.http.get(f"/v1/assessments/{id}/report.{format}").raise_for_status()

    def _ended(self, id: str) -> str:
        end = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < end:
            status = self.http.get(f"/v1/assessments/{id}/status")
            if status.status_code == httpx2.codes.SEE_OTHER:
                return "done"
            if status.json()["state"] not in {"queued", "running"}:
                return str(status.json().get("problem", {}).get("reason", status.json()["state"]))
            time.sleep(0.25)
        return "never ended"


def main(count: int = 500, url: str = "") -> int:
    """Run the trial; 0 when no process grew more than it may."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
        probe.close()
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as http:
            trial = Trial(http, _start(folder, url, port))
            try:
                _wait_until_ready(http)
                _send_all(trial, count)
            finally:
                for process in trial.processes.values():
                    process.terminate()
                for process in trial.processes.values():
                    process.wait()
    early, late = trial.samples[max(1, len(trial.samples) // 5)], trial.samples[-1]
    growth = {name: late[name] - early.get(name, 0) for name in late}
    print(json.dumps({"outcomes": dict(trial.outcomes), "growthKilobytes": growth}, indent=1))
    return 0 if max(growth.values()) <= _MOST_GROWTH else 1


def _send_all(trial: Trial, count: int) -> None:
    trial.sample()
    for number, (name, make) in enumerate(itertools.islice(_mixed(), count), start=1):
        trial.hand_in(number, name, make())
        if number % min(_EVERY, max(1, count // 5)) == 0:
            trial.sample()


def _start(folder: str, url: str, port: str) -> "dict[str, subprocess.Popen[bytes]]":
    words = {"api": ["serve", "--workers", "0", "--port", port], "worker": ["worker", "--name", "one"]}
    command = [sys.executable, __file__, "run", folder, url]
    return {
        name: subprocess.Popen(
            [*command, *rest], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for name, rest in words.items()
    }


def run(folder: str, url: str, *words: str) -> int:
    """One command of the service, with a fake engine."""
    from corpus.strategy_files import load_strategy
    from service.cli import main as command
    from service.services import real_services
    from tests.fakes.engines import FakeEngine, fake_services

    real = real_services()
    settings = {"data_folder": folder, "database_url": url, "limit_bytes": _LIMIT_BYTES}
    services = fake_services(
        FakeEngine(load_strategy("vlaanderen-2025")), **settings, requests_per_minute=1_000_000
    )
    return command(
        words, replace(services, render=real.render, read_document=real.read_document, now=real.now)
    )


def _wait_until_ready(http: httpx2.Client) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            if http.get("/health").json()["status"] == "UP":
                return
        except httpx2.HTTPError:
            pass
        time.sleep(0.2)
    raise TimeoutError("the service did not start")


def _mixed() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Files without end, no two the same: three that are good, and then one that is not."""
    from tests.fakes.nasty_files import nasty_files
    from tests.fakes.office_files import open_document

    pdf, docx = ((ROOT / "corpus/examples" / name).read_bytes() for name in _EXAMPLES)
    odt = open_document("<text:p>Wij leren 200 burgers videobellen. S1=core</text:p>")
    good = itertools.cycle(("a.pdf", "b.docx", "c.odt", "d.txt", "pdf.docx"))
    kinds = {
        "a.pdf": lambda n: pdf + b"\n%% %d\n" % n,
        "b.docx": lambda n: _commented(docx, n),
        "c.odt": lambda n: _commented(odt, n),
        "d.txt": lambda n: b"Plan %d. S1=core " % n * 2000,
        "pdf.docx": lambda n: pdf + b"\n%% pdf %d\n" % n,
    }
    bad = {name: make().content for name, make in nasty_files().items()}
    bad["too_large.pdf"] = b"%PDF-1.7\n" + bytes(_LIMIT_BYTES)
    harm = itertools.cycle(sorted(bad))
    for number in itertools.count(1):
        if number % 4:
            name = next(good)
            yield name, lambda name=name, number=number: kinds[name](number)  # type: ignore[misc]
        else:
            name = next(harm)
            yield name, lambda name=name: bad[name]  # type: ignore[misc]


_EXAMPLES = ("afsprakenbouwsteen.pdf", "digibank.docx")


def _commented(content: bytes, number: int) -> bytes:
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"%d" % number
    return file.getvalue()


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task")
    return [int(word) for file in tasks.glob("*/children") for word in file.read_text().split()]


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if sys.argv[1:2] == ["run"]:
        sys.exit(run(*sys.argv[2:]))
    sys.exit(main(*(int(word) if word.isdigit() else word for word in sys.argv[1:])))  # type: ignore[arg-type]
