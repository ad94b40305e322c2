"""Lists of assessments: newest first, filtered, a page at a time."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session, defer, lazyload

from service.store.tables import Assessment, AssessmentGrade


class UnusableCursor(ValueError):
    """A cursor that no page has given."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What to list; a filter that is empty lets everything through. `grades` is by spearhead."""

    state: str | None = None
    strategy: str | None = None
    reference: str | None = None
    batch: str | None = None
    grades: Mapping[str, str] = field(default_factory=dict)


def list_assessments(
    session: Session, organisation: str, filters: Filters, cursor: str | None, size: int
) -> tuple[list[Assessment], str | None]:
    """One page, and the cursor of the next where there is more. Raises UnusableCursor.

    Without the reports, each of which may be longer than the whole page, and without the jobs.
    """
    statement = select(Assessment).options(defer(Assessment.report), lazyload(Assessment.job))
    statement = _filtered(statement.where(Assessment.organisation_id == organisation), filters)
    if cursor is not None:
        statement = statement.where(tuple_(Assessment.created_at, Assessment.id) < tuple_(*_decoded(cursor)))
    statement = statement.order_by(Assessment.created_at.desc(), Assessment.id.desc()).limit(size + 1)
    rows = list(session.scalars(statement).all())
    if len(rows) <= size:
        return rows, None
    return rows[:size], _encoded(rows[size - 1])


def _filtered(statement: Select[Assessment], filters: Filters) -> Select[Assessment]:
    columns = {
        Assessment.state: filters.state,
        Assessment.strategy: filters.strategy,
        Assessment.reference: filters.reference,
        Assessment.batch_id: filters.batch,
    }
    for column, wanted in columns.items():
        if wanted is not None:
            statement = statement.where(column == wanted)
    for spearhead, grade in filters.grades.items():
        statement = statement.where(
            Assessment.grades.any((AssessmentGrade.spearhead == spearhead) & (AssessmentGrade.grade == grade))
        )
    return statement


def _encoded(row: Assessment) -> str:
    content = f"{row.created_at.timestamp():.6f} {row.id}"
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def _decoded(cursor: str) -> tuple[datetime, str]:
    try:
        content = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        seconds, id = content.split(" ")
        return datetime.fromtimestamp(float(seconds), UTC), id
    except (binascii.Error, ValueError, OverflowError, OSError) as error:
        raise UnusableCursor from error
