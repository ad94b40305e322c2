"""One database, SQLite or PostgreSQL: transactions that read, and transactions that write."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

if TYPE_CHECKING:
    from service.settings import Settings

_BUSY_MILLISECONDS = 30_000
"""How long a writer waits for another on SQLite, where there is one at a time."""
_POOL = 20
"""Connections to PostgreSQL of one process: as many as it answers requests at the same time."""


class Database:
    """The database of the service; `read` and `write` give a session around one transaction."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _make_engine(url)
        # SQLite: whoever is going to write says so first, or may find the data changed under its feet.
        self._write_engine = self.engine.execution_options(writes=True)
        self._readers = sessionmaker(self.engine, expire_on_commit=False)
        self._writers = sessionmaker(self._write_engine, expire_on_commit=False)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only reads."""
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
        return create_engine(url, pool_pre_ping=True, pool_size=_POOL, max_overflow=_POOL)
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # the driver's own connection  # noqa: ANN401
    connection.isolation_level = None  # transactions begin where SQLAlchemy begins them
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
