"""`speerwijzer bench`: what the product costs on this machine, in time and memory."""

from pathlib import Path
from typing import Annotated

import typer

from service.outputs import write_text
from service.progress import ProgressDisplay
from service.services import open_session
from service.streams import say, shown, write_out


def bench(
    context: typer.Context,
    strategy: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help="A known strategy, or a YAML file.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="The file to write, such as docs/benchmarks.md.")
    ] = None,
) -> None:
    """Time the product on this machine: start, loading, one proposal, the encoder, peak memory."""
    session = open_session(context)
    with ProgressDisplay(session.wording) as progress:
        page = session.services.bench(session.settings, strategy or session.settings.strategy, progress)
    write_out(page)
    if output is not None:
        say(session.wording.say("cli.written", path=shown(write_text(output, page))))
