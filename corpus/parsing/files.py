"""Reads a file from disk without reading more than the limits allow."""

from pathlib import Path

from corpus.errors import LimitExceeded, MissingFile
from corpus.limits import DocumentLimits


def read_file(path: Path, limits: DocumentLimits) -> bytes:
    """Return the content of `path`.

    Raises `MissingFile` for a missing file, a folder or a file that may not be opened, and
    `LimitExceeded` for a file over `limits.bytes`, before its content is read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(limits.bytes + 1) if path.stat().st_size <= limits.bytes else None
    except IsADirectoryError as error:
        raise MissingFile(found="folder") from error
    except PermissionError as error:
        raise MissingFile(found="folder" if path.is_dir() else "no_access") from error
    except (OSError, ValueError) as error:
        raise MissingFile(found="no_file") from error
    if content is None or len(content) > limits.bytes:
        raise LimitExceeded(maximum=limits.bytes, unit="bytes")
    return content
