"""`speerwijzer text`: the canonical text of a proposal, to which all offsets refer."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.errors import naming
from service.services import open_session
from service.streams import write_out
from service.text_content import text_content
from service.use_cases import read_passages


class TextFormat(StrEnum):
    """How the canonical text is shown."""

    TEXT = "text"
    JSON = "json"


def text(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The proposal.", show_default=False)],
    format: Annotated[
        TextFormat, typer.Option(help="text: as it is; json: with its pages and passages.")
    ] = TextFormat.TEXT,
) -> None:
    """Show the canonical text of a proposal: what is assessed, and what all offsets refer to."""
    session = open_session(context)
    with naming(path):
        document = session.services.read_document(path, session.settings.limits)
    write_out(document.text if format is TextFormat.TEXT else text_content(document, read_passages(document)))
