"""`speerwijzer serve`: the API, with workers of its own."""

import gc
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from service.errors import WrongUsage
from service.services import open_session
from service.streams import say

if TYPE_CHECKING:
    from fastapi import FastAPI

_GOODBYE_SECONDS = 20
"""How long requests that are being answered may take once the service has been asked to stop."""


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[
        int | None, typer.Option(min=0, max=64, help="Worker processes to start; 0: none.")
    ] = None,
) -> None:
    """Serve the API and the web pages, until stopped."""
    session = open_session(context)
    from service.access import OpenDoor, authenticator_for
    from service.app import create_app
    from service.backend import open_backend
    from service.observability.logs import set_up_logs
    from service.store.migrating import upgrade

    opened = open_backend(session.settings, session.services)
    upgrade(opened.database.url)
    try:
        door = authenticator_for(session.settings, opened.database, session.services.now, host)
    except OpenDoor as error:
        raise WrongUsage("open_door", host=error.host) from error
    set_up_logs()
    backend = replace(opened, authenticator=door)
    count = session.settings.workers if workers is None else workers
    say(session.wording.say("cli.serving", address=f"http://{host}:{port}", workers=count))
    app = create_app(backend)
    _keep_what_is_there()
    _run(app, host, port, count)


def _run(app: "FastAPI", host: str, port: int, workers: int) -> None:
    """Serve until asked to stop; what is being waited for in requests then ends its wait."""
    import uvicorn

    from service.jobs.supervisor import Supervisor
    from service.observability.shutdown import stopping

    config = uvicorn.Config(app, host=host, port=port, log_level="warning", server_header=False)
    config.timeout_graceful_shutdown = _GOODBYE_SECONDS
    server = uvicorn.Server(config)
    app.state.stopping = lambda: server.should_exit
    # The web server passes on the signal that stopped it; the workers must be stopped all the same.
    with stopping(), Supervisor(workers):
        server.run()
    if not server.started:
        raise typer.Exit(1)


def _keep_what_is_there() -> None:
    """Leave what the service starts with out of every look for garbage.

    Looking through all of it took 0.1 s, in the middle of somebody's request.
    """
    gc.collect()
    gc.freeze()
