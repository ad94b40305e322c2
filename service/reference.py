"""The reference pages that the product writes about itself: `python -m service.reference FOLDER`."""

import io
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import typer
from typer.main import get_command

from service.cli import NAME, build_app
from service.outputs import write_text
from service.settings import settings_reference

_COLUMNS = 90


def cli_reference() -> str:
    """The page docs/reference/cli.md: the help of every command."""
    lines = ["# Command line", "", "What `--help` says, for the program and each of its commands."]
    for words in _commands(build_app()):
        heading = " ".join([NAME, *words])
        lines += ["", f"## {heading}", "", "```text", _help(words).rstrip(), "```"]
    return "\n".join(lines) + "\n"


def _commands(app: typer.Typer) -> Iterator[tuple[str, ...]]:
    yield ()
    for command in app.registered_commands:
        yield (_name(command),)
    for group in app.registered_groups:
        yield (str(group.name),)
        for command in group.typer_instance.registered_commands if group.typer_instance else ():
            yield (str(group.name), _name(command))


def _name(command: typer.models.CommandInfo) -> str:
    return command.name or str(getattr(command.callback, "__name__", ""))


def _help(words: tuple[str, ...]) -> str:
    page = io.StringIO()
    with redirect_stdout(page):
        get_command(build_app(columns=_COLUMNS)).main(
            [*words, "--help"], prog_name=NAME, standalone_mode=False
        )
    return page.getvalue()


def reference_pages() -> dict[str, str]:
    """The pages of docs/reference by file name."""
    return {"cli.md": cli_reference(), "settings.md": settings_reference()}


def main(folder: Path) -> None:
    """Write all pages to a folder."""
    for name, page in reference_pages().items():
        write_text(folder / name, page)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
