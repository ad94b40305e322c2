"""Why a spearhead got its grade: the passages that moved it, what is missing, what would change it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.abstention import decide
from models.alignment import (
    Alignment,
    Counterfactual,
    Element,
    Evidence,
    Grade,
    Match,
    Probability,
    Reason,
    Role,
)
from models.channels.facets import SCOPE, STATEMENTS
from models.deletion import Deletions
from models.engine import Engine
from models.features import families_of
from models.grading import Judgement
from models.matrices import Matrix
from models.reading import Reading
from models.relevance import ABOUT, relevance

_CANDIDATES = 8
_MOST_EVIDENCE = 5
_MOST_MENTIONS = 2
_MOST_DELETED = 12
_MOST_TERMS = 8
_SMALLEST_PULL = 0.02
"""In log-odds; less is noise to a reader."""
_CLEAR_PULL = 0.5
"""What a passage that promises nothing must move before it is shown as evidence."""
_COMMITTED = frozenset({Role.ACTIVITY, Role.GOAL})
_CUE_OF = {
    Element.DELIVERABLE: "deliverable",
    Element.INDICATOR: "indicator",
    Element.TARGET: "target",
    Element.BUDGET: "budget",
}


@dataclass(frozen=True, slots=True)
class Findings:
    """A reading with everything that explanations draw on; `about` is (passages, spearheads), 0 to 1."""

    engine: Engine
    reading: Reading
    judgement: Judgement
    deletions: Deletions
    roles: tuple[Role, ...]
    commitment: np.ndarray[tuple[int], np.dtype[np.float64]]
    about: Matrix


def findings(engine: Engine, reading: Reading) -> Findings:
    """Judge a reading and gather what its explanation needs."""
    deletions = Deletions(engine, reading)
    return Findings(
        engine,
        reading,
        deletions.without(()),
        deletions,
        engine.roles.roles(reading),
        engine.roles.commitment(reading),
        relevance(families_of(reading, engine.reader.channels)),
    )


def explain(found: Findings, column: int, document_reason: Reason | None) -> Alignment:
    """The alignment of one spearhead, with its evidence and what would change it."""
    grade, reason = decide(found.judgement, column, found.engine.grader.thresholds)
    if document_reason is not None:
        grade, reason = Grade.UNCERTAIN, document_reason
    ranked = _ranked(found, column)
    if grade is Grade.NONE:
        reason = _reason_for_none(found, column)
        shown = _mentions(found, column)
    else:
        shown = _evidence(found, column, ranked)
    return Alignment(
        spearhead=found.engine.strategy.spearheads[column],
        grade=grade,
        probability=_probability(found.judgement, column),
        reason=reason,
        channels={name: float(values[column]) for name, values in found.judgement.verdicts.items()},
        evidence=tuple(_one(found, column, position) for position in shown),
        counterfactual=_counterfactual(found, column, grade, ranked),
    )


def _ranked(found: Findings, column: int) -> list[int]:
    """Passages that may carry the grade, the strongest pull first."""
    weight = found.about[:, column] * found.commitment * found.reading.counted()
    candidates = [int(row) for row in np.argsort(-weight, kind="stable")[:_CANDIDATES] if weight[row] > 0]
    return sorted(candidates, key=lambda row: (-found.deletions.pull(row, column), row))


def _evidence(found: Findings, column: int, ranked: Sequence[int]) -> list[int]:
    moved = [row for row in ranked if found.deletions.pull(row, column) >= _needed_pull(found.roles[row])]
    return moved[:_MOST_EVIDENCE] or list(ranked[:1])


def _needed_pull(role: Role) -> float:
    return _CLEAR_PULL if role in (Role.BOILERPLATE, Role.EXCLUDED) else _SMALLEST_PULL


def _mentions(found: Findings, column: int) -> list[int]:
    order = np.argsort(-found.about[:, column], kind="stable")
    return [int(row) for row in order[:_MOST_MENTIONS] if found.about[row, column] >= ABOUT]


def _one(found: Findings, column: int, position: int) -> Evidence:
    passage = found.reading.passages[position]
    contribution = found.deletions.contribution(position, column)
    return Evidence(passage, found.roles[position], contribution, _match(found, column, position))


def _match(found: Findings, column: int, position: int) -> Match:
    passage = found.reading.passages[position]
    channel = found.engine.reader.zero_label
    facets = channel.facets[column]
    official = [row for row, facet in enumerate(facets) if facet.family in (STATEMENTS, SCOPE)]
    own = [row for row in official if facets[row].language == passage.language]
    rows = own or [row for row in official if facets[row].language == "nl"] or official
    similarities = channel.facet_vectors[column][rows] @ found.reading.vectors[position]
    best = int(similarities.argmax())
    facet = facets[rows[best]]
    terms = found.engine.reader.lexical.finders[column].found(passage.text)[:_MOST_TERMS]
    return Match(facet.text, facet.source, float(np.clip(similarities[best], 0.0, 1.0)), terms)


def _probability(judgement: Judgement, column: int) -> Probability:
    def interval(intervals: Matrix) -> tuple[float, float]:
        return float(intervals[column, 0]), float(intervals[column, 1])

    return Probability(
        float(judgement.core[column]),
        float(judgement.at_least_contributes[column]),
        interval(judgement.core_intervals),
        interval(judgement.at_least_contributes_intervals),
    )


def _reason_for_none(found: Findings, column: int) -> Reason:
    rows = [int(row) for row in np.flatnonzero(found.about[:, column] >= ABOUT)]
    if not rows:
        return Reason.NOTHING_FOUND
    roles = {found.roles[row] for row in rows}
    if all(found.reading.copied[row] for row in rows):
        return Reason.COPIED_TEXT
    if not roles & _COMMITTED:
        return Reason.EXCLUDED if Role.EXCLUDED in roles else Reason.CONTEXT_ONLY
    return Reason.EXCLUDED if all(_is_excluded(found, row) for row in rows) else Reason.MENTION_ONLY


def _is_excluded(found: Findings, row: int) -> bool:
    return found.roles[row] is Role.EXCLUDED or bool(found.reading.cues[row].any())


def _counterfactual(found: Findings, column: int, grade: Grade, ranked: Sequence[int]) -> Counterfactual:
    thresholds = found.engine.grader.thresholds
    changed, deleted = grade, 0
    if grade is Grade.NONE:
        return Counterfactual(grade, 0, _missing(found, column, ()))
    for count in range(1, min(len(ranked), _MOST_DELETED) + 1):
        less = found.deletions.without(ranked[:count])
        changed, deleted = decide(less, column, thresholds)[0], count
        if changed is not grade:
            break
    return Counterfactual(changed, deleted, _missing(found, column, ranked))


def _missing(found: Findings, column: int, ranked: Sequence[int]) -> tuple[Element, ...]:
    about = {int(row) for row in np.flatnonzero(found.about[:, column] >= ABOUT)}
    moved = {row for row in ranked if found.deletions.pull(row, column) >= _SMALLEST_PULL}
    rows = [row for row in sorted(about | moved) if found.reading.admissible[row]]
    rows = [row for row in rows if found.roles[row] is not Role.EXCLUDED]
    # A budget line or a table of indicators is often boilerplate or context by its role.
    texts = [found.reading.passages[row].text for row in rows]
    cues = found.engine.reader.cues
    lacking = [] if any(found.roles[row] is Role.ACTIVITY for row in rows) else [Element.ACTIVITY]
    lacking += [
        element for element, cue in _CUE_OF.items() if not any(cues.found(cue, text) for text in texts)
    ]
    return tuple(lacking)
