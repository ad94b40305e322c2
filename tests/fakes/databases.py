"""Empty databases for tests: SQLite in a folder, PostgreSQL where it can be reached."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from service.store.database import sqlite_url

POSTGRES = os.environ.get("SPEERWIJZER_TEST_POSTGRES", "postgresql+psycopg://root@127.0.0.1:5432/postgres")
KINDS = ("sqlite", "postgresql")


@contextmanager
def an_empty_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a new database; skips the test where there is no PostgreSQL, but never in CI."""
    if kind == "sqlite":
        yield sqlite_url(folder / "speerwijzer.sqlite")
        return
    if not _postgres_is_there():
        pytest.skip("no PostgreSQL at SPEERWIJZER_TEST_POSTGRES")
    name = f"sw_test_{uuid4().hex[:12]}"
    admin = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def _postgres_is_there() -> bool:
    if os.environ.get("CI") == "true":
        return True
    admin = create_engine(POSTGRES, connect_args={"connect_timeout": 2})
    try:
        admin.connect().close()
    except OperationalError:
        return False
    finally:
        admin.dispose()
    return True
