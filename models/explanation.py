"""Why a spearhead got its grade: the passages that moved it, what is missing, what would change it."""

from models.abstention import decide
from models.alignment import Alignment, Counterfactual, Grade, Reason
from models.explaining.elements import missing
from models.explaining.evidence import evidence, for_a_grade, mentions
from models.explaining.findings import Findings
from models.explaining.reasons import reason_for_none
from models.explaining.runner_up import probability, runner_up
from models.explaining.smallest_set import smallest_set


def explain(found: Findings, column: int, document_reason: Reason | None) -> Alignment:
    """The alignment of one spearhead, with its evidence and what would change it.

    A `document_reason` leaves the whole proposal uncertain: then no deletion can change the grade.
    """
    grade, reason = decide(found.judgement, column, found.engine.grader.thresholds)
    if document_reason is not None:
        grade, reason = Grade.UNCERTAIN, document_reason
    if grade is Grade.NONE:
        reason = reason_for_none(found, column)
    shown = mentions(found, column) if grade is Grade.NONE else for_a_grade(found, column)
    questioned = grade is not Grade.NONE and document_reason is None
    return Alignment(
        spearhead=found.engine.strategy.spearheads[column],
        grade=grade,
        probability=probability(found.judgement, column),
        reason=reason,
        channels={name: float(values[column]) for name, values in found.judgement.verdicts.items()},
        evidence=tuple(evidence(found, column, position) for position in shown),
        counterfactual=_counterfactual(found, column, grade, questioned=questioned),
        runner_up=runner_up(found, column) if questioned else None,
    )


def _counterfactual(found: Findings, column: int, grade: Grade, *, questioned: bool) -> Counterfactual:
    lacking, elsewhere = missing(found, column, grade)
    if not questioned:
        return Counterfactual(grade, 0, lacking, elsewhere=elsewhere)
    deleted = smallest_set(found, column, grade)
    ids = found.ids(set(deleted.positions))
    return Counterfactual(deleted.grade, len(ids), lacking, ids, elsewhere)
