"""Where results are written: whole or not at all, each under its own name, never over an input."""

import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from service.errors import WrongUsage
from service.streams import shown


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that takes its place when the block ends well.

    Raises:
        WrongUsage: the folder cannot be written to.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".speerwijzer-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise WrongUsage("output_unwritable", path=shown(path), reason=error.strerror or error) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_report(path: Path, text: str | bytes) -> Path:
    """Write text as UTF-8, or bytes as they are, to `path` in one step, and give `path` back.

    Raises:
        WrongUsage: the folder cannot be written to.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def write_text(path: Path, text: str) -> Path:
    """Write `text` to `path` as UTF-8 in one step, and give `path` back.

    Raises:
        WrongUsage: the folder cannot be written to.
    """
    return write_report(path, text)


def refuse_overwriting(output: Path, inputs: Collection[Path]) -> None:
    """Raises WrongUsage when `output` is one of the inputs, under whatever name."""
    if _identity(output) in {_identity(path) for path in inputs}:
        raise WrongUsage("output_is_input", path=shown(output))


@dataclass(slots=True)
class ReportFolder:
    """Gives each input a name of its own in the folder, and never the name of an input."""

    folder: Path
    inputs: Collection[Path]
    _taken: set[str] = field(default_factory=set)

    def path_for(self, source: Path, suffix: str) -> Path:
        """The place of the report on `source`: its own name, with a number where that is taken."""
        protected = {_identity(path) for path in self.inputs}
        number = 1
        while True:
            name = f"{source.stem}{f'-{number}' if number > 1 else ''}{suffix}"
            if name.casefold() not in self._taken and _identity(self.folder / name) not in protected:
                self._taken.add(name.casefold())
                return self.folder / name
            number += 1


def _identity(path: Path) -> tuple[int, int] | str:
    """The same for two names of one file, also where the file system ignores case."""
    with suppress(OSError):
        status = path.stat()
        if status.st_ino:
            return status.st_dev, status.st_ino
    return os.path.realpath(path)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
