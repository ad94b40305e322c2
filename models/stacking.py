"""Fitting graders on feature tables whose features were made out of fold."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from models.calibration import RESAMPLES, fit_calibration
from models.grading import LARGEST_FEATURE, Grader, Stack, in_company
from models.linear import Linear, fit_linear, fit_non_negative
from models.matrices import Cube, Mask, Vector
from models.tables import FeatureTable, table_of
from models.thresholds import choose_thresholds

STRENGTH = 0.05
COMPANY_STRENGTH = 0.03
"""Regularisation: the first stack has some seventy features that say almost the same."""
VALIDATION = "validation"
"""Group of proposals known by their features only."""
GROUP_WEIGHTS = {VALIDATION: 3.0, "mentions": 0.25}
"""What a proposal of a group weighs where that is not 1: a real text more, since real writing is what the
engine is for; a text that was written to mislead less, since few proposals are."""
_FOLDS = 10
_FLOOR = 0.01


@dataclass(frozen=True, slots=True)
class OutOfFold:
    """Decision values of stacks that no proposal of the same fold was in, (proposals, spearheads, 2).

    `first` are those of the first stack, `values` those of the second, or the same without a second.
    A proposal's own features come from heads that never saw its group. The features of the other
    groups, on which its stack was fitted, come from heads that did: nesting that as well would take
    a fit for each pair of groups.
    """

    table: FeatureTable
    first: Cube
    values: Cube

    def rows(self, mask: Mask) -> "OutOfFold":
        """The proposals that `mask` keeps."""
        return OutOfFold(self.table.rows(mask), self.first[mask], self.values[mask])


def folds(table: FeatureTable) -> Iterator[Mask]:
    """The proposals to leave out together: each group, and tenths of the validation texts."""
    groups = np.array(table.groups)
    for group in sorted(set(table.groups) - {VALIDATION}):
        yield np.asarray(groups == group)
    places = np.flatnonzero(groups == VALIDATION)
    shuffled = np.random.default_rng(0).permutation(places)
    for fold in range(_FOLDS if len(places) else 0):
        mask = np.zeros(len(groups), dtype=bool)
        mask[shuffled[fold::_FOLDS]] = True
        yield mask


def proposal_weights(table: FeatureTable) -> Vector:
    """What each proposal weighs in a fit."""
    return np.array([GROUP_WEIGHTS.get(group, 1.0) for group in table.groups])


def equal_say(table: FeatureTable) -> Vector:
    """Weights by which written proposals and real texts have the same say in where a grade starts."""
    is_real = np.array(table.groups) == VALIDATION
    real = int(is_real.sum())
    return (
        np.where(is_real, (len(is_real) - real) / max(real, 1), 1.0) if real < len(is_real) else is_real * 1.0
    )


def judged_by(table: FeatureTable) -> Mask:
    """The proposals on which missed cores are bounded: real texts, or all where there are none."""
    is_real = np.array(table.groups) == VALIDATION
    return np.asarray(is_real if is_real.any() else ~is_real)


def fit_stack(table: FeatureTable) -> Stack:
    """Fit one model for all spearheads: what it learns of channels holds for each of them.

    A higher score of a channel never speaks against a spearhead, so no weight is negative.
    """
    return _fitted(table, partial(fit_non_negative, strength=STRENGTH))


def _fitted(table: FeatureTable, fit: Callable[..., Linear]) -> Stack:
    weights = np.repeat(proposal_weights(table), table.values.shape[1])
    flat = table.values.reshape(-1, len(table.names))
    floor = np.nanquantile(flat, _FLOOR, axis=0)
    filled = np.where(np.isnan(flat), floor, flat)
    mean, scale = filled.mean(axis=0), np.maximum(filled.std(axis=0), 1e-9)
    standardised = np.clip((filled - mean) / scale, -LARGEST_FEATURE, LARGEST_FEATURE)
    targets = np.stack([table.core.ravel(), table.contributes.ravel()], axis=1)
    head = fit(standardised, targets, weights=weights)
    return Stack(table.names, mean, scale, floor, head)


def out_of_fold(table: FeatureTable, *, with_company: bool = True) -> OutOfFold:
    """Decision values of each fold by stacks fitted on the others; the second stack is nested in full."""
    first = _left_out(table)
    if not with_company:
        return OutOfFold(table, first, first)
    values = np.zeros_like(first)
    for fold in folds(table):
        rest = table.rows(~fold)
        company = fit_company(rest, _left_out(rest))
        for row in np.flatnonzero(fold):
            values[row] = company(in_company(first[row]))
    return OutOfFold(table, first, values)


def _left_out(table: FeatureTable) -> Cube:
    values = np.zeros((*table.grades.shape, 2))
    for fold in folds(table):
        stack = fit_stack(table.rows(~fold))
        for row in np.flatnonzero(fold):
            values[row] = stack(table.features(int(row)))
    return values


def fit_company(table: FeatureTable, first: Cube) -> Stack:
    """Fit the second stack on out-of-fold decision values of the first, beside each other."""
    features = [in_company(values) for values in first]
    beside = table_of(table.ids, table.groups, features, list(table.grades))
    return _fitted(beside, partial(fit_linear, strength=COMPANY_STRENGTH))


def fit_grader(
    found: OutOfFold,
    channels: Mapping[str, tuple[str, ...]],
    *,
    shared: bool,
    resamples: int = RESAMPLES,
) -> Grader:
    """Calibrate on out-of-fold values, choose thresholds there, and fit the stacks on everything.

    `shared` is for spearheads without labels of their own: one calibration for all, no second stack.
    `resamples` decide the intervals and nothing else.
    """
    table, values = found.table, found.first if shared else found.values
    weights = proposal_weights(table)
    core = fit_calibration(values[:, :, 0], table.core, weights, shared=shared, resamples=resamples)
    contributes = fit_calibration(
        values[:, :, 1], table.contributes, weights, shared=shared, resamples=resamples
    )
    at_least = contributes.probabilities(values[:, :, 1])
    likely = np.minimum(core.probabilities(values[:, :, 0]), at_least)
    verdicts = {channel: fit_stack(table.only(prefixes)) for channel, prefixes in channels.items()}
    thresholds = choose_thresholds(likely, at_least, table.grades, equal_say(table), judged_by(table))
    company = None if shared else fit_company(table, found.first)
    return Grader(fit_stack(table), company, core, contributes, thresholds, verdicts)
