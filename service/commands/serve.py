"""`speerwijzer serve`: the API, with workers of its own."""

from typing import Annotated

import typer

from service.services import open_session


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
    import uvicorn

    from service.app import create_app
    from service.backend import open_backend
    from service.jobs.supervisor import Supervisor
    from service.store.migrating import upgrade

    backend = open_backend(session.settings, session.services)
    upgrade(backend.database.url)
    count = session.settings.workers if workers is None else workers
    with Supervisor(count):
        uvicorn.run(create_app(backend), host=host, port=port, log_level="warning", server_header=False)
