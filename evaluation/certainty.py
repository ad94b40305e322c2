"""Whether probabilities mean what they say, and what abstaining buys."""

from functools import partial

import numpy as np

from evaluation import metrics
from evaluation.intervals import Estimate, estimate
from evaluation.predictions import CORE, TARGETS, Predictions
from evaluation.results import Cell, Table
from models.matrices import Mask

COVERAGES = (1.0, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1)


def calibration_table(parts: dict[str, Predictions]) -> Table:
    """Calibration error, Brier score, and the Brier score of always giving the base rate."""
    rows: list[tuple[Cell, ...]] = []
    for target in TARGETS:
        for name, part in parts.items():
            scores, true = part.scores(target), part.truth(target)
            rate = np.broadcast_to(true.mean(axis=0), true.shape)
            n = len(part)
            error = estimate(partial(metrics.calibration_error, scores, true), n)
            brier = estimate(partial(metrics.brier, scores, true), n)
            base = float(metrics.brier(rate, true, metrics.unweighted(n))[0])
            rows.append((target, name, n, error, brier, base))
    columns = ("target", "documents of", "n", "ECE", "Brier", "Brier of the base rates")
    note = "ECE over 10 bins with equally many cells; resampling draws it upwards, so its interval lies high."
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


def _share(cells: Mask, among: Mask) -> Estimate:
    """Share of some cells; whole documents are resampled."""
    return estimate(partial(metrics.share_of, cells, among), len(cells))


def abstention_table(parts: dict[str, Predictions]) -> Table:
    """What the checker's own `uncertain` does: how often, what is left wrong, and what is not missed."""
    rows: list[tuple[Cell, ...]] = []
    for target in TARGETS:
        for name, part in parts.items():
            given, true, claimed = ~part.uncertain, part.truth(target), part.claimed(target)
            rows.append(
                (
                    target,
                    name,
                    len(part),
                    _share(part.uncertain, np.ones_like(given)),
                    _share(claimed != true, given),
                    estimate(partial(metrics.f1, claimed & given, true & given), len(part)),
                    estimate(partial(metrics.recall, claimed | ~given, true), len(part)),
                )
            )
    columns = (
        "target", "documents of", "n", "share uncertain", "wrong among given", "F1 among given",
        "recall, uncertain counted as flagged",
    )  # fmt: skip
    return Table("abstention", "Abstention", columns, tuple(rows), "Shares of cells (document x spearhead).")


def risk_coverage_table(predictions: Predictions) -> Table:
    """Share of wrong core claims when only the surest cells are graded."""
    true, claimed = predictions.truth(CORE), predictions.claimed(CORE)
    sure = np.where(claimed, predictions.core, 1 - predictions.core)
    order = np.argsort(-sure, axis=None, kind="stable")
    rank = np.empty(order.size, dtype=np.int64)
    rank[order] = np.arange(order.size)
    ranks = rank.reshape(true.shape)
    rows: list[tuple[Cell, ...]] = []
    for coverage in COVERAGES:
        kept = ranks < round(coverage * order.size)
        error = _share(true != claimed, kept)
        score = estimate(partial(metrics.f1, claimed & kept, true & kept), len(true))
        rows.append((coverage, int(kept.sum()), error, score))
    note = "Cells in the order of the probability that the claim about core is right."
    columns = ("coverage", "cells", "wrong core claims", "F1 core")
    return Table("risk_coverage", "Risk and coverage", columns, tuple(rows), note)
