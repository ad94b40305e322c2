"""`speerwijzer train`: rebuild the trained artefact of a strategy."""

from pathlib import Path
from typing import Annotated

import typer

from service.progress import ProgressDisplay
from service.services import open_session
from service.streams import say, shown, write_out


def train(
    context: typer.Context,
    dataset: Annotated[
        Path | None, typer.Option(help="A folder of annotated proposals; without it those of the product.")
    ] = None,
    validation: Annotated[
        Path | None,
        typer.Option(help="A folder with labels.jsonl and texts: known to the stack by features only."),
    ] = None,
    measure: Annotated[
        Path | None,
        typer.Option(
            help="A folder with known grades: measure the artefact of before and the new one on it, and list "
            "the grades that differ."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="The file to write; without it the artefact of the product is replaced."),
    ] = None,
    strategy: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help="A known strategy, or a YAML file.")
    ] = None,
) -> None:
    """Rebuild the trained artefact of a strategy; the same input gives the same bytes.

    Where a data folder or a database is set, its audit log tells of it.
    """
    session = open_session(context)
    from service.training import note

    with ProgressDisplay(session.wording) as progress:
        trained = session.services.train(
            session.settings,
            strategy or session.settings.strategy,
            dataset=dataset,
            validation=validation,
            output=output,
            measure=measure,
            progress=progress,
        )
    if trained.measured:
        write_out(trained.measured)
    say(session.wording.say("cli.written", path=shown(trained.place)))
    if note(session.settings, session.services.now, trained):
        say(session.wording.say("cli.in_audit_log"))
