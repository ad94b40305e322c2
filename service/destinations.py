"""Where the reports of a run go, decided and checked before the first proposal is read."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from service.errors import WrongUsage
from service.outputs import ReportFolder, refuse_overwriting, replacing, write_report
from service.streams import shown, write_out
from service.table_of_grades import one_table

SUFFIXES = {
    "text": ".txt",
    "json": ".json",
    "jsonl": ".jsonl",
    "html": ".html",
    "md": ".md",
    "pdf": ".pdf",
    "docx": ".docx",
    "jsonld": ".jsonld",
    "csv": ".csv",
    "xlsx": ".xlsx",
    "annotated-pdf": ".annotated.pdf",
}
"""The extension of a report by its format."""

TABLES = ("csv", "xlsx")
ONE_FILE = ("jsonl", *TABLES)
"""The formats that hold many proposals in one file."""
OVERVIEW = "grades"
"""Name of the table or page on all proposals of a run."""
_BINARY = ("pdf", "docx", "xlsx", "annotated-pdf")

Take = Callable[[Path, str | bytes], Path | None]
"""Takes the path of a proposal and its report; gives the file it was written to, None for standard output."""


def check_output(output: Path | None, format: str, arguments: Sequence[Path], *, several: bool) -> None:
    """Check that the reports of a run fit where they have to go.

    Raises:
        WrongUsage: `output` is an input, or a file where a folder is needed, or is missing.
    """
    if output is None and format in _BINARY:
        raise WrongUsage("binary_needs_output", format=format)
    if not several:
        if output is not None:
            refuse_overwriting(output, [path for path in arguments if not path.is_dir()])
    elif output is None:
        if format not in ("text", "jsonl", "csv"):
            raise WrongUsage("needs_output", format=format)
    elif output.is_dir():
        if any(path.is_dir() and path.samefile(output) for path in arguments):
            raise WrongUsage("output_in_inputs", path=shown(output))
    elif not is_lines_file(output, format) and (output.exists() or output.suffix in SUFFIXES.values()):
        raise WrongUsage("output_is_file", path=shown(output))


def is_lines_file(output: Path, format: str) -> bool:
    """Whether all reports go to one file, a line or row each."""
    return format in ONE_FILE and output.suffix.lower() == SUFFIXES[format] and not output.is_dir()


@contextmanager
def destination(
    output: Path | None, format: str, inputs: Sequence[Path], *, several: bool
) -> Iterator[Take | None]:
    """What takes the reports of a run; None when nobody asked for them beside the table of the run.

    Raises:
        WrongUsage: something cannot be written, or `output` is an input.
    """
    if output is None and several and format in TABLES:
        with one_table(None, format) as take:
            yield take
    elif output is None:
        yield None if several and format == "text" else _to_standard_output
    elif several and format in TABLES:
        place = output if is_lines_file(output, format) else _table_in(output, format, inputs)
        refuse_overwriting(place, inputs)
        with one_table(place, format) as take:
            yield take
    elif several and is_lines_file(output, format):
        refuse_overwriting(output, inputs)
        with _lines(output) as take:
            yield take
    elif several or output.is_dir():
        folder = ReportFolder(output, inputs)
        yield lambda source, report: write_report(folder.path_for(source, SUFFIXES[format]), report)
    else:
        yield lambda _, report: write_report(output, report)


def _table_in(folder: Path, format: str, inputs: Sequence[Path]) -> Path:
    """The table among the reports in a folder; reports of other formats have other extensions."""
    return ReportFolder(folder, inputs).path_for(Path(OVERVIEW), SUFFIXES[format])


def _to_standard_output(_: Path, report: str | bytes) -> None:
    write_out(_text(report))


def _text(report: str | bytes) -> str:
    return report if isinstance(report, str) else report.decode()


@contextmanager
def _lines(output: Path) -> Iterator[Take]:
    """One file for all reports, kept as far as it got when the run is cut short."""
    stopped: BaseException | None = None
    with replacing(output) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:

        def take(_: Path, report: str | bytes) -> Path:
            file.write(_text(report))
            file.flush()
            return output

        try:
            yield take
        except BaseException as error:  # raised again once the file has its own name
            stopped = error
    if stopped is not None:
        raise stopped
