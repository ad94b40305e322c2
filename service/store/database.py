"""One database, SQLite or PostgreSQL: transactions that read, and transactions that write."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session, sessionmaker

if TYPE_CHECKING:
    from service.settings import Settings

_BUSY_MILLISECONDS = 30_000
"""How long a writer waits for another on SQLite, where there is one at a time."""
_KEPT, _MORE = 5, 15
"""Connections to PostgreSQL that each of the two pools of a process keeps, and opens besides when busy."""
_RESTED_SECONDS = 1.0
"""A connection that was used less long ago than this is not asked first whether it is still there."""


class Database:
    """The database of the service; `read` and `write` give a session around one transaction."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _make_engine(url)
        self._read_engine = _make_read_engine(url) or self.engine
        # SQLite: whoever is going to write says so first, or may find the data changed under its feet.
        self._write_engine = self.engine.execution_options(writes=True)
        self._readers = sessionmaker(self._read_engine, expire_on_commit=False)
        self._writers = sessionmaker(self._write_engine, expire_on_commit=False)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only reads; on PostgreSQL each statement sees what is there at its own moment."""
        with self._readers() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are all kept, or none of them where the block raises."""
        with self._writers.begin() as session:
            yield session

    def shed(self) -> None:
        """Let go of the old pages in SQLite's journal; those that somebody reads stay until the next time."""
        if self.engine.dialect.name != "sqlite":
            return
        connection = self.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        finally:
            connection.close()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self._read_engine.dispose()


def database_url(settings: "Settings") -> str:
    """The address of the database, for a driver that is installed; makes the data folder of SQLite."""
    if settings.database_url:
        url = make_url(settings.database_url)
        if url.drivername in {"postgresql", "postgres"}:
            url = url.set(drivername="postgresql+psycopg")
        return url.render_as_string(hide_password=False)
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return sqlite_url(settings.data_folder / "speerwijzer.sqlite")


def sqlite_url(path: Path) -> str:
    """The address of a database in a file."""
    return f"sqlite:///{path.absolute()}"


def _make_engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return _on_postgresql(url)
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_read_engine(url: str) -> Engine | None:
    """Connections of their own for who reads, so that nobody who writes can take the last one.

    They commit by themselves: without a transaction to begin and end, reading a row is one message instead
    of four, and a process that answers many callers spends its time on little else.
    """
    if url.startswith("sqlite"):
        return None
    return _on_postgresql(url, isolation_level="AUTOCOMMIT")


def _on_postgresql(url: str, **options: Any) -> Engine:  # noqa: ANN401 -- SQLAlchemy's own
    engine = create_engine(url, pool_size=_KEPT, max_overflow=_MORE, **options)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _check_rested)
    return engine


def _note_use(_connection: object, record: Any) -> None:  # SQLAlchemy's own record  # noqa: ANN401
    record.info["used"] = time.monotonic()


def _check_rested(connection: Any, record: Any, _proxy: object) -> None:  # noqa: ANN401
    """Have a connection that was lost meanwhile replaced by another."""
    if time.monotonic() - record.info.get("used", 0.0) < _RESTED_SECONDS:
        return
    from psycopg import Error

    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except Error as error:
        raise DisconnectionError from error


def _prepare_sqlite(connection: Any, _record: object) -> None:  # the driver's own connection  # noqa: ANN401
    connection.isolation_level = None  # transactions begin where SQLAlchemy begins them
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
