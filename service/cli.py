"""The command line: one app, and one place where errors become a line and an exit code."""

import logging
import os
import sys
import traceback
import warnings
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Annotated

import typer
from typer.main import get_command

from corpus.errors import CorpusError, StrategyError
from models.errors import EncoderUnavailable, ModelError
from service.commands.audit import audit
from service.commands.backups import backup, restore
from service.commands.bench import bench
from service.commands.card import card
from service.commands.check import check
from service.commands.compare import compare
from service.commands.dead_letters import dead_letters
from service.commands.dossier import dossier
from service.commands.encrypt import encrypt
from service.commands.evaluate import evaluate
from service.commands.keys import keys
from service.commands.retain import retain
from service.commands.schema import schema
from service.commands.score import score
from service.commands.serve import serve
from service.commands.strategies import strategies
from service.commands.text import text
from service.commands.train import train
from service.commands.verify import verify
from service.commands.worker import worker
from service.errors import InputFailure, UnusableInput, WrongUsage, failure_line, fault_line, sentence_for
from service.services import Services, real_services
from service.streams import OUTPUT_CLOSED, OutputClosed, prepare_streams, say, silence, write_out
from service.wording import LANGUAGES, wording_in

FAULT, USAGE, UNREAD, INTERRUPTED = 1, 2, 3, 130
"""Exit codes: a fault of the program, wrong usage, some input unread, stopped by the user; 0 is all done."""

NAME = "speerwijzer"
_HELP_COLUMNS = 100
_COMMANDS = (
    check, compare, verify, text, score, evaluate, train, bench, card, dossier, schema,
    serve, worker, backup, restore, retain, encrypt,
)  # fmt: skip
_GROUPS = {"strategies": strategies, "keys": keys, "audit": audit, "dead-letters": dead_letters}


def build_app(*, columns: int | None = None) -> typer.Typer:
    """The app with all its commands; they find their `Services` in the context.

    `columns` fixes the width of help; without it the terminal decides, up to a width that reads well.
    """
    width = {"terminal_width": columns} if columns else {"max_content_width": _HELP_COLUMNS}
    app = typer.Typer(
        name=NAME,
        help="Check how a digital project proposal aligns with the spearheads of a strategy, with evidence.",
        epilog="Exit codes: 0 all done, 2 wrong usage, 3 some input could not be read or a report differs, "
        "1 a fault of ours.",
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings={**width, "help_option_names": ["--help", "-h"]},
    )
    app.callback()(_root)
    for command in _COMMANDS:
        app.command()(command)
    for name, group in _GROUPS.items():
        app.add_typer(group, name=name)
    return app


def main(arguments: Sequence[str] | None = None, services: Services | None = None) -> int:
    """Run the command line and give its exit code; tests hand in other services than the real ones."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = _take_debug(words)
    prepare_streams()
    if services is None:
        services = real_services()
        if not debug:
            _quiet_libraries()
    try:
        return _run(words, replace(services, debug=debug))
    except Exception as error:
        if debug and not isinstance(error, OutputClosed):
            say("".join(traceback.format_exception(error)))
        return _told(error, _language(words))


def _run(words: list[str], services: Services) -> int:
    command = get_command(build_app())
    try:
        command.main(words, prog_name=NAME, obj=services)
    except (SystemExit, KeyboardInterrupt) as stop:
        code = stop.code if isinstance(stop, SystemExit) else INTERRUPTED
        if code == INTERRUPTED:
            say(wording_in(_language(words)).say("cli.interrupted"))
        _flush()
        return code if isinstance(code, int) else 0
    return 0


def _told(error: Exception, language: str) -> int:
    """Say on standard error, in one line, what is the matter; gives the exit code."""
    match error:
        case OutputClosed():
            silence(sys.stdout.fileno())
            return OUTPUT_CLOSED
        case InputFailure():
            say(failure_line(error, language))
            return UNREAD
        case WrongUsage() | StrategyError() | EncoderUnavailable():
            say(sentence_for(error, language))
            return USAGE
        case UnusableInput() | CorpusError():
            say(sentence_for(error, language))
            return UNREAD
        case ModelError():
            say(sentence_for(error, language))
            return FAULT
        case _:
            say(fault_line(error, wording_in(language)))
            return FAULT


def _flush() -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise OutputClosed from error


def _take_debug(words: list[str]) -> bool:
    """Whether --debug is among the options, wherever it stands; takes it out."""
    options = words[: words.index("--")] if "--" in words else words
    if "--debug" not in options:
        return False
    words[: len(options)] = [word for word in options if word != "--debug"]
    return True


def _language(words: Sequence[str]) -> str:
    """The language for what stops a command: that of the option, else of the setting, else Dutch."""
    options = " ".join(words).replace("=", " ").split()
    after = dict(pairwise(options)).get("--language", "")
    for chosen in (after, os.environ.get("SPEERWIJZER_LANGUAGE", "")):
        if chosen in LANGUAGES:
            return chosen
    return LANGUAGES[0]


def _quiet_libraries() -> None:
    """Keep warnings and log lines of libraries off standard error: it holds one line a failure."""
    logging.getLogger().addHandler(logging.NullHandler())
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def _show_version(wanted: bool) -> None:
    from importlib.metadata import PackageNotFoundError, version

    if wanted:
        try:
            write_out(f"{NAME} {version(NAME)}")
        except PackageNotFoundError:  # run from a folder without being installed
            write_out(f"{NAME} (not installed)")
        raise typer.Exit


def _root(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show tracebacks; works behind a command too.")
    ] = False,
) -> None:
    """Check how a digital project proposal aligns with the spearheads of a strategy, with evidence."""
