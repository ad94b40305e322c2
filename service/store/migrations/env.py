"""How Alembic reaches the database; run by `service.store.migrating` only."""

from alembic import context

from service.store.database import Database
from service.store.tables import Base

_LOCK = 7_303_014


def _run() -> None:
    database = Database(context.config.attributes["url"])
    with database.engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            # Several processes may start at once; one of them migrates, the others wait and find it done.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        context.configure(
            connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True
        )
        with context.begin_transaction():
            context.run_migrations()
    database.close()


_run()
