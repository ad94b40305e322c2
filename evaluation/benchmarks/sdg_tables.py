"""The tables of the SDG classification benchmark: systems, goals, published results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.benchmarks.cut_offs import REPEATS, macro, mcnemar
from evaluation.benchmarks.sdg_texts import LabelledTexts
from evaluation.intervals import Estimate, draws, estimate
from evaluation.results import Cell, Results, Table
from models.matrices import Mask, Matrix, Vector

_NOTE = f"""\
The 17 goals as a framework without labels: titles, official wording of goals and targets, and terms. The
one cut-off between yes and no is fitted on half of the questions for the best macro accuracy and judged on
the other half, and back; values are means over {REPEATS} random divisions. In brackets 95 % intervals, from
questions drawn again 1,000 times. Background: what similarities are standardised against, the ordinary
text that ships with the product or the texts of the benchmark themselves (batch)."""
_SYSTEMS_NOTE = """\
`sd`: standard deviation over divisions. `score`: the probabilities of the command `score`; without a fitted
cut-off they mean yes from a half on."""
_PEERS_NOTE = """\
Published accuracies come from the description of the installed package, in whole per cents for each goal.
It holds no peer's answers text by text, so McNemar's test with a peer cannot be made here. Instead: the
goals on which this system is ahead or not, and the share of resamples in which its macro accuracy is
higher. Peers were measured as they came; they fitted no cut-off on these texts."""
_MCNEMAR_NOTE = """\
Exact test on the first division, one cut-off: in how many questions just one of the two is right."""


@dataclass(frozen=True, slots=True)
class System:
    """Which questions a system has right: (repeats, questions), with one cut-off or one for each goal.

    `fixed`, (1, questions), is for a system that says yes or no by itself.
    """

    name: str
    background: str
    shared: Mask
    by_goal: Mask
    fixed: Mask | None = None


def results_of(
    asked: LabelledTexts,
    peers: Mapping[str, Sequence[int]],
    systems: Sequence[System],
    shipped: Sequence[System],
    main: str,
) -> Results:
    """All tables; `main` names the system that is held beside the peers."""
    chosen = [system for system in systems if system.name == main]
    tables = [
        _systems_table(asked, [*systems, *shipped]),
        _goals_table(asked, chosen, peers),
        _peers_table(asked, chosen, peers),
        _mcnemar_table([*systems, *shipped], main),
    ]
    return Results("SDG classification benchmark", _NOTE, tuple(tables))


def accuracy(asked: LabelledTexts, right: Mask) -> Estimate:
    """Macro accuracy with its interval; questions are drawn again, divisions are not."""
    share = right.mean(axis=0)
    return estimate(lambda weights: macro(asked, share, weights), len(share))


def _systems_table(asked: LabelledTexts, systems: Sequence[System]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            system.name,
            system.background,
            accuracy(asked, system.shared),
            _spread(asked, system.shared),
            accuracy(asked, system.by_goal),
            None if system.fixed is None else accuracy(asked, system.fixed),
        )
        for system in systems
    ]
    columns = ("system", "background", "macro accuracy", "sd", "a cut-off a goal", "no cut-off fitted")
    return Table("systems", "Systems", columns, tuple(rows), _SYSTEMS_NOTE)


def _spread(asked: LabelledTexts, right: Mask) -> float:
    every = [macro(asked, each.astype(float), np.ones((1, len(each))))[0] for each in right]
    return float(np.std(every))


def _goals_table(
    asked: LabelledTexts, systems: Sequence[System], peers: Mapping[str, Sequence[int]]
) -> Table:
    best = list(peers)[:2]
    columns = ("goal", "questions", *(system.background for system in systems), *best)
    found = [_by_goal(asked, system.shared) for system in systems]
    rows: list[tuple[Cell, ...]] = []
    for goal in sorted(set(asked.goals.tolist())):
        published = [peers[name][goal] / 100 for name in best]
        own = [accuracies[goal] for accuracies in found]
        rows.append((f"SDG{goal + 1}", int((asked.goals == goal).sum()), *own, *published))
    title = f"Accuracy for each goal, {systems[0].name}"
    return Table("goals", title, columns, tuple(rows))


def _by_goal(asked: LabelledTexts, right: Mask) -> dict[int, float]:
    share = right.mean(axis=0)
    return {goal: float(share[asked.goals == goal].mean()) for goal in set(asked.goals.tolist())}


def _peers_table(
    asked: LabelledTexts, systems: Sequence[System], peers: Mapping[str, Sequence[int]]
) -> Table:
    drawn = {system.background: _resampled(asked, system.shared) for system in systems}
    columns = (
        "model",
        "macro accuracy",
        *(f"{name}: {what}" for name in drawn for what in ("goals", "above")),
    )
    rows: list[tuple[Cell, ...]] = []
    for name, published in peers.items():
        value = float(np.mean(published)) / 100
        cells: list[Cell] = [name, value]
        for system in systems:
            own = _by_goal(asked, system.shared)
            ahead = sum(own[goal] > published[goal] / 100 for goal in own)
            cells += [f"{ahead}-{len(own) - ahead}", float((drawn[system.background] > value).mean())]
        rows.append(tuple(cells))
    return Table("peers", f"Published models beside {systems[0].name}", columns, tuple(rows), _PEERS_NOTE)


def _resampled(asked: LabelledTexts, right: Mask) -> Vector:
    share: Matrix = right.mean(axis=0)
    return macro(asked, share, draws(len(share)))


def _mcnemar_table(systems: Sequence[System], main: str) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for own in (system for system in systems if system.name == main):
        for other in systems:
            if other is not own:
                mine, theirs = own.shared[0], other.shared[0]
                counts = int((mine & ~theirs).sum()), int((theirs & ~mine).sum())
                rows.append((own.background, other.name, other.background, *counts, mcnemar(mine, theirs)))
    columns = ("background", "other system", "its background", "only ours", "only the other", "p")
    return Table("mcnemar", f"McNemar, {main} beside the others", columns, tuple(rows), _MCNEMAR_NOTE)
