"""`speerwijzer card`: the model card, from figures that were measured before."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.commands.check import ReportLanguage
from service.services import deliver, open_session


class CardFormat(StrEnum):
    """How the card is written."""

    MD = "md"
    HTML = "html"


def card(
    context: typer.Context,
    language: Annotated[ReportLanguage | None, typer.Option(help="Language of the card.")] = None,
    format: Annotated[CardFormat, typer.Option(help="Format of the card.")] = CardFormat.MD,
    strategy: Annotated[str | None, typer.Option(metavar="ID", help="A known strategy.")] = None,
    output: Annotated[Path | None, typer.Option(help="The file to write.")] = None,
) -> None:
    """Show the model card: what the engine is for, how it was measured and where it is weak."""
    session = open_session(context, language=language.value if language else None)
    name = strategy or session.settings.strategy
    page = session.services.card(name, format.value, language=session.wording.language)
    deliver(page, output, session.wording)
