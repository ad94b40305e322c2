"""What each channel is worth: the stack fitted again without it, and with nothing else."""

from collections.abc import Mapping
from functools import partial

import numpy as np

from evaluation import metrics
from evaluation.intervals import Measure, difference, estimate
from evaluation.predictions import cross_fitted_claims
from evaluation.results import Cell, Table
from models.matrices import Mask
from models.stacking import OutOfFold, folds, out_of_fold, proposal_weights
from models.tables import FeatureTable

CHANNELS = ("zero_label", "trained", "exemplar", "lexical")


def ablation_table(found: OutOfFold, parts: Mapping[str, Mask]) -> Table:
    """MAP and F1 of `core` without and with only each channel, for parts of the documents."""
    table = found.table
    alone = OutOfFold(table, found.first, found.first)
    rows: list[tuple[Cell, ...]] = [
        ("with the second stack", *_cells(found, alone, parts)),
        ("everything", *_cells(alone, None, parts)),
    ]
    variants = {f"without {name}": _without(table, name) for name in (*CHANNELS, *families(table))}
    variants |= {f"only {name}": table.only((f"{name}.",)) for name in CHANNELS}
    for name, variant in variants.items():
        rows.append((name, *_cells(out_of_fold(variant, with_company=False), alone, parts)))
    columns = ["features"]
    for part in parts:
        columns += [f"mAP core, {part}", f"rises by, {part}", f"F1 core, {part}"]
    sizes = ", ".join(f"{name} {int(mask.sum())}" for name, mask in parts.items())
    note = (
        f"Documents: {sizes}. Only the first stack is fitted again. F1 at the threshold that is best for the "
        "other folds. A rise below zero is what the features are worth."
    )
    return Table("ablation", "Ablation", tuple(columns), tuple(rows), note)


def families(table: FeatureTable) -> tuple[str, ...]:
    """The families within channels, such as `zero_label.terms`, in the order of the table."""
    return tuple(dict.fromkeys(_family(name) for name in table.names))


def _family(name: str) -> str:
    return name if name.count(".") == 1 else name.rpartition(".")[0]


def _without(table: FeatureTable, dropped: str) -> FeatureTable:
    kept = tuple(name for name in table.names if _family(name) != dropped and name.split(".")[0] != dropped)
    places = [table.names.index(name) for name in kept]
    return FeatureTable(table.ids, table.groups, kept, table.values[:, :, places], table.grades)


def _cells(found: OutOfFold, whole: OutOfFold | None, parts: Mapping[str, Mask]) -> list[Cell]:
    true = np.asarray(found.table.core > 0)
    scores = found.values[:, :, 0]
    claimed = cross_fitted_claims(scores, true, list(folds(found.table)), proposal_weights(found.table))
    cells: list[Cell] = []
    for mask in parts.values():
        n = int(mask.sum())
        own = _ranking(found, mask)
        said, is_true = claimed[mask], true[mask]
        cells += [
            estimate(own, n),
            difference(_ranking(whole, mask), own, n) if whole else None,
            estimate(partial(metrics.f1, said, is_true), n),
        ]
    return cells


def _ranking(found: OutOfFold, mask: Mask) -> Measure:
    scores, true = found.values[mask][:, :, 0], np.asarray(found.table.core[mask] > 0)
    return partial(metrics.mean_average_precision, scores, true)
