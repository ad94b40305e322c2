"""Where the reports of a run go, decided and checked before the first proposal is read."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from service.errors import WrongUsage
from service.outputs import ReportFolder, refuse_overwriting, replacing, write_text
from service.streams import shown, write_out

SUFFIXES = {"text": ".txt", "json": ".json", "jsonl": ".jsonl", "html": ".html", "md": ".md"}
"""The extension of a report by its format."""

Take = Callable[[Path, str], Path | None]
"""Takes the path of a proposal and its report; gives the file it was written to, None for standard output."""


def check_output(output: Path | None, format: str, arguments: Sequence[Path], *, several: bool) -> None:
    """Check that the reports of a run fit where they have to go.

    Raises:
        WrongUsage: `output` is an input, or a file where a folder is needed, or is missing.
    """
    if not several:
        if output is not None:
            refuse_overwriting(output, [path for path in arguments if not path.is_dir()])
    elif output is None:
        if format not in ("text", "jsonl"):
            raise WrongUsage("needs_output", format=format)
    elif output.is_dir():
        if any(path.is_dir() and path.samefile(output) for path in arguments):
            raise WrongUsage("output_in_inputs", path=shown(output))
    elif not is_lines_file(output, format) and (output.exists() or output.suffix in SUFFIXES.values()):
        raise WrongUsage("output_is_file", path=shown(output))


def is_lines_file(output: Path, format: str) -> bool:
    """Whether all reports go to one file, a line each."""
    return format == "jsonl" and output.suffix.lower() == SUFFIXES["jsonl"] and not output.is_dir()


@contextmanager
def destination(
    output: Path | None, format: str, inputs: Sequence[Path], *, several: bool
) -> Iterator[Take | None]:
    """What takes the reports of a run; None when nobody asked for them beside the table of the run.

    Raises:
        WrongUsage: something cannot be written, or `output` is an input.
    """
    if output is None:
        yield None if several and format == "text" else _to_standard_output
    elif several and is_lines_file(output, format):
        refuse_overwriting(output, inputs)
        with _lines(output) as take:
            yield take
    elif several or output.is_dir():
        folder = ReportFolder(output, inputs)
        yield lambda source, report: write_text(folder.path_for(source, SUFFIXES[format]), report)
    else:
        yield lambda _, report: write_text(output, report)


def _to_standard_output(_: Path, report: str) -> None:
    write_out(report)


@contextmanager
def _lines(output: Path) -> Iterator[Take]:
    """One file for all reports, kept as far as it got when the run is cut short."""
    stopped: BaseException | None = None
    with replacing(output) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:

        def take(_: Path, report: str) -> Path:
            file.write(report)
            file.flush()
            return output

        try:
            yield take
        except BaseException as error:  # raised again once the file has its own name
            stopped = error
    if stopped is not None:
        raise stopped
