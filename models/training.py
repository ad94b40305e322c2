"""From annotated proposals to the artefact: deterministic, and every stacked feature out of fold."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.annotated import AnnotatedProposal, LabelledText
from corpus.strategies import Strategy
from models.artefact import Artefact, TrainedParts, artefact_path, write_artefact
from models.encoders.base import Encoder, Progress
from models.engine import Reader, zero_label_reader
from models.examples import Example, read_examples
from models.heads import Heads, fit_heads
from models.stacking import VALIDATION, OutOfFold, fit_grader, out_of_fold
from models.tables import FeatureTable, joined, read_table, table_of

__all__ = ["Training", "artefact_path", "prepare", "train", "validation_path", "write_artefact"]

CHANNELS = {"semantic": ("zero_label.", "trained."), "lexical": ("lexical.",)}
ZERO_LABEL_FEATURES = ("zero_label.all.", "lexical.terms.")
ZERO_LABEL_CHANNELS = {"semantic": ("zero_label.all.",), "lexical": ("lexical.terms.",)}


@dataclass(frozen=True, slots=True)
class Training:
    """Everything that was learned, and the out-of-fold values that evaluation measures."""

    reader: Reader
    heads: Heads
    stacked: OutOfFold
    zero_label: OutOfFold


def validation_path(strategy: Strategy) -> Path:
    """Where the feature table of validation texts ships, if there is one."""
    return artefact_path(strategy).with_suffix(".validation.jsonl")


def train(
    strategy: Strategy,
    proposals: Sequence[AnnotatedProposal],
    encoder: Encoder,
    *,
    progress: Progress | None = None,
) -> Artefact:
    """Fit heads, stack, calibration and thresholds.

    Raises ValueError when there are too few labels to calibrate on.
    """
    prepared = prepare(strategy, proposals, encoder, progress=progress)
    heads = prepared.heads
    grader = fit_grader(prepared.stacked, CHANNELS, shared=False)
    zero_label = fit_grader(prepared.zero_label, ZERO_LABEL_CHANNELS, shared=True)
    trained = TrainedParts(heads.channel, heads.inverse_frequency, heads.words, grader)
    return Artefact(encoder.model_sha256, strategy.sha256, heads.roles, zero_label, trained)


def prepare(
    strategy: Strategy,
    proposals: Sequence[AnnotatedProposal],
    encoder: Encoder,
    *,
    progress: Progress | None = None,
) -> Training:
    """Read the proposals, make features out of fold, and stack them out of fold."""
    reader = zero_label_reader(strategy, encoder, progress=progress)
    examples = read_examples(reader, proposals, progress=progress)
    table = _out_of_fold_features(reader, examples, progress)
    known = validation_path(strategy)
    if known.is_file():
        table = joined(table, read_table(known))
    return Training(
        reader, fit_heads(examples), out_of_fold(table), out_of_fold(table.only(ZERO_LABEL_FEATURES))
    )


def validation_table(
    reader: Reader, heads: Heads, texts: Sequence[tuple[LabelledText, Example]]
) -> FeatureTable:
    """Features of labelled texts by heads that never saw them: numbers, no text."""
    return table_of(
        [text.id for text, _ in texts],
        [VALIDATION] * len(texts),
        [heads.features(reader, example) for _, example in texts],
        [np.asarray(example.grades, dtype=float) for _, example in texts],
    )


def _out_of_fold_features(
    reader: Reader, examples: Sequence[Example], progress: Progress | None
) -> FeatureTable:
    groups = sorted({example.proposal.group for example in examples})
    features = {}
    for done, group in enumerate(groups, start=1):
        heads = fit_heads([example for example in examples if example.proposal.group != group])
        for example in examples:
            if example.proposal.group == group:
                features[example.proposal.id] = heads.features(reader, example)
        if progress is not None:
            progress("train", done, len(groups))
    return table_of(
        [example.proposal.id for example in examples],
        [example.proposal.group for example in examples],
        [features[example.proposal.id] for example in examples],
        [np.asarray(example.grades, dtype=float) for example in examples],
    )
