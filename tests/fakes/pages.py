"""A browser without a screen: forms are sent as a browser would send them, and a server for real ones."""

import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any, Protocol

import uvicorn
from fastapi.testclient import TestClient

from corpus.strategy_files import load_strategy
from service.app import create_app
from service.ports import Authenticator
from service.security.authenticators import SingleUser
from tests.fakes.backends import TestService, a_service
from tests.fakes.page_engine import PageEngine

ACCEPT = {"Accept": "text/html"}
PLAN = """Wij leiden 200 burgers op in digitale vaardigheden.

Drie coaches geven elke week twaalf uur hulp in de bibliotheek.

Wij bouwen een register van ontleende toestellen, en delen de gegevens met vijf gemeenten."""


def a_page_service(folder: Path, authenticator: Authenticator | None = None, **settings: Any) -> TestService:  # noqa: ANN401
    """The service with an engine that finds evidence everywhere."""
    made = a_service(folder, authenticator=authenticator, migrated=False, **settings)
    return replace(made, engine=PageEngine(load_strategy("vlaanderen-2025")))


class Answer(Protocol):
    """What a page answers."""

    @property
    def status_code(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    def json(self) -> Any: ...  # noqa: ANN401


class Visitor:
    """Somebody who visits pages."""

    def __init__(self, service: TestService, client: TestClient) -> None:
        self.service, self.client = service, client

    def see(self, path: str, **headers: str) -> Answer:
        return self.client.get(path, headers={**ACCEPT, **headers})

    def token(self, path: str = "/guide") -> str:
        """The token of the session; the page for signing in and the first page hold one."""
        for address in (path, "/", "/sign-in"):
            found = re.search(r'name="csrf_token" value="([^"]+)"', self.see(address).text)
            if found:
                return found[1]
        raise AssertionError("no form anywhere")

    def send(self, path: str, *, token: str | None = None, **fields: Any) -> Answer:  # noqa: ANN401
        data = {name: value for name, value in fields.items() if name != "file"}
        data["csrf_token"] = self.token() if token is None else token
        files = {"file": fields["file"]} if "file" in fields else None
        return self.client.post(path, data=data, files=files, headers=ACCEPT)

    def paste(self, text: str = PLAN, **fields: Any) -> str:  # noqa: ANN401
        """Hand in a text, have it assessed, and give the address of its page."""
        answer = self.send("/check", way="text", text=text, **fields)
        assert answer.status_code == 303, answer.text
        self.service.work_off()
        return str(answer.headers["location"])

    def upload(self, path: Path, **fields: Any) -> str:  # noqa: ANN401
        """Hand in a file, have it assessed, and give the address of its page."""
        answer = self.send("/check", way="file", file=(path.name, path.read_bytes()), **fields)
        assert answer.status_code == 303, answer.text
        self.service.work_off()
        return str(answer.headers["location"])


def words_of(page: Answer) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


@contextmanager
def a_running_service(
    folder: Path,
    authenticator: Authenticator | None = None,
    **settings: Any,  # noqa: ANN401
) -> Iterator[tuple[str, TestService]]:
    """A service that real browsers can visit, with a worker, for the one user of a machine of one's own."""
    made = a_page_service(folder, authenticator or SingleUser(), **settings)
    backend = replace(made.backend, services=replace(made.backend.services, now=lambda: datetime.now(UTC)))
    running = replace(made, backend=backend)
    server = uvicorn.Server(uvicorn.Config(create_app(backend), port=0, log_level="error", ws="none"))
    ended = threading.Event()
    threads = [threading.Thread(target=server.run), threading.Thread(target=_work, args=(running, ended))]
    for thread in threads:
        thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}", running
    finally:
        server.should_exit = True
        ended.set()
        for thread in threads:
            thread.join()


def _work(service: TestService, ended: threading.Event) -> None:
    while not ended.wait(0.1):
        service.work_off()
