"""`speerwijzer train`: rebuild the trained artefact of a strategy."""

from pathlib import Path
from typing import Annotated

import typer

from service.progress import ProgressDisplay
from service.services import open_session
from service.streams import say, shown


def train(
    context: typer.Context,
    dataset: Annotated[
        Path | None, typer.Option(help="A folder of annotated proposals; without it those of the product.")
    ] = None,
    validation: Annotated[
        Path | None,
        typer.Option(help="A folder with labels.jsonl and texts: known to the stack by features only."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="The file to write; without it the artefact of the product is replaced."),
    ] = None,
    strategy: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help="A known strategy, or a YAML file.")
    ] = None,
) -> None:
    """Rebuild the trained artefact of a strategy; the same input gives the same bytes."""
    session = open_session(context)
    with ProgressDisplay(session.wording) as progress:
        path = session.services.train(
            session.settings,
            strategy or session.settings.strategy,
            dataset=dataset,
            validation=validation,
            output=output,
            progress=progress,
        )
    say(session.wording.say("cli.written", path=shown(path)))
