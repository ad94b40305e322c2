"""`speerwijzer verify`: whether a saved report is whole, and whether it can be made again."""

from pathlib import Path
from typing import Annotated

import typer

from service.commands.check import ReportLanguage
from service.errors import naming
from service.saved_reports import read_saved
from service.services import open_session
from service.streams import write_out
from service.verifying.findings import outcome
from service.verifying.running import verify as run_checks

_NOT_CONFIRMED = 3


def verify(
    context: typer.Context,
    report: Annotated[
        Path,
        typer.Argument(metavar="REPORT", help="A report saved as JSON, HTML or PDF.", show_default=False),
    ],
    proposal: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The proposal, to make the assessment again.")
    ] = None,
    strategy: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help="The strategy of the report, if not a known one.")
    ] = None,
    language: Annotated[ReportLanguage | None, typer.Option(help="Language of the answer.")] = None,
) -> None:
    """Check a saved report: unchanged, and the same when made again. Exit code 3: something differs."""
    session = open_session(context, language=language.value if language else None)
    with naming(report):
        saved = read_saved(report, session.settings.limits)
    checks = run_checks(session, saved, proposal, strategy)
    from service.pages.rendering import render_page
    from service.verifying.composing import compose_check

    page = compose_check(saved, checks, session.wording, complete=proposal is not None)
    write_out(render_page(page, "text"))
    if outcome(checks) == "differs":
        raise typer.Exit(_NOT_CONFIRMED)
