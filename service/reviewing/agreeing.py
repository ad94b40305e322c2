"""Agreement in a call: between reviewers, with the checker, and how far seeing it draws people along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.ports import Principal
from service.reviewing.calls import own_call, spearheads_of
from service.reviewing.sight import seen_dossiers
from service.store.review_tables import Call, Dossier, Review, ReviewGrade
from service.store.tables import AssessmentGrade

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from evaluation.agreement import Anchoring, Judgement, Override
    from evaluation.intervals import Estimate
    from service.backend import Backend


@dataclass(frozen=True, slots=True)
class CallAgreement:
    """The figures of a call; `by_spearhead` holds agreement with the checker."""

    call: Call
    reviews: int
    reviewers: int
    between: "Estimate"
    machine: "Estimate"
    by_spearhead: "Mapping[str, Estimate]"
    overrides: "Sequence[Override]"
    anchoring: "Anchoring"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A spearhead on which two or more reviewers of a dossier differ: their grades by name."""

    dossier_id: str
    number: int
    name: str
    spearhead: str
    grades: Mapping[str, str]


def call_agreement(backend: "Backend", principal: Principal, call_id: str) -> CallAgreement:
    """The figures over all saved reviews of a call, without the names of reviewers."""
    from evaluation import agreement

    with backend.database.read() as session:
        call = own_call(session, principal, call_id)
        items = judgements_of(session, call)
    spearheads = [spearhead.id for spearhead in spearheads_of(backend, call)]
    return CallAgreement(
        call=call,
        reviews=len({(item.dossier, item.reviewer) for item in items}),
        reviewers=len({item.reviewer for item in items}),
        between=agreement.between_reviewers(items),
        machine=agreement.with_machine(items),
        by_spearhead={
            name: agreement.with_machine(item for item in items if item.spearhead == name)
            for name in spearheads
        },
        overrides=agreement.override_rates(items, spearheads),
        anchoring=agreement.anchoring(items),
    )


def judgements_of(session: "Session", call: Call) -> "list[Judgement]":
    """Every grade of every saved review in a call, beside the checker's."""
    from evaluation.agreement import Judgement

    statement = (
        select(
            Dossier.id, ReviewGrade.spearhead, Review.reviewer, ReviewGrade.first, ReviewGrade.grade,
            AssessmentGrade.grade, Review.blind,
        )
        .join(Review, Review.dossier_id == Dossier.id)
        .join(ReviewGrade, ReviewGrade.review_id == Review.id)
        .join(
            AssessmentGrade,
            (AssessmentGrade.assessment_id == Dossier.assessment_id)
            & (AssessmentGrade.spearhead == ReviewGrade.spearhead),
        )
        .where(Dossier.call_id == call.id, ReviewGrade.first.is_not(None))
        .order_by(Dossier.number, AssessmentGrade.position, Review.reviewer)
    )  # fmt: skip
    return [
        Judgement(dossier, spearhead, reviewer, first or final, final, machine, blind)
        for dossier, spearhead, reviewer, first, final, machine, blind in session.execute(statement)
    ]


def disagreements(backend: "Backend", principal: Principal, call_id: str) -> list[Disagreement]:
    """Where reviewers of one dossier differ now; in a blind call only in dossiers that the viewer graded."""
    with backend.database.read() as session:
        call = own_call(session, principal, call_id)
        seen = seen_dossiers(session, call, principal)
        statement = (
            select(Dossier, Review.reviewer, ReviewGrade.spearhead, ReviewGrade.grade)
            .join(Review, Review.dossier_id == Dossier.id)
            .join(ReviewGrade, ReviewGrade.review_id == Review.id)
            .where(Dossier.call_id == call.id, Review.saved_at.is_not(None))
            .order_by(Dossier.number, ReviewGrade.spearhead, Review.reviewer)
        )
        places: dict[tuple[str, str], tuple[Dossier, dict[str, str]]] = {}
        for dossier, reviewer, spearhead, grade in session.execute(statement):
            if seen is None or dossier.id in seen:
                places.setdefault((dossier.id, spearhead), (dossier, {}))[1][reviewer] = grade
    return [
        Disagreement(dossier.id, dossier.number, dossier.name, spearhead, grades)
        for (_, spearhead), (dossier, grades) in places.items()
        if len(set(grades.values())) > 1
    ]
