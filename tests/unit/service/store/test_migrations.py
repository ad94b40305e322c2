"""The tables change shape, forward and back, and what they hold stays."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select

from service.store.database import Database
from service.store.migrating import downgrade, upgrade
from service.store.tables import Assessment, AssessmentGrade, Base
from tests.fakes.backends import a_service
from tests.fakes.databases import KINDS, an_empty_database

Rows = list[dict[str, Any]]


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with an_empty_database(request.param, tmp_path) as url:
        yield url


def contents(url: str) -> dict[str, Rows]:
    """Every row of every table, without the columns that only the newest shape has."""
    database = Database(url)
    with database.engine.connect() as connection:
        found = {
            table.name: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in Base.metadata.sorted_tables
        }
    database.close()
    return found


def fill(url: str, folder: Path) -> None:
    from fastapi.testclient import TestClient

    from service.app import create_app

    made = a_service(folder, url)
    with TestClient(create_app(made.backend)) as client:
        client.post("/v1/assessments", files={"file": ("plan.txt", b"S1=core")})
        client.post("/v1/batches", json={"items": [{"sections": [{"text": "S2=core"}]}] * 2})
        made.work_off()
    made.backend.close()


def test_tables_are_those_that_the_code_knows(url: str) -> None:
    upgrade(url)
    database = Database(url)
    ours = set(Base.metadata.tables)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _parents: kind != "table" or name in ours},
        )
        assert compare_metadata(context, Base.metadata) == []
    database.close()


def test_going_back_and_forth_keeps_what_is_there(url: str, tmp_path: Path) -> None:
    upgrade(url)
    fill(url, tmp_path)
    before = contents(url)
    assert before[AssessmentGrade.__tablename__]
    downgrade(url, "0001")
    upgrade(url)
    after = contents(url)
    for rows in before[Assessment.__tablename__], after[Assessment.__tablename__]:
        for row in rows:
            row["place"] = None
    assert after == before


def test_upgrading_what_is_up_to_date_changes_nothing(url: str, tmp_path: Path) -> None:
    upgrade(url)
    fill(url, tmp_path)
    before = contents(url)
    upgrade(url)
    assert contents(url) == before


def test_everything_can_be_undone(url: str) -> None:
    upgrade(url)
    downgrade(url, "base")
    database = Database(url)
    assert not set(inspect(database.engine).get_table_names()) & set(Base.metadata.tables)
    database.close()
