"""Figures of one organisation for people: what came in, what it got, and what people made of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from service.states import State
from service.store.page_tables import Reply
from service.store.review_tables import Dossier, Review, ReviewGrade
from service.store.tables import Assessment, AssessmentGrade, Job

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.store.database import Database

DAYS = 30
_MOST_TIMED = 5_000
_UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Day:
    """Assessments handed in on one day: those that ended well, and those that could not be made."""

    day: date
    done: int
    failed: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What reviewers made of the checker's grade for a spearhead, in finished reviews."""

    kept: int
    changed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures. `seconds` are the median and the 90th percentile from hand-in to end; None: nothing ended.

    `grades` counts grades by spearhead, over everything that is kept of one strategy.
    """

    days: Sequence[Day]
    seconds: tuple[float, float] | None
    grades: Mapping[str, Mapping[str, int]]
    reviewed: Mapping[str, Kept]
    replies: int
    put_aside: int

    @property
    def handed_in(self) -> int:
        """Assessments of the last `DAYS` days that have ended."""
        return sum(day.done + day.failed for day in self.days)

    @property
    def failed(self) -> int:
        """Those of them that could not be made."""
        return sum(day.failed for day in self.days)

    @property
    def uncertain(self) -> float:
        """Share of all grades that are an abstention, 0 to 1; 0 without any."""
        total = sum(sum(counts.values()) for counts in self.grades.values())
        return sum(counts.get(_UNCERTAIN, 0) for counts in self.grades.values()) / total if total else 0.0


def figures_of(database: "Database", organisation: str, strategy: str, now: datetime) -> Figures:
    """The figures of an organisation; grades and reviews are those of one strategy."""
    since = now - timedelta(days=DAYS)
    with database.read() as session:
        replies = (
            select(func.count()).select_from(Reply).join(Assessment, Assessment.id == Reply.assessment_id)
        )
        aside = select(func.count()).where(Job.organisation_id == organisation, Job.stopped)
        return Figures(
            days=_days(session, organisation, since, now),
            seconds=_seconds(session, organisation, since),
            grades=_grades(session, organisation, strategy),
            reviewed=_reviewed(session, organisation, strategy),
            replies=session.scalar(replies.where(Assessment.organisation_id == organisation)) or 0,
            put_aside=session.scalar(aside) or 0,
        )


def _days(session: "Session", organisation: str, since: datetime, now: datetime) -> list[Day]:
    """Each of the last `DAYS` days, oldest first, also those on which nothing came."""
    rows = session.execute(
        select(Assessment.created_at, Assessment.state)
        .where(Assessment.organisation_id == organisation, Assessment.created_at > since)
        .where(Assessment.state.in_((State.DONE, State.FAILED)))
    )
    counted = Counter((created_at.date(), state) for created_at, state in rows)
    days = [(now - timedelta(days=back)).date() for back in range(DAYS - 1, -1, -1)]
    return [Day(day, counted[day, State.DONE], counted[day, State.FAILED]) for day in days]


def _seconds(session: "Session", organisation: str, since: datetime) -> tuple[float, float] | None:
    rows = session.execute(
        select(Assessment.created_at, Assessment.finished_at)
        .where(Assessment.organisation_id == organisation, Assessment.created_at > since)
        .where(Assessment.state == State.DONE)
        .order_by(Assessment.created_at.desc())
        .limit(_MOST_TIMED)
    )
    took = sorted(
        (finished_at - created_at).total_seconds() for created_at, finished_at in rows if finished_at
    )
    if not took:
        return None
    return took[(len(took) - 1) // 2], took[(len(took) - 1) * 9 // 10]


def _grades(session: "Session", organisation: str, strategy: str) -> dict[str, dict[str, int]]:
    rows = session.execute(
        select(
            AssessmentGrade.spearhead, AssessmentGrade.grade, func.count(), func.min(AssessmentGrade.position)
        )
        .join(Assessment, Assessment.id == AssessmentGrade.assessment_id)
        .where(Assessment.organisation_id == organisation, Assessment.strategy == strategy)
        .group_by(AssessmentGrade.spearhead, AssessmentGrade.grade)
        .order_by(func.min(AssessmentGrade.position))
    )
    found: dict[str, dict[str, int]] = {}
    for spearhead, grade, number, _ in rows:
        found.setdefault(spearhead, {})[grade] = number
    return found


def _reviewed(session: "Session", organisation: str, strategy: str) -> dict[str, Kept]:
    """Where the checker was uncertain there is nothing to keep or to change."""
    rows = session.execute(
        select(ReviewGrade.spearhead, ReviewGrade.grade == AssessmentGrade.grade, func.count())
        .join(Review, Review.id == ReviewGrade.review_id)
        .join(Dossier, Dossier.id == Review.dossier_id)
        .join(Assessment, Assessment.id == Dossier.assessment_id)
        .join(
            AssessmentGrade,
            (AssessmentGrade.assessment_id == Assessment.id)
            & (AssessmentGrade.spearhead == ReviewGrade.spearhead),
        )
        .where(Assessment.organisation_id == organisation, Assessment.strategy == strategy)
        .where(Review.finished_at.is_not(None), AssessmentGrade.grade != _UNCERTAIN)
        .group_by(ReviewGrade.spearhead, ReviewGrade.grade == AssessmentGrade.grade)
    )
    counts: dict[str, list[int]] = {}
    for spearhead, same, number in rows:
        counts.setdefault(spearhead, [0, 0])[0 if same else 1] = number
    return {spearhead: Kept(*pair) for spearhead, pair in sorted(counts.items())}
