"""A service with its pages, and somebody who visits them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from tests.fakes.backends import TestService, a_service
from tests.fakes.page_engine import PageEngine
from tests.fakes.visitors import Doorman, Visitor


@pytest.fixture
def doorman() -> Doorman:
    return Doorman()


@pytest.fixture
def service(tmp_path: Path, doorman: Doorman) -> Iterator[TestService]:
    """The service on SQLite; its engine gives each spearhead a grade, with evidence."""
    made = a_service(tmp_path, authenticator=doorman, migrated=False, requests_per_minute=100_000)
    yield replace(made, engine=PageEngine(made.engine.strategy))
    made.backend.close()


@pytest.fixture
def visitor(service: TestService, doorman: Doorman) -> Iterator[Visitor]:
    """Nobody yet: see `Visitor.become`."""
    with TestClient(create_app(service.backend), follow_redirects=False) as client:
        yield Visitor(client, doorman)
