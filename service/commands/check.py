"""`speerwijzer check`: assess files or folders."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.batch import Batch, line_without_assessment, render_report
from service.destinations import check_output, destination
from service.errors import WrongUsage, naming
from service.inputs import Found, find_inputs
from service.progress import ProgressDisplay
from service.services import Session, open_session
from service.streams import say, shown, terminal_width, write_out
from service.summary import summary_table


class ReportFormat(StrEnum):
    """The formats of a report."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"
    MD = "md"
    PDF = "pdf"


class ReportLanguage(StrEnum):
    """The languages of a report."""

    NL = "nl"
    EN = "en"
    FR = "fr"


def check(
    context: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="Proposals, or folders of them.", show_default=False)
    ],
    strategy: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help="A known strategy, or a YAML file.")
    ] = None,
    format: Annotated[ReportFormat, typer.Option(help="Format of the report.")] = ReportFormat.TEXT,
    output: Annotated[
        Path | None, typer.Option(help="The file to write, or with several proposals the folder.")
    ] = None,
    language: Annotated[ReportLanguage | None, typer.Option(help="Language of report and messages.")] = None,
) -> None:
    """Assess proposals: for one a report, for several a table and with --output a report for each."""
    session = open_session(context, language=language.value if language else None)
    if format is ReportFormat.PDF:
        raise WrongUsage("pdf_later")
    found = find_inputs(paths, output=output)
    several = len(found) > 1 or any(path.is_dir() for path in paths)
    check_output(output, format, paths, several=several)
    name = strategy or session.settings.strategy
    if not any(item.usable for item in found):
        for item in found:
            say(line_without_assessment(item, session.wording))
        raise typer.Exit(3)
    if several:
        _check_several(session, found, name, format, output)
    else:
        _check_one(session, found[0].path, name, format, output)


def _check_one(session: Session, path: Path, strategy: str, format: str, output: Path | None) -> None:
    services, settings = session.services, session.settings
    with naming(path):
        document = services.read_document(path, settings.limits)
        with ProgressDisplay(session.wording) as progress:
            assessment = services.open_engine(settings, strategy, progress).assess(document)
    report = render_report(session, assessment, format)
    with destination(output, format, [path], several=False) as take:
        place = take(path, report) if take else None
    if place is not None:
        say(session.wording.say("cli.written", path=shown(place)))


def _check_several(
    session: Session, found: Sequence[Found], strategy: str, format: str, output: Path | None
) -> None:
    services, settings, wording = session.services, session.settings, session.wording
    inputs = [item.path for item in found if item.usable]
    with ProgressDisplay(wording) as progress:
        engine = services.open_engine(settings, strategy, progress)
        with destination(output, format, inputs, several=True) as take:
            batch = Batch(session, engine, format, take, progress)
            batch.run(found)
    if not (format == ReportFormat.JSONL and output is None):
        write_out(summary_table(batch.rows, engine.strategy, wording, width=terminal_width()))
    _say_result(batch, output)
    if batch.exit_code:
        raise typer.Exit(batch.exit_code)


def _say_result(batch: Batch, output: Path | None) -> None:
    wording = batch.session.wording
    unread = len(batch.rows) - batch.assessed
    counts = [wording.count("cli.assessed", batch.assessed)]
    if unread:
        counts.append(wording.count("cli.not_read", unread))
    say(", ".join(counts))
    if output is not None and batch.assessed:
        say(wording.say("cli.written", path=shown(output)))
