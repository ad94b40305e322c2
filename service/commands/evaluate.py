"""`speerwijzer evaluate`: what the engine is worth, measured."""

from pathlib import Path
from typing import Annotated

import typer

from service.progress import ProgressDisplay
from service.services import open_session
from service.streams import write_out


def evaluate(
    context: typer.Context,
    dataset: Annotated[
        Path | None,
        typer.Option(help="A folder of annotated proposals, or one with labels.jsonl and texts/ID.txt."),
    ] = None,
    benchmark: Annotated[str | None, typer.Option(help="The name of an outside benchmark.")] = None,
    strategy: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help="A known strategy, or a YAML file.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="A folder for the results in full.")] = None,
) -> None:
    """Measure the engine: on the annotated proposals, leaving one group out, or on what you choose."""
    session = open_session(context)
    with ProgressDisplay(session.wording) as progress:
        results = session.services.evaluate(
            session.settings,
            strategy or session.settings.strategy,
            dataset=dataset,
            benchmark=benchmark,
            output=output,
            progress=progress,
        )
    write_out(results)
