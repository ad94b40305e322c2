"""Makes a backup: every table as it was at one moment, and every stored file."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from sqlalchemy import Connection, select, text

from service.backups.rows import pack_row
from service.store import admin_tables, page_tables  # noqa: F401 -- makes their tables known
from service.store.files import MissingFile
from service.store.tables import Base, Worker

if TYPE_CHECKING:
    from service.backend import Backend

FORMAT = 1
MANIFEST = "manifest.json"
TABLES = tuple(table for table in Base.metadata.sorted_tables if table.name != Worker.__tablename__)
"""What is kept, in an order in which it can be put back; workers tell anew that they are there."""
_BLOCK = 500
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Count:
    """What a backup holds."""

    rows: int
    files: int


def write_backup(backend: "Backend", place: Path) -> Count:
    """Write a backup while the service goes on; it appears under its name when it is whole.

    Encrypted files stay encrypted: their keys are in the settings and not in here.
    """
    descriptor, name = tempfile.mkstemp(prefix=".backup-", dir=place.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
            count = _fill(backend, archive)
            file.flush()
        temporary.chmod(_PRIVATE)
        temporary.replace(place)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return count


def _fill(backend: "Backend", archive: tarfile.TarFile) -> Count:
    rows = 0
    sums: dict[str, str] = {}
    with _one_moment(backend) as connection:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        for table in TABLES:
            with tempfile.TemporaryFile() as lines:
                for row in connection.execute(select(table)).yield_per(_BLOCK).mappings():
                    lines.write(pack_row(table, dict(row)))
                    rows += 1
                sums[f"tables/{table.name}.jsonl"] = _add(archive, f"tables/{table.name}.jsonl", lines)
    # Files never change: one that is newer than the tables does no harm, one that is gone was erased.
    for path in backend.files.storage.paths():
        try:
            with backend.files.storage.open(path) as content:
                sums[f"files/{path}"] = _add(archive, f"files/{path}", content)
        except MissingFile:
            continue
    manifest = {"format": FORMAT, "revision": revision, "sha256": sums}
    _add(archive, MANIFEST, io.BytesIO(json.dumps(manifest, indent=1).encode()))
    return Count(rows, len(sums) - len(TABLES))


@contextmanager
def _one_moment(backend: "Backend") -> Iterator[Connection]:
    """A transaction that sees the tables as they are now, whatever others write meanwhile."""
    engine = backend.database.engine
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        yield connection


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes]) -> str:
    """Add a file and give its SHA-256; two backups of the same content are the same bytes."""
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256")  # type: ignore[arg-type]
    content.seek(0)
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, _PRIVATE
    archive.addfile(entry, content)
    return digest.hexdigest()
