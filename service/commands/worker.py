"""`speerwijzer worker`: one more worker on the database of the service."""

import os
import socket
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from service.errors import WrongUsage
from service.services import Session, open_session

if TYPE_CHECKING:
    from threading import Event

    from service.backend import Backend

_NICENESS = 10


def worker(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Option(help="A name that stays the same over restarts; without it that of the machine."),
    ] = None,
    until_closed: Annotated[
        bool, typer.Option("--until-closed", hidden=True, help="Stop when standard input closes.")
    ] = False,
) -> None:
    """Work on proposals that wait, until stopped; start as many as the machine can bear."""
    session = open_session(context)
    from service.jobs.heartbeat import NameTaken
    from service.jobs.worker import run_worker
    from service.keeper import keeping
    from service.observability.logs import set_up_logs
    from service.observability.shutdown import stopping

    set_up_logs()
    own = name or socket.gethostname()
    # The API goes first on a machine that both share: callers wait for it, and a worker has time.
    os.nice(_NICENESS)
    backend = _opened(session)
    try:
        with stopping() as stop, keeping(backend):
            _watch_input(stop, wanted=until_closed)
            run_worker(backend, own, stop)
    except NameTaken as error:
        raise WrongUsage("worker_name_taken", name=own) from error
    finally:
        backend.close()


def _opened(session: Session) -> "Backend":
    """The service, with its tables brought up to date."""
    from service.backend import open_backend
    from service.store.migrating import upgrade

    backend = open_backend(session.settings, session.services)
    upgrade(backend.database.url)
    return backend


def _watch_input(stop: "Event", *, wanted: bool) -> None:
    """Stop when whoever started this worker is gone, where that is wanted."""
    import threading

    def watch() -> None:
        sys.stdin.buffer.read()
        stop.set()

    if wanted:
        threading.Thread(target=watch, name="parent", daemon=True).start()
