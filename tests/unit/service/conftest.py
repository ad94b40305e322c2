"""A database for each test, on SQLite and on PostgreSQL, with all its tables."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from service.store.database import Database, sqlite_url
from service.store.tables import Base
from tests.fakes.backends import a_postgres_database, postgres_is_there


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without rows."""
    with ExitStack() as stack:
        url = sqlite_url(tmp_path / "speerwijzer.sqlite")
        if request.param == "postgresql":
            if not postgres_is_there():
                pytest.skip("no PostgreSQL at SPEERWIJZER_TEST_POSTGRES")
            url = stack.enter_context(a_postgres_database())
        made = Database(url)
        stack.callback(made.close)
        Base.metadata.create_all(made.engine)
        yield made
