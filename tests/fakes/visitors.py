"""People who visit the pages with a browser that runs no script."""
# Responses and files are those of whichever client FastAPI tests with.
# ruff: noqa: ANN401

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi.testclient import TestClient

from service.ports import Principal

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
Form = Mapping[str, str | Sequence[str]]


@dataclass(slots=True)
class Doorman:
    """Lets in whoever is named, or nobody."""

    who: Principal | None = None

    def principal(self, headers: Mapping[str, str]) -> Principal | None:
        del headers
        return self.who


@dataclass(slots=True)
class Visitor:
    """Goes from page to page, and sends forms with the token of the page before."""

    client: TestClient
    doorman: Doorman
    token: str = field(default="")

    def become(self, principal: Principal | None) -> "Visitor":
        """Be somebody else."""
        self.doorman.who = principal
        return self

    def get(self, path: str) -> Any:
        """Look at a page."""
        page = self.client.get(path, headers={"accept": "text/html"})
        found = _TOKEN.search(page.text)
        self.token = found[1] if found else self.token
        return page

    def post(
        self, path: str, form: Form | None = None, files: Any = None, *, token: str | None = None
    ) -> Any:
        """Send a form."""
        content = {"csrf_token": self.token if token is None else token, **(form or {})}
        return self.client.post(
            path,
            data=content,
            files=files,
            headers={"accept": "text/html"},
        )
