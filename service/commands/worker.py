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
    import socket

    from service.backend import open_backend
    from service.jobs.worker import run_worker
    from service.observability.logs import set_up_logs
    from service.observability.shutdown import stopping

    set_up_logs()
    backend = open_backend(session.settings, session.services)
    with stopping() as stop:
        run_worker(backend, name or socket.gethostname(), stop)
    backend.close()
