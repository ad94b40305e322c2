"""A deadline: 50 callers hand in 1,000 proposals while 4 workers burn processor time. URL [COUNT] [real].

The engine is a fake that burns 100 milliseconds of processor time, about what a short proposal costs; with
`real` it is the product itself, with the annotated proposals. The callers are a process of their own
(tools/peak_callers.py). Says how requests were answered and how long that took, in milliseconds, and whether
each proposal ended once. The database at URL has to be empty.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service.store.database import Database
    from service.store.tables import Assessment

ROOT = Path(__file__).parents[1]
_CALLERS, _WORKERS, _QUEUE = 50, 4, 300
_LEASE, _ENGINE_SECONDS = "60", "0.1"
_START_SECONDS, _LONGEST_SECONDS = 300.0, 1800.0
_SPEARHEADS = 9


def main(url: str, count: str = "1000", engine: str = "fake") -> int:
    """Run the trial; 0 when every answer was an acceptance or a plea for patience, and all ended."""
    from service.store.database import Database

    load, database = os.getloadavg(), Database(url)
    with tempfile.TemporaryDirectory() as folder:
        key, port, texts = _prepare(database), _free_port(), Path(folder) / "texts.json"
        texts.write_text(json.dumps(_texts(engine)), "utf-8")
        with _service(url, folder, port, engine):
            _wait_for_workers(database, port)
            words = (str(port), key, count, str(_CALLERS), str(texts))
            callers = (sys.executable, str(ROOT / "tools" / "peak_callers.py"), *words)
            met = subprocess.run(callers, stdout=subprocess.PIPE, timeout=_LONGEST_SECONDS, check=True)
    told = (
        json.loads(met.stdout)
        | _results(database, engine)
        | {"loadBefore": [round(each, 1) for each in load]}
    )
    database.close()
    print(json.dumps(told, indent=1))
    honest = set(told["answers"]) <= {"202", "503"} and not told["faults"]
    once = told["jobs"] == told["assessments"] == {"done": int(count)}
    return 0 if honest and once and told["rightResults"] == int(count) else 1


def _prepare(database: "Database") -> str:
    """Make the tables and a key; gives the key."""
    from service.ports import PORTAL
    from service.security.key_register import KeyRegister, KeyWish
    from service.store.migrating import upgrade

    upgrade(database.url)
    wish = KeyWish("peak", "peak", frozenset({PORTAL}))
    return KeyRegister(database, lambda: datetime.now(UTC)).create(wish).text


def _texts(engine: str) -> list[str]:
    if engine == "fake":
        return [f"S{number}=core" for number in range(1, _SPEARHEADS + 1)]
    from corpus.annotated import as_document, read_proposals

    return [as_document(proposal)[0].text for proposal in read_proposals()]


def _commands(url: str, folder: str, port: int, engine: str) -> list[list[str]]:
    if engine == "real":
        return [["service", "serve", "--port", str(port), "--workers", str(_WORKERS)]]
    fake = "tests.fakes.worker_process"
    workers = [[fake, url, folder, f"peak-{at}", _LEASE, _ENGINE_SECONDS, "burns"] for at in range(_WORKERS)]
    return [[fake, "serve", url, folder, str(port), str(_QUEUE), "keys"], *workers]


@contextmanager
def _service(url: str, folder: str, port: int, engine: str) -> Iterator[None]:
    """An API and its workers, from before the first request until after the last."""
    environment = os.environ | {
        "SPEERWIJZER_DATABASE_URL": url,
        "SPEERWIJZER_DATA_FOLDER": folder,
        "SPEERWIJZER_QUEUE_SIZE": str(_QUEUE),
        "SPEERWIJZER_REQUESTS_PER_MINUTE": "1000000",
    }
    processes = [
        subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT, env=environment)
        for words in _commands(url, folder, port, engine)
    ]
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def _wait_for_workers(database: "Database", port: int) -> None:
    """Wait until the API listens and every worker has told that it is there."""
    from sqlalchemy import func, select

    from service.store.tables import Worker

    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        with database.read() as session, socket.socket() as probe:
            workers = session.scalar(select(func.count()).select_from(Worker))
            if workers == _WORKERS and probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(1)
    raise TimeoutError("the service does not start")


def _results(database: "Database", engine: str) -> dict[str, Any]:
    """How jobs and assessments ended, and how many have the grades that their text asks for."""
    from sqlalchemy import func, select

    from service.store.tables import Assessment, Job

    with database.read() as session:
        ended = {
            name: dict(
                session.execute(select(table.state, func.count()).group_by(table.state)).tuples().all()
            )
            for name, table in (("jobs", Job), ("assessments", Assessment))
        }
        right = sum(_is_right(row, engine) for row in session.scalars(select(Assessment)))
    return {**ended, "rightResults": right}


def _is_right(row: "Assessment", engine: str) -> bool:
    """Whether it has a report and all grades; of the fake engine, those that its text asks for."""
    grades = {grade.spearhead: grade.grade for grade in row.grades}
    wanted = int(row.name.removeprefix("plan-").removesuffix(".txt")) % _SPEARHEADS + 1
    asked = {f"S{at}": "core" if at == wanted else "none" for at in range(1, _SPEARHEADS + 1)}
    return row.report is not None and (grades == asked if engine == "fake" else len(grades) == _SPEARHEADS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1], *sys.argv[2:]))
