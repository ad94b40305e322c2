"""A service for each test, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.store.database import sqlite_url
from service.store.tables import Base
from tests.fakes.backends import TestService, a_service
from tests.fakes.databases import KINDS, an_empty_database


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one database for all tests; making one for each would take longer than the tests."""
    with an_empty_database("postgresql", tmp_path_factory.getbasetemp()) as url:
        yield url


@pytest.fixture(params=KINDS)
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestService]:
    """The service with everything around it faked."""
    sqlite = request.param == "sqlite"
    url = sqlite_url(tmp_path / "speerwijzer.sqlite") if sqlite else request.getfixturevalue("postgres")
    made = a_service(tmp_path, url, migrated=False)
    yield made
    with made.backend.database.write() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
    made.backend.close()


@pytest.fixture
def client(service: TestService) -> Iterator[TestClient]:
    """Somebody who asks."""
    with TestClient(create_app(service.backend), follow_redirects=False) as client:
        yield client
