"""The audit log in the database of the service."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, select, text

from service.audit.chain import START, Link, Verdict, verify
from service.ports import Principal
from service.store.database import Database
from service.store.tables import AuditEntry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_WAITING = "audit entries to write"
_LOCK = 0x5350_4545
"""Number of the PostgreSQL lock that lets one writer at a time add to the chain."""
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,199}", re.ASCII)
_BLOCK = 1000


class NotACode(ValueError):
    """Something that may be text of a proposal or a name of a person: the log takes codes and numbers."""


@dataclass(frozen=True, slots=True)
class DatabaseAuditLog:
    """Adds entries in the transaction of what they tell of: both are kept, or neither."""

    now: Callable[[], datetime]

    def record(
        self, session: "Session", principal: Principal, action: str, subject: str, **details: object
    ) -> None:
        """Add one entry at the end of the caller's transaction.

        Raises:
            NotACode: the action, the subject or a detail is something else than a code, a number or nothing.
        """
        for value in (action, subject, *details.values()):
            _check(value)
        waiting = _waiting(session)
        if not event.contains(session, "before_commit", _write):
            # At the end, so that the chain's lock is the last one taken: two transactions that both
            # record can wait for each other, and never in a circle.
            event.listen(session, "before_commit", _write)
        at = self.now().astimezone(UTC)
        waiting.append(
            {
                "at": at, "organisation_id": principal.organisation, "principal": principal.name,
                "action": action, "subject": subject, "details": details,
            }
        )  # fmt: skip


def _check(value: object) -> None:
    if value is None or isinstance(value, bool | int | float):
        return
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise NotACode


def _waiting(session: "Session") -> list[dict[str, Any]]:
    """What the present transaction still has to write; what one that was rolled back left is dropped."""
    transaction = session.get_transaction() or session.begin()
    known, kept = session.info.get(_WAITING, (None, None))
    waiting: list[dict[str, Any]] = kept if known is transaction else []
    session.info[_WAITING] = transaction, waiting
    return waiting


def _write(session: "Session") -> None:
    waiting = _waiting(session)
    del session.info[_WAITING]
    if not waiting:
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    statement = select(AuditEntry.number, AuditEntry.hash).order_by(AuditEntry.number.desc()).limit(1)
    last = session.execute(statement).first()
    number, head = last or (0, START)
    for values in waiting:
        number += 1
        row = AuditEntry(number=number, previous=head, **values)
        head = row.hash = _link(row).hash()
        session.add(row)
    session.flush()


def _link(row: AuditEntry) -> Link:
    return Link(
        row.number,
        row.at,
        row.organisation_id,
        row.principal,
        row.action,
        row.subject,
        row.details,
        row.previous,
    )


def entries(database: Database, *, organisation: str | None = None, after: int = 0) -> Iterator[AuditEntry]:
    """The entries in their order, those of one organisation or all; `after` skips numbers up to it."""
    while True:
        statement = select(AuditEntry).where(AuditEntry.number > after).order_by(AuditEntry.number)
        if organisation is not None:
            statement = statement.where(AuditEntry.organisation_id == organisation)
        with database.read() as session:
            rows = list(session.scalars(statement.limit(_BLOCK)))
        yield from rows
        if len(rows) < _BLOCK:
            return
        after = rows[-1].number


def verify_log(database: Database, *, known: dict[int, str] | None = None) -> Verdict:
    """Check the whole log; `known` as in `verify`."""
    return verify(((_link(row), row.hash) for row in entries(database)), known=known)
