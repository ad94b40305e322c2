"""Requests that may be repeated: the first one makes something, the others get the same answer."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.problems import Problem
from service.store.database import Database
from service.store.tables import IdempotencyKey


def recall(session: Session, organisation: str, key: str, fingerprint: str) -> IdempotencyKey | None:
    """The first request with this key; None for a new key. Raises Problem when it was another request."""
    row = session.get(IdempotencyKey, (organisation, key))
    if row is not None and row.fingerprint != fingerprint:
        raise Problem("idempotencyKeyReused")
    return row


def remember(
    session: Session,
    organisation: str,
    key: str,
    fingerprint: str,
    subject: str,
    now: datetime,
    status: int | None = None,
) -> None:
    """Tie a key to what its request made, inside the transaction that makes it."""
    session.add(
        IdempotencyKey(
            organisation_id=organisation,
            key=key,
            fingerprint=fingerprint,
            subject=subject,
            status=status,
            created_at=now,
        )
    )


def answered(database: Database, organisation: str, key: str, status: int) -> None:
    """Note how the first request was answered."""
    with database.write() as session:
        row = session.get(IdempotencyKey, (organisation, key))
        if row is not None:
            row.status = status


def forget(session: Session, subject: str) -> None:
    """Drop the keys of something that is erased."""
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.subject == subject))


def expire(session: Session, now: datetime, hours: int) -> int:
    """Drop keys that are too old to be repeated; gives their number."""
    old = select(IdempotencyKey).where(IdempotencyKey.created_at < now - timedelta(hours=hours))
    rows = session.scalars(old).all()
    for row in rows:
        session.delete(row)
    return len(rows)
