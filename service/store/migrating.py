"""Brings the database to the shape that this version expects."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config

_SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(url: str, revision: str = "head") -> None:
    """Make or change the tables of the service and of the queue; what is there already is kept."""
    from alembic import command

    command.upgrade(_configuration(url), revision)
    if revision == "head":
        _prepare_queue(url)


def downgrade(url: str, revision: str) -> None:
    """Go back to an older shape of the tables of the service."""
    from alembic import command

    command.downgrade(_configuration(url), revision)


def _configuration(url: str) -> "Config":
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(_SCRIPTS))
    configuration.attributes["url"] = url
    return configuration


def _prepare_queue(url: str) -> None:
    from dbos import DBOS

    DBOS.migrate(url)
