"""The tables of reviewing: calls, the dossiers in them, and what reviewers say of those."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.store.tables import Assessment, Base


class Call(Base):
    """A call for proposals. `focus` names spearheads of its strategy; empty: all of them.

    `reviewers` are the names of principals; empty: every reviewer of the organisation. `sample_share`
    is the share of low-graded files, 0 to 1, that joins the queue; 1 puts every file in it.
    """

    __tablename__ = "calls"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    strategy: Mapped[str] = mapped_column(String(200))
    focus: Mapped[list[str]]
    reviewers: Mapped[list[str]]
    blind: Mapped[bool] = mapped_column(Boolean)
    sample_share: Mapped[float] = mapped_column(Float)
    sample_seed: Mapped[int] = mapped_column(Integer)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    created_by: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]


class Dossier(Base):
    """One assessment in one call. `number` is the order of arrival, from 1.

    `language`, `unsure` (spearheads that the checker left uncertain) and `queued` are empty until the
    assessment is done. `sampled` is the mark that no reviewer may see. `sketch` holds hashes of the text.
    """

    __tablename__ = "dossiers"
    __table_args__ = (
        UniqueConstraint("call_id", "assessment_id"),
        UniqueConstraint("call_id", "number", name="uq_dossiers_number"),
        Index("ix_dossiers_queue", "call_id", "queued", "number"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"))
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessments.id", ondelete="CASCADE"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(255))
    applicant: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[str] = mapped_column(String(16))
    assigned_to: Mapped[str | None] = mapped_column(String(200))
    second_reader: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str | None] = mapped_column(String(16))
    unsure: Mapped[int | None] = mapped_column(Integer)
    queued: Mapped[bool] = mapped_column(Boolean)
    sampled: Mapped[bool] = mapped_column(Boolean)
    sketch: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    arrived_at: Mapped[datetime]
    assessment: Mapped[Assessment] = relationship(lazy="raise")
    marks: Mapped[list["DossierMark"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, lazy="raise"
    )


class DossierMark(Base):
    """A flag of the checker or a tag of the reviewers; `kind` is flag or tag."""

    __tablename__ = "dossier_marks"
    __table_args__ = (Index("ix_dossier_marks_value", "kind", "value"),)

    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    value: Mapped[str] = mapped_column(String(64), primary_key=True)


class Review(Base):
    """What one reviewer says of one dossier.

    `saved_at` is when all spearheads had a grade of the reviewer's own: from then on the grades of the
    checker are shown. `blind` tells whether nothing of them had been shown before. `finished_at` is when
    every difference had its reason.
    """

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("dossier_id", "reviewer"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"))
    reviewer: Mapped[str] = mapped_column(String(200), index=True)
    blind: Mapped[bool] = mapped_column(Boolean)
    notes: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    grades: Mapped[list["ReviewGrade"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, lazy="selectin"
    )


class ReviewGrade(Base):
    """The grade of one reviewer for one spearhead; `first` is the grade at the moment of `saved_at`."""

    __tablename__ = "review_grades"

    review_id: Mapped[str] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True)
    spearhead: Mapped[str] = mapped_column(String(64), primary_key=True)
    grade: Mapped[str] = mapped_column(String(16))
    first: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")


class ReviewChange(Base):
    """One change to a grade or its reason; rows are only ever added. `sighted`: the checker was in view."""

    __tablename__ = "review_changes"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    review_id: Mapped[str] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), index=True)
    place: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime]
    spearhead: Mapped[str] = mapped_column(String(64))
    before: Mapped[str | None] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")
    sighted: Mapped[bool] = mapped_column(Boolean)


class GradesInView(Base):
    """Somebody chose to sort or filter a call by the checker's grades, and so has seen something of them."""

    __tablename__ = "grades_in_view"

    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    reviewer: Mapped[str] = mapped_column(String(200), primary_key=True)
    chosen_at: Mapped[datetime]


class SavedView(Base):
    """Filters that a reviewer keeps under a name; `query` as it stands in the address."""

    __tablename__ = "saved_views"

    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    owner: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    query: Mapped[dict[str, str]] = mapped_column(JSON)
