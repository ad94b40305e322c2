"""`speerwijzer worker`: one more worker on the database of the service."""

from typing import Annotated

import typer

from service.services import open_session


def worker(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Option(help="A name that stays the same over restarts; without it that of the machine."),
    ] = None,
) -> None:
    """Work on proposals that wait, until stopped; start as many as the machine can bear."""
    session = open_session(context)
    import signal
    import socket
    import threading

    from service.backend import open_backend
    from service.jobs.worker import run_worker

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    backend = open_backend(session.settings, session.services)
    run_worker(backend, name or socket.gethostname(), stop)
    backend.close()
