"""How Alembic reaches the database; run by `service.store.migrating` only."""

from alembic import context
from sqlalchemy import Connection

from service.store import admin_tables, page_tables, review_tables  # noqa: F401 -- makes their tables known
from service.store.database import Database
from service.store.tables import Base

_LOCK = 7_303_014


def _run() -> None:
    database = Database(context.config.attributes["url"])
    with database.engine.execution_options(writes=True).connect() as connection:
        _let_tables_be_replaced(connection)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                # Several processes may start at once: one migrates, the others wait and find it done.
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                render_as_batch=True,
                transactional_ddl=True,
            )
            with context.begin_transaction():
                context.run_migrations()
    database.close()


def _let_tables_be_replaced(connection: Connection) -> None:
    """SQLite changes a table by making another in its place; rows that refer to it may not go with it."""
    if connection.dialect.name == "sqlite":
        # The driver's own connection: SQLite takes this only where no transaction has begun.
        driver = connection.connection.dbapi_connection
        if driver is not None:
            driver.execute("PRAGMA foreign_keys=OFF")


_run()
