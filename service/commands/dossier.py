"""`speerwijzer dossier`: what an authority needs on paper before it uses the checker."""

from pathlib import Path
from typing import Annotated

import typer

from service.errors import WrongUsage
from service.outputs import write_text
from service.services import open_session
from service.streams import say, shown


def dossier(
    context: typer.Context,
    output: Annotated[
        Path, typer.Option(metavar="FOLDER", help="The folder to write in.", show_default=False)
    ],
    organisation: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who uses the checker; else left to be filled in.")
    ] = None,
    contact: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="E-mail or web address for questions.")
    ] = None,
    strategy: Annotated[str | None, typer.Option(metavar="ID", help="A known strategy.")] = None,
) -> None:
    """Write the dossier for an authority, in Dutch: register entry, impact assessments to finish, guide."""
    session = open_session(context)
    if output.exists() and not output.is_dir():
        raise WrongUsage("output_is_file_here", path=shown(output))
    files = session.services.dossier(
        session.settings,
        strategy or session.settings.strategy,
        organisation=organisation,
        contact=contact,
    )
    for name, text in files.items():
        write_text(output / name, text)
    say(session.wording.say("cli.written", path=shown(output)))
