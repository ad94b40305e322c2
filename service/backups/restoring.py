"""Puts a backup back into an empty service, of either kind of database."""

import hashlib
import json
import re
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from sqlalchemy import Connection, Table, func, insert, select, text, update

from service.backups.rows import unpack_row
from service.backups.writing import FORMAT, MANIFEST, TABLES, Count
from service.states import OPEN, State
from service.store.admin_tables import StrategyTrial
from service.store.blocks import blocks_of
from service.store.migrating import upgrade
from service.store.tables import Assessment, Delivery, Job, Organisation
from service.strategies.trials import TrialState
from service.webhooks.register import PENDING

if TYPE_CHECKING:
    from service.backend import Backend

_PATH = re.compile(r"files/([A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)", re.ASCII)
_BLOCK = 500
_DAMAGE = (tarfile.TarError, ValueError, KeyError, TypeError, EOFError)


class UnusableBackup(Exception):
    """A backup that cannot be put back; `reason` is `damaged`, `revision` or `not_empty`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class _Manifest:
    revision: str
    sums: Mapping[str, str]


def restore_backup(backend: "Backend", place: Path) -> Count:
    """Put everything back, and put unfinished work on the queue again.

    All sums are checked before anything is written. All of it is put back, or nothing.

    Raises:
        UnusableBackup: the file is damaged or of another version, or the service holds something already.
    """
    upgrade(backend.database.url)
    try:
        with tarfile.open(place, mode="r:") as archive:
            manifest = _checked(archive)
            with backend.database.engine.connect() as connection:
                _check_fit(backend, connection, manifest)
            files = _put_files(backend, archive, manifest)
            try:
                rows = _put_rows(backend, archive)
            except BaseException:
                _take_back(backend, files)
                raise
    except _DAMAGE as error:
        raise UnusableBackup("damaged") from error
    _queue_again(backend)
    return Count(rows, len(files))


def _checked(archive: tarfile.TarFile) -> _Manifest:
    content = json.load(_opened(archive, MANIFEST))
    sums = content["sha256"]
    names = {member.name for member in archive.getmembers()}
    wanted = {f"tables/{table.name}.jsonl" for table in TABLES}
    if content["format"] != FORMAT or names != sums.keys() | {MANIFEST} or not wanted <= names:
        raise UnusableBackup("damaged")
    for name, expected in sums.items():
        if name not in wanted and not _PATH.fullmatch(name):
            raise UnusableBackup("damaged")
        if hashlib.file_digest(_opened(archive, name), "sha256").hexdigest() != expected:  # type: ignore[arg-type]
            raise UnusableBackup("damaged")
    return _Manifest(content["revision"], sums)


def _check_fit(backend: "Backend", connection: Connection, manifest: _Manifest) -> None:
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    if revision != manifest.revision:
        raise UnusableBackup("revision")
    if connection.scalar(select(func.count()).select_from(Organisation)):
        raise UnusableBackup("not_empty")
    if next(iter(backend.files.storage.paths()), None) is not None:
        raise UnusableBackup("not_empty")


def _put_rows(backend: "Backend", archive: tarfile.TarFile) -> int:
    count = 0
    with backend.database.write() as session:
        for table in TABLES:
            # The service may have made keys for itself before: those of the backup take their place.
            session.execute(table.delete())
            for block in _blocks(table, _opened(archive, f"tables/{table.name}.jsonl")):
                session.execute(insert(table), block)
                count += len(block)
    return count


def _blocks(table: Table, lines: IO[bytes]) -> Iterator[list[dict[str, Any]]]:
    block: list[dict[str, Any]] = []
    for line in lines:
        block.append(unpack_row(table, line))
        if len(block) == _BLOCK:
            yield block
            block = []
    if block:
        yield block


def _put_files(backend: "Backend", archive: tarfile.TarFile, manifest: _Manifest) -> list[str]:
    """Put the files back and give their paths; where one cannot be put back, none stays."""
    done: list[str] = []
    try:
        for name in manifest.sums:
            match = _PATH.fullmatch(name)
            if match is not None:
                backend.files.storage.put(match[1], blocks_of(_opened(archive, name)))
                done.append(match[1])
    except BaseException:
        _take_back(backend, done)
        raise
    return done


def _take_back(backend: "Backend", paths: list[str]) -> None:
    for path in paths:
        backend.files.storage.delete(path)


def _queue_again(backend: "Backend") -> None:
    """The queue itself is not in a backup: what was unfinished begins anew."""
    with backend.database.write() as session:
        session.execute(
            update(Assessment).where(Assessment.state == State.RUNNING).values(state=State.QUEUED.value)
        )
        for job in session.scalars(select(Job).where(Job.state.in_(OPEN))):
            job.state, job.progress = State.QUEUED, 0
            backend.queue.add(session, job)
        for id in session.scalars(select(Delivery.id).where(Delivery.state == PENDING)):
            backend.queue.deliver(session, id)
        for trial in session.scalars(select(StrategyTrial).where(StrategyTrial.state == TrialState.RUNNING)):
            backend.queue.try_strategy(session, trial.id, trial.round, trial.done)


def _opened(archive: tarfile.TarFile, name: str) -> BinaryIO:
    member = archive.getmember(name)
    file = archive.extractfile(member) if member.isreg() else None
    if file is None:
        raise UnusableBackup("damaged")
    return cast("BinaryIO", file)
