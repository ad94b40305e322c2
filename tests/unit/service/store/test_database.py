"""Sessions that read and sessions that write, side by side."""

import time

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from service.audit.log import NotACode
from service.store.database import Database
from service.store.jobs import ensure_organisation
from service.store.tables import Organisation
from tests.fakes.clocks import NOON


def test_what_is_written_is_read_and_what_fails_is_not(database: Database) -> None:
    with database.write() as session:
        ensure_organisation(session, "gent", NOON)
    with pytest.raises(NotACode), database.write() as session:
        _make_and_fail(session)
    with database.read() as session:
        assert [row.id for row in session.query(Organisation)] == ["gent"]


def _make_and_fail(session: Session) -> None:
    ensure_organisation(session, "brugge", NOON)
    raise NotACode


def test_reading_needs_no_connection_that_writes(database: Database) -> None:
    with database.write() as session:
        ensure_organisation(session, "gent", NOON)
        with database.read() as reading:
            assert reading.get(Organisation, "gent") is None


def test_connection_that_was_lost_is_replaced(database: Database) -> None:
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no server to lose")
    with database.read() as session:
        mine = session.scalar(text("SELECT pg_backend_pid()"))
    with database.write() as session:
        session.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": mine})
    time.sleep(1.1)  # one that was used just now is not asked whether it is still there
    with database.read() as session:
        assert session.scalar(text("SELECT pg_backend_pid()")) != mine
