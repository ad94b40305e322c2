"""What applicants replied to grades."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.store.page_tables import Reply


def replies_to(session: Session, assessment_id: str) -> list[Reply]:
    """All replies to an assessment, oldest first."""
    statement = select(Reply).where(Reply.assessment_id == assessment_id).order_by(Reply.number)
    return list(session.scalars(statement))
