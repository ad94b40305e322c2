"""From annotated proposals to the artefact: deterministic, and every stacked feature out of fold."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.annotated import AnnotatedProposal, LabelledText
from corpus.strategies import Strategy
from models.artefact import Artefact, TrainedParts, artefact_path
from models.encoders.base import Encoder, Progress
from models.engine import Reader, zero_label_reader
from models.examples import Example, read_examples
from models.heads import Heads, fit_heads
from models.stacking import OutOfFold, fit_grader, out_of_fold
from models.tables import FeatureTable, joined, read_table, table_of
from models.validation import validation_table

CHANNELS = {"semantic": ("zero_label.", "trained.", "exemplar."), "lexical": ("lexical.",)}
ZERO_LABEL_FEATURES = ("zero_label.all.", "lexical.terms.")
ZERO_LABEL_CHANNELS = {"semantic": ("zero_label.all.",), "lexical": ("lexical.terms.",)}


@dataclass(frozen=True, slots=True)
class Training:
    """Everything that was learned, and the out-of-fold values that evaluation measures.

    `validation` is the feature table of labelled texts beside the annotated proposals, if any.
    """

    reader: Reader
    heads: Heads
    validation: FeatureTable | None
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
    return finish(prepare(strategy, proposals, encoder, progress=progress))


def finish(training: Training) -> Artefact:
    """Calibrate, choose thresholds, and gather everything in an artefact."""
    reader, heads = training.reader, training.heads
    grader = fit_grader(training.stacked, CHANNELS, shared=False)
    zero_label = fit_grader(training.zero_label, ZERO_LABEL_CHANNELS, shared=True)
    trained = TrainedParts(heads.channel, heads.exemplars, heads.inverse_frequency, heads.words, grader)
    model, strategy = reader.space.encoder.model_sha256, reader.strategy.texts_sha256
    return Artefact(model, strategy, heads.roles, zero_label, trained)


def prepare(
    strategy: Strategy,
    proposals: Sequence[AnnotatedProposal],
    encoder: Encoder,
    *,
    labelled: Sequence[LabelledText] = (),
    progress: Progress | None = None,
) -> Training:
    """Read the proposals, make features out of fold, and stack them out of fold.

    `labelled` texts are known to the stack by their features only; without them the table that
    ships with the strategy takes their place.
    """
    reader = zero_label_reader(strategy, encoder, progress=progress)
    examples = read_examples(reader, proposals, progress=progress)
    table = _out_of_fold_features(reader, examples, progress)
    heads = fit_heads(examples)
    validation = _validation(reader, heads, labelled)
    if validation is not None:
        table = joined(table, validation)
    stacked = out_of_fold(table)
    zero_label = out_of_fold(table.only(ZERO_LABEL_FEATURES), with_company=False)
    return Training(reader, heads, validation, stacked, zero_label)


def _validation(reader: Reader, heads: Heads, labelled: Sequence[LabelledText]) -> FeatureTable | None:
    if labelled:
        return validation_table(reader, heads, labelled)
    shipped = validation_path(reader.strategy)
    return read_table(shipped) if shipped.is_file() else None


def _out_of_fold_features(
    reader: Reader, examples: Sequence[Example], progress: Progress | None
) -> FeatureTable:
    groups = sorted({example.proposal.group for example in examples})
    features = {}
    for done, group in enumerate(groups, start=1):
        heads = fit_heads([example for example in examples if example.proposal.group != group])
        for example in examples:
            if example.proposal.group == group:
                features[example.proposal.id] = heads.features(reader, example.reading)
        if progress is not None:
            progress("train", done, len(groups))
    return table_of(
        [example.proposal.id for example in examples],
        [example.proposal.group for example in examples],
        [features[example.proposal.id] for example in examples],
        [np.asarray(example.grades, dtype=float) for example in examples],
    )
