"""`speerwijzer check`: assess files or folders."""

from collections.abc import Sequence
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from service.batch import Batch, line_without_assessment, render_reports
from service.destinations import OVERVIEW, check_output, destination
from service.errors import naming
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
    DOCX = "docx"
    JSONLD = "jsonld"
    CSV = "csv"
    XLSX = "xlsx"
    ANNOTATED = "annotated-pdf"


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
    format: Annotated[
        list[ReportFormat] | None,
        typer.Option(help="Format of the report; give it again for another.", show_default="text"),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="The file to write, or with several proposals the folder.")
    ] = None,
    language: Annotated[ReportLanguage | None, typer.Option(help="Language of report and messages.")] = None,
) -> None:
    """Assess proposals: for one a report, for several a table and with --output a report for each."""
    session = open_session(context, language=language.value if language else None)
    formats = _wanted(format)
    found = find_inputs(paths, output=output)
    several = len(found) > 1 or len(formats) > 1 or any(path.is_dir() for path in paths)
    for wanted in formats:
        check_output(output, wanted, paths, several=several)
    name = strategy or session.settings.strategy
    if not any(item.usable for item in found):
        _say_nothing_usable(session, found)
    if several:
        _check_several(session, found, name, formats, output)
    else:
        _check_one(session, found[0].path, name, formats[0], output)


def _wanted(format: Sequence[ReportFormat] | None) -> tuple[ReportFormat, ...]:
    """Each format that was asked for once."""
    return tuple(dict.fromkeys(format or [ReportFormat.TEXT]))


def _say_nothing_usable(session: Session, found: Sequence[Found]) -> NoReturn:
    for item in found:
        say(line_without_assessment(item, session.wording))
    raise typer.Exit(3)


def _check_one(session: Session, path: Path, strategy: str, format: str, output: Path | None) -> None:
    services, settings = session.services, session.settings
    with naming(path):
        document = services.read_document(path, settings.limits)
        with ProgressDisplay(session.wording) as progress:
            assessment = services.open_engine(settings, strategy, progress).assess(document)
        ((_, report),) = render_reports(session, assessment, [format], path)
    with destination(output, format, [path], several=False) as take:
        place = take(path, report) if take else None
    if place is not None:
        say(session.wording.say("cli.written", path=shown(place)))


def _check_several(
    session: Session, found: Sequence[Found], strategy: str, formats: Sequence[str], output: Path | None
) -> None:
    services, settings, wording = session.services, session.settings, session.wording
    inputs = [item.path for item in found if item.usable]
    with ProgressDisplay(wording) as progress:
        engine = services.open_engine(settings, strategy, progress)
        with ExitStack() as stack:
            opened = {
                format: stack.enter_context(destination(output, format, inputs, several=True))
                for format in formats
            }
            takes = {format: take for format, take in opened.items() if take is not None}
            batch = Batch(session, engine, takes, progress)
            batch.run(found)
            if ReportFormat.HTML in takes and batch.assessed > 1:
                from service.batch_page import batch_page

                takes[ReportFormat.HTML](Path(OVERVIEW), batch_page(batch.rows, engine.strategy, wording))
    if output is not None or ReportFormat.JSONL not in formats:
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
