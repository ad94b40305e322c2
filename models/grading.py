"""From features to probabilities and grades: a small stacked model, calibrated, that may abstain."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.alignment import Grade
from models.calibration import Calibration
from models.features import Features
from models.linear import Linear
from models.matrices import Matrix, Vector, logistic

LARGEST_FEATURE = 4.0
"""Standard deviations beyond which a feature says no more: one odd passage may not decide alone."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The aggregator: standardised features to decision values for core and at least contributes.

    `floor` stands in for features that a proposal does not have (no passage that counts).
    """

    names: tuple[str, ...]
    mean: Vector
    scale: Vector
    floor: Vector
    head: Linear

    def standardised(self, features: Features) -> Matrix:
        """Features of shape (spearheads, names), in standard deviations."""
        spearheads = len(next(iter(features.values())))
        columns = [features.get(name, np.full(spearheads, np.nan)) for name in self.names]
        values = np.stack(columns, axis=1)
        filled = np.where(np.isnan(values), self.floor, values)
        return np.asarray(np.clip((filled - self.mean) / self.scale, -LARGEST_FEATURE, LARGEST_FEATURE))

    def __call__(self, features: Features) -> Matrix:
        """Decision values of shape (spearheads, 2): core, at least contributes."""
        return self.head(self.standardised(features))


def in_company(values: Matrix) -> Features:
    """What a spearhead's decision values (spearheads, 2) are beside those of the other spearheads.

    A proposal that states everything plainly is high on spearheads that it only touches, and one
    that states little is low on what it is for: the level of a proposal as a whole tells them apart.
    """
    core = values[:, 0]
    features = {"core": core, "contributes": values[:, 1]}
    for name, column in (("core", core), ("contributes", values[:, 1])):
        features[f"{name}.strongest_other"] = _strongest_other(column)
        features[f"{name}.mean"] = np.full(len(values), column.mean())
    features["core.spread"] = np.full(len(values), core.std())
    features["core.second"] = np.full(len(values), np.sort(core)[-2:][0])
    return features


def _strongest_other(column: Vector) -> Vector:
    """The highest value of the other spearheads; its own where there is no other."""
    highest, second = np.sort(column)[-1], np.sort(column)[-2:][0]
    is_highest = np.arange(len(column)) == int(column.argmax())
    return np.asarray(np.where(is_highest, second, highest))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which a grade is given, and how near to them the checker abstains."""

    core: float
    contributes: float
    core_band: float
    contributes_band: float

    def grade(self, core: float, at_least_contributes: float) -> Grade:
        """The grade for two calibrated probabilities, without abstention."""
        if core >= self.core:
            return Grade.CORE
        return Grade.CONTRIBUTES if at_least_contributes >= self.contributes else Grade.NONE

    def is_near(self, core: float, at_least_contributes: float, widened: float = 1.0) -> bool:
        """Whether the grade could as well be its neighbour, within `widened` times the bands."""
        if abs(core - self.core) < self.core_band * widened:
            return True
        distance = abs(at_least_contributes - self.contributes)
        return core < self.core and distance < self.contributes_band * widened


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities (spearheads,), their intervals (spearheads, 2), and each channel's own verdict."""

    core: Vector
    at_least_contributes: Vector
    core_intervals: Matrix
    at_least_contributes_intervals: Matrix
    verdicts: Mapping[str, Vector]


@dataclass(frozen=True, slots=True)
class Grader:
    """Stack, calibrations, thresholds, and a stack of its own for each channel's verdict.

    `company` is a second stack over `in_company`, or None where a strategy has no labels to fit it on.
    """

    stack: Stack
    company: Stack | None
    core: Calibration
    at_least_contributes: Calibration
    thresholds: Thresholds
    verdicts: Mapping[str, Stack]

    def judge(self, features: Features) -> Judgement:
        """Calibrated probabilities with their intervals, and what each channel says by itself."""
        values = self._values(features)
        core, contributes = self._calibrated(values)
        return Judgement(
            core,
            contributes,
            _around(self.core.intervals(values[:, 0]), core),
            _around(self.at_least_contributes.intervals(values[:, 1]), contributes),
            {channel: logistic(stack(features)[:, 1]) for channel, stack in self.verdicts.items()},
        )

    def probabilities(self, features: Features) -> tuple[Vector, Vector]:
        """The probabilities of `judge` alone, core and at least contributes: a table needs no more."""
        return self._calibrated(self._values(features))

    def _values(self, features: Features) -> Matrix:
        values = self.stack(features)
        return values if self.company is None else self.company(in_company(values))

    def _calibrated(self, values: Matrix) -> tuple[Vector, Vector]:
        """Core is never more probable than at least contributes."""
        contributes = self.at_least_contributes.probabilities(values[:, 1])
        return np.minimum(self.core.probabilities(values[:, 0]), contributes), contributes


def _around(intervals: Matrix, values: Vector) -> Matrix:
    return np.stack([np.minimum(intervals[:, 0], values), np.maximum(intervals[:, 1], values)], axis=1)
