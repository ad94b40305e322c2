"""Why this spearhead and not the one that looks most like it."""

from models.abstention import decide
from models.alignment import Probability, RunnerUp
from models.explaining.evidence import for_a_grade
from models.explaining.findings import Findings
from models.grading import Judgement
from models.matrices import Matrix
from models.relevance import ABOUT

_COUNTS = 0.1
"""In log-odds; what a passage must move before it is said to count for one of two spearheads."""


def runner_up(found: Findings, column: int) -> RunnerUp | None:
    """The most probable spearhead of those that the strategy calls confusable with this one."""
    strategy = found.engine.strategy
    own = strategy.spearheads[column].id
    columns = {spearhead.id: place for place, spearhead in enumerate(strategy.spearheads)}
    pairs = [(columns[other], pair) for pair in strategy.confusable if (other := pair.other(own))]
    if not pairs:
        return None
    chance = found.judgement.at_least_contributes
    rival, pair = min(pairs, key=lambda item: (-float(chance[item[0]]), item[0]))
    here, there = (_counting(found, column, rival), _counting(found, rival, column))
    return RunnerUp(
        spearhead=strategy.spearheads[rival],
        grade=decide(found.judgement, rival, found.engine.grader.thresholds)[0],
        probability=probability(found.judgement, rival),
        question=pair.question,
        only_here=found.ids(here - there),
        only_there=found.ids(there - here),
        both=found.ids(here & there),
    )


def _counting(found: Findings, column: int, rival: int) -> set[int]:
    """Of the passages that could be evidence for either, those that are about this one and pull at it."""
    rows = {*for_a_grade(found, column), *for_a_grade(found, rival)}
    return {row for row in rows if _pulls(found, row, column) and _is_about(found, row, column, rival)}


def _pulls(found: Findings, row: int, column: int) -> bool:
    """Whether a passage moves the probability of either grade; one of the two may be near 1 already."""
    return any(found.deletions.pull(row, column, core=core) >= _COUNTS for core in (False, True))


def _is_about(found: Findings, row: int, column: int, rival: int) -> bool:
    return bool(found.about[row, column] >= min(ABOUT, found.about[row, rival]))


def probability(judgement: Judgement, column: int) -> Probability:
    """The probabilities of one spearhead with their intervals."""

    def interval(intervals: Matrix) -> tuple[float, float]:
        return float(intervals[column, 0]), float(intervals[column, 1])

    return Probability(
        float(judgement.core[column]),
        float(judgement.at_least_contributes[column]),
        interval(judgement.core_intervals),
        interval(judgement.at_least_contributes_intervals),
    )
