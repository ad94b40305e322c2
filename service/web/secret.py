"""The secret that signs session cookies: made once, the same for every process on a database."""

import secrets
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from service.store.database import Database
from service.store.tables import SecretKey

_NAME = "web-sessions"


def session_secret(database: Database, now: datetime) -> bytes:
    """The secret, made where there is none yet."""
    kept = _kept(database)
    if kept is not None:
        return kept
    made = secrets.token_bytes(32)
    try:
        with database.write() as session:
            session.add(SecretKey(name=_NAME, value=made, created_at=now))
    except IntegrityError:  # another process was first
        return _kept(database) or made
    return made


def _kept(database: Database) -> bytes | None:
    with database.read() as session:
        row = session.get(SecretKey, _NAME)
    return row.value if row is not None else None
