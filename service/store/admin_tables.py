"""The tables of administrators: strategies that were uploaded, and for how long things are kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables import Base


class InstalledStrategy(Base):
    """A strategy that an organisation uploaded; a row never changes, and goes when it is withdrawn.

    `name` is what calls and checks choose it by, and is of this strategy alone in the whole service.
    `strategy` and `version` are what its file calls it. `content` is the file.
    """

    __tablename__ = "installed_strategies"
    __table_args__ = (UniqueConstraint("organisation_id", "sha256"),)

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    strategy: Mapped[str] = mapped_column(String(200))
    version: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text, deferred=True)
    created_by: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]


class StrategyTrial(Base):
    """A strategy file that somebody tries on assessments that are there already.

    `base` is the name of the strategy of those assessments, `members` their ids. `done` of them have
    been graded, `unread` of which had no text any more. `found` counts what their grades became.
    `round` counts the times that it was begun. `installed` is the name that the file got, if it did.
    """

    __tablename__ = "strategy_trials"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    content: Mapped[str] = mapped_column(Text)
    base: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16))
    round: Mapped[int] = mapped_column(Integer)
    members: Mapped[list[str]]
    done: Mapped[int] = mapped_column(Integer)
    unread: Mapped[int] = mapped_column(Integer)
    found: Mapped[dict[str, Any]]
    installed: Mapped[str | None] = mapped_column(String(200))
    created_by: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]


class RetentionChoice(Base):
    """For how many days an organisation keeps files, texts or reports (`kind`); 0: without end."""

    __tablename__ = "retention_choices"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    days: Mapped[int] = mapped_column(Integer)
    changed_by: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]
