"""A service for each test, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.backends import TestService, a_service
from tests.fakes.databases import KINDS, an_empty_database


@pytest.fixture(params=KINDS)
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestService]:
    """The service with everything around it faked."""
    with an_empty_database(request.param, tmp_path) as url:
        made = a_service(tmp_path, url, migrated=False)
        yield made
        made.backend.close()
