"""A service with pages, and somebody who visits them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from tests.fakes.pages import Visitor, a_page_service


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    """Somebody on their own machine."""
    made = a_page_service(tmp_path)
    with TestClient(create_app(made.backend), follow_redirects=False) as client:
        yield Visitor(made, client)
