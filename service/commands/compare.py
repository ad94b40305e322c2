"""`speerwijzer compare`: what changed between two versions of a proposal."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.commands.check import ReportLanguage
from service.comparing.running import arguments, compare_arguments
from service.outputs import refuse_overwriting
from service.services import deliver, open_session


class ComparisonFormat(StrEnum):
    """How a comparison is written."""

    TEXT = "text"
    JSON = "json"
    MD = "md"
    HTML = "html"


def compare(
    context: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="OLD [NEW]",
            help="Two proposals or saved reports, or one proposal with two strategies.",
            show_default=False,
        ),
    ],
    strategy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID|FILE", help="A known strategy, or a YAML file; give it twice for old and new."
        ),
    ] = None,
    format: Annotated[
        ComparisonFormat, typer.Option(help="Format of the comparison.")
    ] = ComparisonFormat.TEXT,
    output: Annotated[Path | None, typer.Option(help="The file to write.")] = None,
    language: Annotated[ReportLanguage | None, typer.Option(help="Language of the comparison.")] = None,
) -> None:
    """Compare two versions of a proposal, passage by passage and grade by grade."""
    session = open_session(context, language=language.value if language else None)
    if output is not None:
        refuse_overwriting(output, paths)
    found = compare_arguments(session, arguments(session, paths, strategy or []))
    from service.comparing.rendering import render_comparison

    page = render_comparison(found, format.value, language=session.wording.language)
    deliver(page, output, session.wording)
