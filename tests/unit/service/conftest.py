"""A database for each test, on SQLite and on PostgreSQL, with all its tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.store.database import Database
from service.store.tables import Base
from tests.fakes.databases import KINDS, an_empty_database


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without rows."""
    with an_empty_database(request.param, tmp_path) as url:
        made = Database(url)
        Base.metadata.create_all(made.engine)
        yield made
        made.close()
