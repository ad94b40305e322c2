"""What the engine says of annotated proposals when their group had no part in fitting it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.annotated import AnnotatedProposal, as_document
from evaluation.predictions import Facts, Predictions
from models.abstention import decide, document_reason
from models.alignment import Grade
from models.encoders.base import Progress
from models.grading import Grader, Judgement
from models.matrices import Mask, Matrix
from models.stacking import VALIDATION, fit_grader, fit_stack, folds
from models.tables import FeatureTable
from models.training import CHANNELS, Training

UNKNOWN = "unknown"
_RESAMPLES = 1
"""Intervals of probabilities are not measured here, and resampling is what takes long."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Documents that were left out, with the grader (stack, calibration, thresholds) of all others."""

    left_out: Mask
    grader: Grader


def fit_folds(training: Training, *, progress: Progress | None = None) -> tuple[Fold, ...]:
    """Fit a grader for each fold of the training: no group chooses its own calibration or thresholds.

    Calibrating takes time, so the tenths of the validation texts share it by halves: a tenth is
    calibrated on the other half and the annotated proposals, and stacked without itself alone.
    """
    found = training.stacked
    masks = list(folds(found.table))
    wider = _widened(found.table, masks)
    fitted: list[Fold] = []
    known: dict[bytes, Grader] = {}
    for done, (mask, wide) in enumerate(zip(masks, wider, strict=True), start=1):
        key = wide.tobytes()
        if key not in known:
            known[key] = fit_grader(found.rows(~wide), CHANNELS, shared=False, resamples=_RESAMPLES)
        fitted.append(Fold(mask, _restacked(known[key], found.table.rows(~mask))))
        if progress is not None:
            progress("evaluate", done, len(masks))
    return tuple(fitted)


def _widened(table: FeatureTable, masks: Sequence[Mask]) -> list[Mask]:
    """Each fold as it is, apart from folds of validation texts, which become halves of them."""
    groups = np.array(table.groups)
    inner = [place for place, mask in enumerate(masks) if (groups[mask] == VALIDATION).all()]
    halves = [inner[: len(inner) // 2], inner[len(inner) // 2 :]]
    wider = list(masks)
    for half in halves:
        for place in half:
            wider[place] = np.any([masks[other] for other in half], axis=0)
    return wider


def _restacked(grader: Grader, table: FeatureTable) -> Grader:
    """The same calibration and thresholds on stacks that are fitted on `table`."""
    verdicts = {name: fit_stack(table.only(prefixes)) for name, prefixes in CHANNELS.items()}
    return replace(grader, stack=fit_stack(table), verdicts=verdicts)


def cross_fitted(
    table: FeatureTable, fitted: Sequence[Fold], facts: Facts, spearheads: Sequence[str], unreadable: Mask
) -> Predictions:
    """The verdict on every document of `table` by the grader of its fold.

    `unreadable` documents are those that the checker never grades, whatever their features.
    """
    rows: list[Predictions | None] = [None] * len(table.ids)
    for fold in fitted:
        for row in np.flatnonzero(fold.left_out):
            judgement = fold.grader.judge(table.features(int(row)))
            rows[row] = one_prediction(
                judgement, fold.grader, facts.rows([int(row)]), spearheads, table.grades[[row]]
            )
    found = stacked([row for row in rows if row is not None])
    return with_unreadable(found, unreadable)


def one_prediction(
    judgement: Judgement, grader: Grader, facts: Facts, spearheads: Sequence[str], true: Matrix
) -> Predictions:
    """A judgement as predictions of one document, with the engine's own thresholds and abstention."""
    thresholds = grader.thresholds
    core, contributes = judgement.core[np.newaxis], judgement.at_least_contributes[np.newaxis]
    is_core = core >= thresholds.core
    decided = [decide(judgement, column, thresholds)[0] for column in range(len(spearheads))]
    return Predictions(
        facts,
        tuple(spearheads),
        true,
        core,
        contributes,
        is_core,
        is_core | (contributes >= thresholds.contributes),
        np.array([[grade is Grade.UNCERTAIN for grade in decided]]),
    )


def stacked(parts: Sequence[Predictions]) -> Predictions:
    """Predictions of the same spearheads under each other."""
    facts = Facts(*(tuple(x for part in parts for x in getattr(part.facts, name)) for name in _FACTS))
    matrices = {name: np.vstack([getattr(part, name) for part in parts]) for name in _MATRICES}
    return Predictions(facts, parts[0].spearheads, **matrices)


def with_unreadable(found: Predictions, unreadable: Mask) -> Predictions:
    """The same predictions, abstaining on every spearhead of the documents that cannot be graded."""
    matrices = {name: getattr(found, name) for name in _MATRICES}
    matrices["uncertain"] = found.uncertain | unreadable[:, np.newaxis]
    return Predictions(found.facts, found.spearheads, **matrices)


def facts_of(table: FeatureTable, proposals: Sequence[AnnotatedProposal]) -> Facts:
    """Facts of the documents of a table; validation texts are known by their numbers only."""
    known = {proposal.id: proposal for proposal in proposals}
    found = [known.get(name) for name in table.ids]
    return Facts(
        ids=table.ids,
        groups=table.groups,
        languages=tuple(item.language if item else UNKNOWN for item in found),
        kinds=tuple(item.kind if item else UNKNOWN for item in found),
        applicants=tuple(item.applicant if item else UNKNOWN for item in found),
        words=tuple(words_of(item) if item else 0 for item in found),
    )


def words_of(proposal: AnnotatedProposal) -> int:
    """Words in the passages of a proposal."""
    return sum(len(passage.text.split()) for passage in proposal.passages)


def unreadable_of(table: FeatureTable, proposals: Sequence[AnnotatedProposal]) -> Mask:
    """Which documents the checker refuses to grade: too short, or in an unknown language."""
    refused = set()
    for proposal in proposals:
        document, passages = as_document(proposal)
        if document_reason(passages, document.remarks) is not None:
            refused.add(proposal.id)
    return np.array([name in refused for name in table.ids])


_FACTS = ("ids", "groups", "languages", "kinds", "applicants", "words")
_MATRICES = ("true", "core", "contributes", "core_claimed", "contributes_claimed", "uncertain")
