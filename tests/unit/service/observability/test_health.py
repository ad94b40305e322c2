from datetime import timedelta

import pytest
from sqlalchemy import text

from service.observability.health import Status, health_of, look
from service.states import State
from service.store.database import Database, sqlite_url
from service.store.tables import Job, Organisation, Worker
from tests.fakes.clocks import NOON


def a_job(number: int, state: State, **values: object) -> Job:
    content = {"organisation_id": "gent", "key": f"k{number}", "priority": 1, "name": "x", "strategy": "s"}
    times = {"created_at": NOON, "upload": "u"}
    return Job(id=f"j{number}", state=state.value, **(content | times | values))


def _filled(database: Database, *rows: object) -> None:
    with database.write() as session:
        session.add(Organisation(id="gent", name="Gent", created_at=NOON))
        session.flush()
        session.add_all(rows)


def _worker() -> Worker:
    return Worker(name="w1", host="h", pid=1, started_at=NOON, seen_at=NOON, engines={})


def test_service_at_rest_is_up(database: Database) -> None:
    health = health_of(database, NOON)
    assert (health.status, health.http_status) == (Status.UP, 200)
    assert health.content(detailed=False) == {"status": "UP"}


def test_work_without_a_worker_is_a_degraded_service(database: Database) -> None:
    _filled(database, a_job(1, State.QUEUED))
    health = health_of(database, NOON)
    assert (health.status, health.http_status) == (Status.DEGRADED, 200)
    assert health.content(detailed=True)["details"] == {
        "database": {"status": "UP"},
        "workers": {"status": "DEGRADED"},
    }


def test_work_that_waits_long_is_a_degraded_service(database: Database) -> None:
    _filled(database, a_job(1, State.QUEUED), _worker())
    assert health_of(database, NOON).status is Status.UP
    assert health_of(database, NOON + timedelta(hours=1)).status is Status.DEGRADED


def test_no_database_is_a_service_that_is_down(tmp_path: object) -> None:
    from pathlib import Path

    database = Database(sqlite_url(Path(str(tmp_path)) / "none" / "x.sqlite"))
    health = health_of(database, NOON)
    assert (health.status, health.http_status) == (Status.DOWN, 503)
    database.close()


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], Status.UP),
        ([Status.UP, Status.UP], Status.UP),
        ([Status.UP, Status.DEGRADED], Status.DEGRADED),
        ([Status.DOWN, Status.DEGRADED], Status.DOWN),
    ],
)
def test_whole_is_as_its_worst_part(parts: list[Status], whole: Status) -> None:
    checks = {str(number): (lambda part=part: part) for number, part in enumerate(parts)}
    assert look(checks).status is whole


def test_missing_tables_are_told_as_down(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE workers"))
    assert health_of(database, NOON).status is Status.DOWN
