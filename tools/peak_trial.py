"""A deadline: 50 callers hand in 1,000 proposals while 4 workers burn processor time. URL [COUNT].

The engine is a fake that burns 100 milliseconds of processor time, about what a short proposal costs.
The callers are a process of their own (tools/peak_callers.py). Says how requests were answered and how
long that took, in milliseconds, and whether each proposal ended once with the grades that it asks for.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
_CALLERS, _WORKERS, _QUEUE = 50, 4, 300
_LEASE, _ENGINE_SECONDS = "60", "0.1"
_WARM_SECONDS, _LONGEST_SECONDS = 60.0, 1200.0


def main(url: str, count: int = 1000) -> int:
    """Run the trial; 0 when every answer was an acceptance or a plea for patience, and all ended."""
    with tempfile.TemporaryDirectory() as folder:
        key, port = _prepare(url), _free_port()
        load = os.getloadavg()
        with _service(url, folder, port):
            words = (str(port), key, str(count), str(_CALLERS))
            callers = subprocess.run(
                [sys.executable, str(ROOT / "tools" / "peak_callers.py"), *words],
                stdout=subprocess.PIPE, timeout=_LONGEST_SECONDS, check=True,
            )  # fmt: skip
    told = json.loads(callers.stdout) | _results(url) | {"loadBefore": [round(each, 1) for each in load]}
    print(json.dumps(told, indent=1))
    honest = set(told["answers"]) <= {"202", "503"} and not told["faults"]
    return 0 if honest and told["jobs"] == {"done": count} and told["rightResults"] == count else 1


def _prepare(url: str) -> str:
    """Make the tables and a key; gives the key."""
    from datetime import UTC, datetime

    from service.ports import PORTAL
    from service.security.key_register import KeyRegister, KeyWish
    from service.store.database import Database
    from service.store.migrating import upgrade

    upgrade(url)
    database = Database(url)
    wish = KeyWish("peak", "peak", frozenset({PORTAL}))
    key = KeyRegister(database, lambda: datetime.now(UTC)).create(wish)
    database.close()
    return key.text


@contextmanager
def _service(url: str, folder: str, port: int) -> "Iterator[None]":
    """An API and its workers, from before the first request until after the last."""
    lines = [["serve", url, folder, str(port), str(_QUEUE), "keys"]]
    lines += [[url, folder, f"peak-{at}", _LEASE, _ENGINE_SECONDS, "burns"] for at in range(_WORKERS)]
    command = (sys.executable, "-m", "tests.fakes.worker_process")
    processes = [subprocess.Popen([*command, *words], cwd=ROOT) for words in lines]
    try:
        _wait_for_workers(url, port)
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def _wait_for_workers(url: str, port: int) -> None:
    from sqlalchemy import func, select

    from service.store.database import Database
    from service.store.tables import Worker

    database, end = Database(url), time.monotonic() + _WARM_SECONDS
    while time.monotonic() < end:
        time.sleep(1)
        with database.read() as session:
            if session.scalar(select(func.count()).select_from(Worker)) == _WORKERS and _is_alive(port):
                break
    database.close()


def _is_alive(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez") as answer:
            return bool(answer.status == 200)  # noqa: PLR2004
    except OSError:
        return False


def _results(url: str) -> dict[str, object]:
    """How the jobs ended, and how many assessments have exactly the grades that their text asks for."""
    from sqlalchemy import func, select

    from service.store.database import Database
    from service.store.tables import Assessment, Job

    database = Database(url)
    with database.read() as session:
        jobs = session.execute(select(Job.state, func.count()).group_by(Job.state)).all()
        right = sum(_is_right(row) for row in session.scalars(select(Assessment)))
    database.close()
    return {"jobs": dict(jobs), "rightResults": right}


def _is_right(row: object) -> bool:
    number = int(row.name.split("-")[1].split(".")[0])
    expected = {f"S{at}": "core" if at == number % 9 + 1 else "none" for at in range(1, 10)}
    return {grade.spearhead: grade.grade for grade in row.grades} == expected


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1], *(int(word) for word in sys.argv[2:])))
