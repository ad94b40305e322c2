"""`speerwijzer train`: rebuild the trained artefact of a strategy."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.progress import ProgressDisplay
from service.services import Session, open_session
from service.streams import say, shown, write_out

if TYPE_CHECKING:
    from service.training import Trained

Measure = Annotated[
    Path | None,
    typer.Option(
        help="A folder with known grades: measure the artefact of before and the new one on it, and list the "
        "grades that differ."
    ),
]


def train(
    context: typer.Context,
    dataset: Annotated[
        Path | None, typer.Option(help="A folder of annotated proposals; without it those of the product.")
    ] = None,
    validation: Annotated[
        Path | None,
        typer.Option(help="A folder with labels.jsonl and texts: known to the stack by features only."),
    ] = None,
    measure: Measure = None,
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
    folders = {"dataset": dataset, "validation": validation, "measure": measure, "output": output}
    with ProgressDisplay(session.wording) as progress:
        trained = session.services.train(
            session.settings, strategy or session.settings.strategy, progress=progress, **folders
        )
    _tell(session, trained)


def _tell(session: Session, trained: "Trained") -> None:
    from service.training import note

    if trained.measured:
        write_out(trained.measured)
    say(session.wording.say("cli.written", path=shown(trained.place)))
    if note(session.settings, session.services.now, trained):
        say(session.wording.say("cli.in_audit_log"))
