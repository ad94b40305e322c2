"""Yes or no from scores: cut-offs fitted on one half of the questions and judged on the other."""

import math

import numpy as np

from evaluation.benchmarks.sdg_texts import GOALS, LabelledTexts, Numbers
from models.matrices import Mask, Matrix, Vector

REPEATS = 20
"""Random divisions into halves: one division alone moves the result by half a per cent."""


def halves(asked: LabelledTexts, generator: np.random.Generator) -> Mask:
    """One half of the questions, with half of the yeses and half of the noes of every goal."""
    first = np.zeros(len(asked.labels), dtype=bool)
    for goal in range(GOALS):
        for label in (False, True):
            places = generator.permutation(np.flatnonzero((asked.goals == goal) & (asked.labels == label)))
            first[places[int(generator.integers(2)) :: 2]] = True
    return first


def cut_off(scores: Vector, labels: Mask, weights: Vector) -> float:
    """The score above which to say yes for the highest weighted accuracy; the middle one of equals."""
    order = np.argsort(scores, kind="stable")
    ranked, worth = scores[order], np.where(labels, -weights, weights)[order]
    gained = np.concatenate([[0.0], np.cumsum(worth)])
    apart = np.concatenate([[True], np.diff(ranked) > 0, [True]])
    gained = np.where(apart, gained, -np.inf)
    best = np.flatnonzero(gained >= gained.max() - 1e-12)
    place = int(best[len(best) // 2])
    edges = np.concatenate([[ranked[0] - 1.0], ranked, [ranked[-1] + 1.0]])
    return float((edges[place] + edges[place + 1]) / 2)


def cross_fitted(asked: LabelledTexts, scores: Matrix, *, by_goal: bool = False) -> Mask:
    """What is answered, (repeats, questions); `scores` is (texts, goals).

    The one cut-off maximises macro accuracy on the other half; `by_goal` gives each goal its own.
    """
    wanted = scores[asked.rows, asked.goals]
    groups = asked.goals if by_goal else np.zeros_like(asked.goals)
    generator = np.random.default_rng(0)
    return np.array([_answers(asked, wanted, groups, halves(asked, generator)) for _ in range(REPEATS)])


def macro(asked: LabelledTexts, right: Matrix, weights: Matrix) -> Vector:
    """Mean over goals of accuracy; `right` (questions,) may be a share, `weights` (weightings, questions)."""
    found = []
    for goal in np.unique(asked.goals):
        mine = asked.goals == goal
        asked_often = weights[:, mine].sum(axis=1)
        found.append(weights[:, mine] @ right[mine] / np.where(asked_often > 0, asked_often, np.nan))
    return np.asarray(np.nanmean(found, axis=0))


def mcnemar(first: Mask, second: Mask) -> float:
    """Exact two-sided p that two systems are right equally often, from where just one of them is."""
    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    apart = only_first + only_second
    tail = sum(math.comb(apart, few) for few in range(min(only_first, only_second) + 1))
    return float(min(1.0, 2 * tail / 2**apart))


def _answers(asked: LabelledTexts, wanted: Vector, groups: Numbers, first: Mask) -> Mask:
    sizes = np.bincount(asked.goals, minlength=GOALS)
    weights = 1.0 / sizes[asked.goals]
    answers = np.zeros(len(wanted), dtype=bool)
    for half in (first, ~first):
        for group in np.unique(groups):
            fitted, judged = ~half & (groups == group), half & (groups == group)
            if fitted.any():
                answers[judged] = wanted[judged] > cut_off(
                    wanted[fitted], asked.labels[fitted], weights[fitted]
                )
    return answers
