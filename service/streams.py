"""Standard output and standard error: results go to the one, everything said along the way to the other."""

import io
import os
import shutil
import sys
from pathlib import Path

OUTPUT_CLOSED = 141
"""Exit code when the reader of standard output has gone, as shells count a closed pipe (128 + 13)."""


class OutputClosed(Exception):
    """Whoever reads standard output has stopped reading; there is nobody left to tell."""


def prepare_streams() -> None:
    """Make both streams accept every character, whatever the terminal's own encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="replace")


def write_out(text: str) -> None:
    """Write a result to standard output, ending in a newline.

    Raises:
        OutputClosed: nobody reads standard output any more.
    """
    try:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise OutputClosed from error


def say(text: str) -> None:
    """Write one remark to standard error; a closed standard error is no reason to stop."""
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except BrokenPipeError:
        silence(sys.stderr.fileno())


def silence(descriptor: int) -> None:
    """Send a closed stream to nowhere, so that the interpreter can flush it without complaint."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def terminal_width() -> int | None:
    """Columns of the terminal that standard output goes to; None when it goes to a file or a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def shown(name: Path | str) -> str:
    """A file name that is safe on one line of a terminal: no control characters, valid Unicode."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text)
