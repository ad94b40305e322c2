"""What simpler systems reach on the same documents: an engine that does not beat them is not needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from corpus.strategies import Strategy
from evaluation import metrics
from evaluation.baseline_scores import cosine_scores, keyword_scores, text_of, tfidf_scores
from evaluation.intervals import Measure, difference, estimate, f1_difference
from evaluation.measured_engine import Labelled
from evaluation.predictions import TARGETS, Predictions, best_threshold, cross_fitted_claims
from evaluation.results import Cell, Table
from models.encoders.base import Encoder, Progress
from models.matrices import Mask, Matrix


@dataclass(frozen=True, slots=True)
class Baseline:
    """Scores (documents, spearheads) by target, and what is claimed."""

    scores: Mapping[str, Matrix]
    claimed: Mapping[str, Mask]

    def at(self, kept: Sequence[int]) -> "Baseline":
        """The documents at `kept`, in that order."""
        rows = list(kept)
        return Baseline(
            {target: scores[rows] for target, scores in self.scores.items()},
            {target: claimed[rows] for target, claimed in self.claimed.items()},
        )


def cross_fitted_baselines(
    strategy: Strategy,
    encoder: Encoder,
    documents: Sequence[Labelled],
    *,
    progress: Progress | None = None,
) -> dict[str, Baseline]:
    """Each baseline on annotated proposals; what it learns and its threshold come from other groups."""
    grades = grades_of(strategy, documents)
    groups = np.array([item.facts.groups[0] for item in documents])
    masks = [groups == group for group in sorted(set(groups))]
    found = {}
    for name, scores in _scores(strategy, encoder, documents, documents, masks, progress).items():
        claims = {
            target: cross_fitted_claims(scores[target], _true(grades, target), masks, np.ones(len(grades)))
            for target in TARGETS
        }
        found[name] = Baseline(scores, claims)
    return found


def applied_baselines(
    strategy: Strategy,
    encoders: tuple[Encoder, Encoder],
    annotated: Sequence[Labelled],
    documents: Sequence[Labelled],
    *,
    progress: Progress | None = None,
) -> dict[str, Baseline]:
    """Each baseline on other documents; what it learns and its threshold come from annotated proposals.

    `encoders` are for the annotated proposals and for the documents; both the same model.
    """
    known = cross_fitted_baselines(strategy, encoders[0], annotated, progress=progress)
    grades = grades_of(strategy, annotated)
    everything = [np.ones(len(documents), dtype=bool)]
    found = {}
    for name, scores in _scores(strategy, encoders[1], annotated, documents, everything, progress).items():
        limits = {
            target: best_threshold(known[name].scores[target], _true(grades, target), np.ones(len(annotated)))
            for target in TARGETS
        }
        found[name] = Baseline(scores, {target: scores[target] >= limits[target] for target in TARGETS})
    return found


def grades_of(strategy: Strategy, documents: Sequence[Labelled]) -> Matrix:
    """True grades, (documents, spearheads)."""
    names = [spearhead.id for spearhead in strategy.spearheads]
    return np.array([[float(item.grades.get(name, 0)) for name in names] for item in documents])


def baselines_table(parts: Mapping[str, tuple[Predictions, Mapping[str, Baseline]]], note: str) -> Table:
    """The engine and each baseline on parts of the documents, and how far the engine is above it there."""
    rows: list[tuple[Cell, ...]] = []
    for target in TARGETS:
        for part, (predictions, baselines) in parts.items():
            true, n = predictions.truth(target), len(predictions)
            own, claimed = _ranking(predictions.scores(target), true), predictions.claimed(target)
            rows.append((target, part, "engine", n, estimate(own, n), None, _f1(claimed, true, n), None))
            for name, baseline in baselines.items():
                theirs, said = _ranking(baseline.scores[target], true), baseline.claimed[target]
                above = difference(theirs, own, n), f1_difference(said, claimed, true)
                cells = estimate(theirs, n), above[0], _f1(said, true, n), above[1]
                rows.append((target, part, name, n, *cells))
    columns = (
        "target", "documents of", "system", "n", "mAP", "engine above by (mAP)", "micro-F1",
        "engine above by (F1)",
    )  # fmt: skip
    return Table("baselines", "Baselines", columns, tuple(rows), note)


def _f1(claimed: Mask, true: Mask, n: int) -> Cell:
    return estimate(partial(metrics.f1, claimed, true), n)


def _ranking(scores: Matrix, true: Mask) -> Measure:
    return partial(metrics.mean_average_precision, scores, true)


def _true(grades: Matrix, target: str) -> Mask:
    return np.asarray(grades >= (2 if target == TARGETS[0] else 1))


def _scores(
    strategy: Strategy,
    encoder: Encoder,
    train: Sequence[Labelled],
    test: Sequence[Labelled],
    masks: Sequence[Mask],
    progress: Progress | None,
) -> dict[str, dict[str, Matrix]]:
    """Scores on `test`, cut by `masks`; when it is `train` itself, a part is never learned from."""
    grades = grades_of(strategy, train)
    true = np.hstack([_true(grades, target) for target in TARGETS])
    frequency, words = np.zeros((len(test), true.shape[1])), np.zeros((len(test), true.shape[1]))
    train_texts = np.array([text_of(item) for item in train], dtype=object)
    test_texts = np.array([text_of(item) for item in test], dtype=object)
    for mask in masks:
        rest = ~mask if train is test else np.ones(len(train), dtype=bool)
        frequency[mask] = true[rest].mean(axis=0)
        words[mask] = tfidf_scores(list(train_texts[rest]), true[rest], list(test_texts[mask]))
    keywords = keyword_scores(strategy, test)
    cosines = cosine_scores(strategy, encoder, test, progress=progress)
    return {
        "majority": dict(zip(TARGETS, np.hsplit(frequency, 2), strict=True)),
        "keyword list": dict.fromkeys(TARGETS, keywords),
        "TF-IDF + logistic regression": dict(zip(TARGETS, np.hsplit(words, 2), strict=True)),
        "raw cosine": dict.fromkeys(TARGETS, cosines),
    }
