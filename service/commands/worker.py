"""`speerwijzer worker`: one more worker on the database of the service."""

from typing import Annotated

import typer

from service.errors import WrongUsage
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
    from service.jobs.heartbeat import NameTaken
    from service.jobs.worker import run_worker
    from service.keeper import keeping
    from service.observability.logs import set_up_logs
    from service.observability.shutdown import stopping

    set_up_logs()
    backend = open_backend(session.settings, session.services)
    try:
        with stopping() as stop, keeping(backend):
            run_worker(backend, name or socket.gethostname(), stop)
    except NameTaken as error:
        raise WrongUsage("worker_name_taken", name=name or socket.gethostname()) from error
    finally:
        backend.close()
