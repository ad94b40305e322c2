"""The way the engine is made, measured on annotated proposals: each group by an engine without it."""

from collections.abc import Mapping, Sequence

import numpy as np

from corpus.annotated import AnnotatedProposal
from corpus.strategies import Strategy
from evaluation.ablation import ablation_table
from evaluation.baselines import baselines_table, cross_fitted_baselines
from evaluation.certainty import (
    abstention_table,
    calibration_table,
    reliability_table,
    risk_coverage_table,
)
from evaluation.charts import charts_of
from evaluation.cross_fitting import Fold, cross_fitted, facts_of, fit_folds, unreadable_of
from evaluation.evidence_quality import evidence_table, sample_of, shown_evidence
from evaluation.learning_curve import heads_without, learning_curve_table
from evaluation.measured_engine import annotated
from evaluation.predictions import Predictions
from evaluation.quality import confusion_table, overall_table, slices_table, spearheads_table
from evaluation.results import Results, Table
from models.encoders.base import Encoder, Progress
from models.examples import read_examples
from models.grading import Grader
from models.stacking import VALIDATION
from models.tables import FeatureTable
from models.training import Training, prepare

APART = (
    "briefs",
    "field",
    "grey",
    "mentions",
    "pages",
    "projects",
    "repositories",
    "services",
    VALIDATION,
)
"""Groups that are reported beside the headline and not in it: their texts were written to be less plain, or
are known by their numbers only."""
HEADLINE = "annotated"
_BASELINES = "What a baseline learns and its thresholds come from the other groups, as for the engine."


def measure_annotated(
    strategy: Strategy,
    proposals: Sequence[AnnotatedProposal],
    encoder: Encoder,
    *,
    with_charts: bool = False,
    progress: Progress | None = None,
) -> Results:
    """Leave each group out in turn: heads, stack, calibration and thresholds come from the others."""
    training = prepare(strategy, proposals, encoder, progress=progress)
    fitted = fit_folds(training, progress=progress)
    found = _predictions(training, fitted, proposals, strategy)
    parts = parts_of(found)
    headline = parts[HEADLINE]
    tables = (
        overall_table(parts, HEADLINE),
        spearheads_table(headline),
        calibration_table(parts),
        reliability_table(headline),
        abstention_table(parts),
        risk_coverage_table(headline),
        slices_table(headline, found),
        confusion_table(headline),
        _baselines(strategy, proposals, encoder, found, progress),
        ablation_table(training.stacked, _masks(training.stacked.table)),
        *_with_examples(training, proposals, fitted, progress),
    )
    note = _note(parts, encoder)
    return Results(
        "Evaluation on annotated proposals", note, tables, charts_of(tables) if with_charts else {}
    )


def parts_of(found: Predictions) -> dict[str, Predictions]:
    """The headline groups together, and each group that is reported apart."""
    groups = sorted(set(found.facts.groups))
    headline = [group for group in groups if group not in APART] or groups
    apart = {group: found.of_groups([group]) for group in APART if group in groups}
    return {HEADLINE: found.of_groups(headline), **apart}


def _masks(table: FeatureTable) -> dict[str, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    groups = np.array(table.groups)
    masks = {HEADLINE: ~np.isin(groups, APART), **{name: groups == name for name in APART}}
    return {name: mask for name, mask in masks.items() if mask.any()}


def _predictions(
    training: Training, fitted: Sequence[Fold], proposals: Sequence[AnnotatedProposal], strategy: Strategy
) -> Predictions:
    table = training.stacked.table
    names = [spearhead.id for spearhead in strategy.spearheads]
    return cross_fitted(table, fitted, facts_of(table, proposals), names, unreadable_of(table, proposals))


def _baselines(
    strategy: Strategy,
    proposals: Sequence[AnnotatedProposal],
    encoder: Encoder,
    found: Predictions,
    progress: Progress | None,
) -> Table:
    documents = [annotated(proposal) for proposal in proposals]
    baselines = cross_fitted_baselines(strategy, encoder, documents, progress=progress)
    place = {item.facts.ids[0]: row for row, item in enumerate(documents)}
    same = {
        name: (part, [place[document] for document in part.facts.ids])
        for name, part in parts_of(found).items()
        if name != VALIDATION
    }
    return baselines_table(
        {
            name: (part, {title: baseline.at(rows) for title, baseline in baselines.items()})
            for name, (part, rows) in same.items()
        },
        _BASELINES,
    )


def _with_examples(
    training: Training,
    proposals: Sequence[AnnotatedProposal],
    fitted: Sequence[Fold],
    progress: Progress | None,
) -> tuple[Table, Table]:
    examples = read_examples(training.reader, proposals, progress=progress)
    heads = heads_without(examples, np.ones(len(examples), dtype=bool))
    graders = _grader_by_group(training, fitted)
    shown = shown_evidence(training, examples, heads, graders, progress=progress)
    groups = sorted(heads)
    parts = {HEADLINE: [group for group in groups if group not in APART] or groups}
    parts |= {group: [group] for group in APART if group in groups}
    curve = learning_curve_table(training.reader, examples, heads, parts, progress=progress)
    return curve, evidence_table(shown, len(sample_of(proposals)))


def _grader_by_group(training: Training, fitted: Sequence[Fold]) -> Mapping[str, Grader]:
    groups = np.array(training.stacked.table.groups)
    by_group = {str(groups[fold.left_out][0]): fold.grader for fold in fitted}
    return {group: grader for group, grader in by_group.items() if group != VALIDATION}


def _note(parts: Mapping[str, Predictions], encoder: Encoder) -> str:
    sizes = ", ".join(f"{name} {len(part)}" for name, part in parts.items())
    lines = [
        f"Encoder {encoder.name}. Documents: {sizes}.",
        "Each group is measured by heads, stack, calibration and thresholds that were fitted on the others; "
        "validation texts (known by their features only) by a stack without their tenth of them.",
        "In brackets 95 % intervals, from documents drawn again 1,000 times.",
    ]
    return "\n".join(lines)
