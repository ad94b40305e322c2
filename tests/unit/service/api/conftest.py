"""A service for each test, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from tests.fakes.backends import TestService, a_postgres_database, a_service, postgres_is_there


@pytest.fixture(params=["sqlite", "postgresql"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestService]:
    """The service with everything around it faked."""
    with ExitStack() as stack:
        url = None
        if request.param == "postgresql":
            if not postgres_is_there():
                pytest.skip("no PostgreSQL at SPEERWIJZER_TEST_POSTGRES")
            url = stack.enter_context(a_postgres_database())
        made = a_service(tmp_path, url)
        yield made
        made.backend.close()


@pytest.fixture
def client(service: TestService) -> Iterator[TestClient]:
    """Somebody who asks."""
    with TestClient(create_app(service.backend), follow_redirects=False) as client:
        yield client
