"""A service whose engine grades by terms, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.backends import TestService, a_service
from tests.fakes.databases import KINDS, an_empty_database
from tests.fakes.strategy_files import TermEngine


@pytest.fixture(params=KINDS)
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestService]:
    """The service with everything around it faked."""
    with an_empty_database(request.param, tmp_path) as url:
        made = a_service(tmp_path, url, migrated=False)
        yield replace(made, engine=TermEngine(made.engine.strategy))
        made.backend.close()
