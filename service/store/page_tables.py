"""Tables that the pages need: versions of one proposal, and what an applicant replies to a report."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables import Base


class Version(Base):
    """An assessment as one version of a proposal that is revised; the first has number 1."""

    __tablename__ = "proposal_versions"

    assessment_id: Mapped[str] = mapped_column(
        ForeignKey("assessments.id", ondelete="CASCADE"), primary_key=True
    )
    proposal_id: Mapped[str] = mapped_column(String(36), index=True)
    number: Mapped[int] = mapped_column(Integer)


class Reply(Base):
    """What an applicant says of a grade; never changed and never removed, only followed by another.

    It goes with the assessment, and goes away only when that is erased. `number` counts the replies
    of an assessment from 1.
    """

    __tablename__ = "replies"
    __table_args__ = (UniqueConstraint("assessment_id", "number"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessments.id", ondelete="CASCADE"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    spearhead: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    created_by: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
