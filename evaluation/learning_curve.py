"""How much better the engine gets with more annotated proposals."""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from evaluation import metrics
from evaluation.intervals import Measure, estimate
from evaluation.results import Cell, Table
from models.encoders.base import Progress
from models.engine import Reader
from models.examples import Example
from models.heads import Heads, fit_heads
from models.matrices import Mask, Matrix
from models.stacking import fit_stack
from models.tables import FeatureTable, table_of

SHARES = (0.1, 0.25, 0.5, 1.0)


def learning_curve_table(
    reader: Reader,
    examples: Sequence[Example],
    heads: Mapping[str, Heads],
    parts: Mapping[str, Sequence[str]],
    *,
    progress: Progress | None = None,
) -> Table:
    """Heads and stack fitted on a share of the other groups; `parts` are the groups to measure on.

    `heads` are those fitted on everything but a group, by that group.
    """
    rows: list[tuple[Cell, ...]] = []
    for done, share in enumerate(SHARES, start=1):
        chosen = sampled([example.proposal.group for example in examples], share)
        known = heads if chosen.all() else heads_without(examples, chosen)
        scores = _left_out(reader, examples, chosen, known)
        cells = []
        for groups in parts.values():
            mask = np.isin([example.proposal.group for example in examples], list(groups))
            true = np.stack([example.grades for example in examples])[mask] == 2  # noqa: PLR2004
            cells.append(estimate(_ranking(scores[mask], true), int(mask.sum())))
        rows.append((share, int(chosen.sum()), *cells))
        if progress is not None:
            progress("evaluate", done, len(SHARES))
    note = (
        "Leave-one-group-out: of `proposals` those of other groups are learned from, and every proposal is "
        "measured. One sample for each share; validation texts have no part in it."
    )
    columns = ("share", "proposals", *(f"mAP core, {name}" for name in parts))
    return Table("learning_curve", "Learning curve", columns, tuple(rows), note)


def sampled(groups: Sequence[str], share: float) -> Mask:
    """The same share of every group, at random but always the same; a larger share holds a smaller one."""
    generator = np.random.default_rng(0)
    chosen = np.zeros(len(groups), dtype=bool)
    for group in sorted(set(groups)):
        places = np.flatnonzero(np.array(groups) == group)
        chosen[generator.permutation(places)[: max(1, round(share * len(places)))]] = True
    return chosen


def heads_without(examples: Sequence[Example], chosen: Mask) -> dict[str, Heads]:
    """Heads for each group, fitted on the chosen examples of the other groups."""
    groups = np.array([example.proposal.group for example in examples])
    return {
        str(group): fit_heads([examples[int(row)] for row in np.flatnonzero(chosen & (groups != group))])
        for group in sorted(set(groups))
    }


def _left_out(
    reader: Reader, examples: Sequence[Example], chosen: Mask, heads: Mapping[str, Heads]
) -> Matrix:
    """Decision values for core of every example, by heads and stack without its group."""
    table = _features(reader, examples, heads)
    groups = np.array(table.groups)
    scores = np.zeros(table.grades.shape)
    for group in sorted(set(table.groups)):
        stack = fit_stack(table.rows(chosen & (groups != group)))
        for row in np.flatnonzero(groups == group):
            scores[row] = stack(table.features(int(row)))[:, 0]
    return np.asarray(scores)


def _features(reader: Reader, examples: Sequence[Example], heads: Mapping[str, Heads]) -> FeatureTable:
    return table_of(
        [example.proposal.id for example in examples],
        [example.proposal.group for example in examples],
        [heads[example.proposal.group].features(reader, example.reading) for example in examples],
        [np.asarray(example.grades, dtype=float) for example in examples],
    )


def _ranking(scores: Matrix, true: Mask) -> Measure:
    return partial(metrics.mean_average_precision, scores, true)
