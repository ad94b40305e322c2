"""One assessment with what only the edge knows of it: identity, time and language."""

from dataclasses import dataclass
from datetime import UTC, datetime

from models.assessment import Assessment
from service.reports.sentences import ANYBODY, intended_use
from service.wording import Wording


class MissingOriginal(ValueError):
    """A format shows the file that was assessed, and what was handed in is no such PDF."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an applicant replied to the grade of a spearhead, by its id."""

    spearhead: str
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """What every renderer gets; raises ValueError for a moment without a time zone.

    `original` is the file that was assessed, for a format that shows it.
    """

    assessment: Assessment
    wording: Wording
    id: str
    created_at: datetime
    applicant: str = ANYBODY
    original: bytes | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def intended_use(self) -> str:
        """What the report is for, in the words for this kind of applicant."""
        return intended_use(self.wording, self.assessment.strategy.id, self.applicant)

    def __post_init__(self) -> None:
        """Refuse a moment that would mean another time on another machine."""
        if self.created_at.tzinfo is None:
            raise ValueError("created_at needs a time zone.")

    @property
    def timestamp(self) -> str:
        """The moment in UTC to the second, as in 2026-11-23T12:00:00Z."""
        return self.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
