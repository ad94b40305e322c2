"""Whether probabilities mean what they say, and what abstaining buys."""

import numpy as np

from evaluation import metrics
from evaluation.intervals import Estimate, estimate
from evaluation.predictions import CORE, TARGETS, Predictions
from evaluation.results import Cell, Table
from models.matrices import Matrix

COVERAGES = (1.0, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1)


def calibration_table(parts: dict[str, Predictions]) -> Table:
    """Calibration error, Brier score, and the Brier score of always giving the base rate."""
    rows: list[tuple[Cell, ...]] = []
    for target in TARGETS:
        for name, part in parts.items():
            scores, true = part.scores(target), part.truth(target)
            rate = np.broadcast_to(true.mean(axis=0), true.shape)
            n = len(part)
            error = estimate(lambda w, s=scores, t=true: metrics.calibration_error(s, t, w), n)
            brier = estimate(lambda w, s=scores, t=true: metrics.brier(s, t, w), n)
            base = float(metrics.brier(rate, true, metrics.unweighted(n))[0])
            rows.append((target, name, n, error, brier, base))
    columns = ("target", "documents of", "n", "ECE", "Brier", "Brier of the base rates")
    note = (
        "ECE over 10 bins with equally many cells; resampling draws it upwards, so its interval lies high."
    )
    return Table("calibration", "Calibration", columns, tuple(rows), note)


def reliability_table(predictions: Predictions) -> Table:
    """Mean probability and share that is true in each bin, with counts."""
    rows: list[tuple[Cell, ...]] = []
    for target in TARGETS:
        scores, true = predictions.scores(target), predictions.truth(target)
        member = metrics.bin_of(scores)
        for number in range(metrics.BINS):
            inside = member == number
            if inside.any():
                mean, cells = float(scores[inside].mean()), int(inside.sum())
                rows.append((target, number + 1, cells, mean, _share(true, inside)))
    columns = ("target", "bin", "cells", "mean probability", "share true")
    return Table("reliability", "Reliability diagram", columns, tuple(rows), f"{len(predictions)} documents.")


def _share(true: np.ndarray[tuple[int, int], np.dtype[np.bool_]], inside: Matrix) -> Estimate:
    """Share that is true among some cells; whole documents are resampled."""
    hits, cells = (true & inside).sum(axis=1), inside.sum(axis=1)
    return estimate(lambda weights: (weights @ hits) / np.maximum(weights @ cells, 1), len(true))


def abstention_table(parts: dict[str, Predictions]) -> Table:
    """What the checker's own `uncertain` does: how often, what is left wrong, and what is not missed."""
    rows: list[tuple[Cell, ...]] = []
    for name, part in parts.items():
        given, n = ~part.uncertain, len(part)
        for target in TARGETS:
            true, claimed = part.truth(target), part.claimed(target)
            wrong = (claimed != true) & given
            flagged = claimed | ~given
            uncertain = estimate(lambda w, g=given: 1 - metrics.error_rate(g, np.zeros_like(g), w), n)
            error = estimate(lambda w, x=wrong, g=given: (w @ x.sum(1)) / np.maximum(w @ g.sum(1), 1), n)
            kept = estimate(
                lambda w, c=claimed & given, t=true & given: metrics.f1(c, t, w), n
            )
            found = estimate(lambda w, f=flagged, t=true: metrics.recall(f, t, w), n)
            rows.append((target, name, n, uncertain, error, kept, found))
    columns = (
        "target", "documents of", "n", "share uncertain", "wrong among given", "F1 among given",
        "recall, uncertain counted as flagged",
    )  # fmt: skip
    return Table("abstention", "Abstention", columns, tuple(rows), "Shares of cells (document x spearhead).")


def risk_coverage_table(predictions: Predictions) -> Table:
    """Share of wrong core claims when only the surest cells are graded."""
    true, claimed = predictions.truth(CORE), predictions.claimed(CORE)
    order = np.argsort(-predictions.core_margin, axis=None, kind="stable")
    rank = np.empty(order.size, dtype=np.int64)
    rank[order] = np.arange(order.size)
    ranks = rank.reshape(true.shape)
    rows: list[tuple[Cell, ...]] = []
    for coverage in COVERAGES:
        kept = ranks < round(coverage * order.size)
        wrong = (true != claimed) & kept
        error = estimate(
            lambda w, x=wrong, k=kept: (w @ x.sum(1)) / np.maximum(w @ k.sum(1), 1), len(true)
        )
        score = estimate(lambda w, c=claimed & kept, t=true & kept: metrics.f1(c, t, w), len(true))
        rows.append((coverage, int(kept.sum()), error, score))
    note = "Cells in the order of their distance from the threshold of core."
    columns = ("coverage", "cells", "wrong core claims", "F1 core")
    return Table("risk_coverage", "Risk and coverage", columns, tuple(rows), note)
