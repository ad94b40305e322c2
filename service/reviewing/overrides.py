"""How often reviewers keep or change a grade of the checker, over all calls, for the operator."""

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from service.observability.metrics import Overrides
from service.store.review_tables import Dossier, Review, ReviewGrade
from service.store.tables import AssessmentGrade

if TYPE_CHECKING:
    from service.store.database import Database

_ABSTAINS = "uncertain"


def overrides_of(database: "Database") -> Overrides:
    """Kept and changed grades by spearhead, in reviews that are finished; an abstention is neither."""
    is_kept = ReviewGrade.grade == AssessmentGrade.grade
    statement = (
        select(ReviewGrade.spearhead, is_kept, func.count())
        .join(Review, Review.id == ReviewGrade.review_id)
        .join(Dossier, Dossier.id == Review.dossier_id)
        .join(
            AssessmentGrade,
            (AssessmentGrade.assessment_id == Dossier.assessment_id)
            & (AssessmentGrade.spearhead == ReviewGrade.spearhead),
        )
        .where(Review.finished_at.is_not(None), AssessmentGrade.grade != _ABSTAINS)
        .group_by(ReviewGrade.spearhead, is_kept)
    )
    with database.read() as session:
        counts = {(row[0], bool(row[1])): row[2] for row in session.execute(statement)}
    return Overrides(
        {name: (counts.get((name, True), 0), counts.get((name, False), 0)) for name, _ in sorted(counts)}
    )
