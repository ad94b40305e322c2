"""`speerwijzer strategies`: what can be assessed against."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.errors import UnusableInput, naming
from service.services import open_session
from service.streams import shown, write_out

if TYPE_CHECKING:
    from corpus.strategies import Spearhead, Strategy

strategies = typer.Typer(help="The strategies known, one in full, or the errors of a file.")


@strategies.callback(invoke_without_command=True)
def list_strategies(context: typer.Context) -> None:
    """List the strategies known; `show` gives one in full, `validate` the errors of a file."""
    if context.invoked_subcommand is not None:
        return
    from corpus.strategies import in_language
    from corpus.strategy_files import known_strategies, load_strategy

    language = open_session(context).wording.language
    for name in known_strategies():
        strategy = load_strategy(name)
        write_out(f"{name}\t{strategy.version}\t{in_language(strategy.title, language)}")


@strategies.command()
def show(
    context: typer.Context,
    strategy: Annotated[str, typer.Argument(metavar="ID|FILE", help="A known strategy, or a YAML file.")],
) -> None:
    """Show one strategy in full."""
    from corpus.strategy_files import load_strategy

    language = open_session(context).wording.language
    write_out("\n".join(_described(load_strategy(strategy), language)))


@strategies.command()
def validate(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The YAML file of a strategy.", show_default=False)
    ],
) -> None:
    """Check the file of a strategy: all its errors, each with its line."""
    from corpus.errors import InvalidStrategy
    from corpus.strategy_files import load_strategy

    session = open_session(context)
    try:
        with naming(file):
            _check_open(file)
        strategy = load_strategy(str(file))
    except InvalidStrategy as error:
        for problem in error.problems:
            write_out(f"{shown(file)}:{problem.line}: {problem.message}")
        raise typer.Exit(3) from error
    count = len(strategy.spearheads)
    write_out(session.wording.count("cli.valid_strategy", count, name=shown(file), id=strategy.id))


def _check_open(file: Path) -> None:
    try:
        file.open("rb").close()
    except OSError as error:
        raise UnusableInput("closed", reason=error.strerror or "") from error


def _described(strategy: "Strategy", language: str) -> Iterator[str]:
    from corpus.strategies import in_language

    yield f"{in_language(strategy.title, language)} ({strategy.id}, {strategy.version})"
    yield strategy.source
    yield f"sha256 {strategy.sha256}"
    for spearhead in strategy.spearheads:
        yield ""
        yield f"{spearhead.id}  {in_language(spearhead.title, language)}"
        for name, text in _parts(spearhead, language):
            yield f"  {name}: {text}"
    if strategy.confusable:
        yield ""
    for confusable in strategy.confusable:
        yield f"{' / '.join(confusable.pair)}  {in_language(confusable.question, language)}"


def _parts(spearhead: "Spearhead", language: str) -> Iterator[tuple[str, str]]:
    from corpus.strategies import in_language

    localized: tuple[tuple[str, Mapping[str, str]], ...] = (
        ("statement", spearhead.statement),
        ("belongs", spearhead.belongs),
        ("excludes", spearhead.excludes),
    )
    for name, wording in localized:
        if wording:
            yield name, in_language(wording, language)
    for code, terms in spearhead.terms.items():
        if terms:
            yield f"terms {code}", ", ".join(f"{term.text}{'!' if term.weak else ''}" for term in terms)
    for name, texts in (("actions", spearhead.actions), ("examples", spearhead.examples)):
        for text in texts:
            yield name, text
