"""How far people agree with each other and with the checker, and whether seeing it draws them along."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.intervals import Estimate, estimate
from models.matrices import Matrix, Vector

LEVELS: Mapping[str, int] = {"none": 0, "contributes": 1, "core": 2}
"""Grades that can be compared, lowest first; where the checker abstains, there is nothing to compare."""
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Judgement:
    """One spearhead of one dossier, as one reviewer and as the checker see it.

    `first` is the reviewer's grade at the moment that it was fixed, `final` the grade now; `machine` is
    the checker's. `blind` tells whether the reviewer had seen nothing of the checker before `first`.
    """

    dossier: str
    spearhead: str
    reviewer: str
    first: str
    final: str
    machine: str
    blind: bool


@dataclass(frozen=True, slots=True)
class Override:
    """How often reviewers went against the checker on a spearhead: `overridden` of `judged`."""

    spearhead: str
    judged: int
    overridden: int

    @property
    def share(self) -> float:
        """Share of the judgements, 0 to 1; not a number where there are none."""
        return self.overridden / self.judged if self.judged else float("nan")


@dataclass(frozen=True, slots=True)
class Anchoring:
    """Agreement with the checker of grades that were given blind and of grades that were given in sight.

    `moved` is how many blind grades changed once the checker was shown, `towards` how many of those to
    the checker's grade.
    """

    blind: Estimate
    sighted: Estimate
    moved: int
    towards: int


def kappa(pairs: Sequence[tuple[str, str]], groups: Sequence[str] | None = None) -> Estimate:
    """Cohen's kappa with linear weights over pairs of grades, with a 95 % interval.

    `groups` names the document of each pair: whole documents are drawn again, for spearheads of one
    document are no separate witnesses. Pairs with a grade that is no level are left out. Not a number
    for fewer than two pairs, or where nobody ever gave more than one grade; one document has no interval.
    """
    names = groups if groups is not None else [str(number) for number in range(len(pairs))]
    kept = [
        (LEVELS[one], LEVELS[other], name)
        for (one, other), name in zip(pairs, names, strict=True)
        if one in LEVELS and other in LEVELS
    ]
    documents = sorted({name for _, _, name in kept})
    if len(kept) < _FEWEST:
        return Estimate(float("nan"), float("nan"), float("nan"), len(documents))
    place = {name: number for number, name in enumerate(documents)}
    counts = np.zeros((len(documents), len(LEVELS), len(LEVELS)))
    for one, other, name in kept:
        counts[place[name], one, other] += 1
    drawn = estimate(lambda weights: _kappas(weights, counts), len(documents))
    value = _kappa_of([one for one, _, _ in kept], [other for _, other, _ in kept])
    if len(documents) < _FEWEST:  # drawn again it is always the same document: that says nothing
        return Estimate(value, float("nan"), float("nan"), len(documents))
    return Estimate(value, drawn.low, drawn.high, len(documents))


def _kappa_of(one: list[int], other: list[int]) -> float:
    from sklearn.metrics import cohen_kappa_score

    if len(set(one) | set(other)) < _FEWEST:
        return float("nan")  # nothing to disagree about: chance alone explains everything
    return float(cohen_kappa_score(one, other, labels=sorted(LEVELS.values()), weights="linear"))


def _kappas(weights: Matrix, counts: np.ndarray[tuple[int, int, int], np.dtype[np.float64]]) -> Vector:
    """Kappa for each weighting of the documents: 1 - observed / expected disagreement (Cohen, 1968)."""
    tables = np.einsum("rd,dij->rij", weights, counts)
    tables /= tables.sum(axis=(1, 2), keepdims=True)
    levels = np.arange(tables.shape[1])
    distance = np.abs(levels[:, None] - levels[None, :])
    observed = (tables * distance).sum(axis=(1, 2))
    by_chance = tables.sum(axis=2)[:, :, None] * tables.sum(axis=1)[:, None, :]
    expected = (by_chance * distance).sum(axis=(1, 2))
    result: Vector = np.full(len(tables), np.nan)
    np.divide(observed, expected, out=result, where=expected > 0)
    return 1 - result


def with_machine(judgements: Iterable[Judgement]) -> Estimate:
    """Agreement of reviewers with the checker, by the grades that they gave first."""
    items = list(judgements)
    return kappa([(item.first, item.machine) for item in items], [item.dossier for item in items])


def between_reviewers(judgements: Iterable[Judgement]) -> Estimate:
    """Agreement between every two reviewers of the same dossier, by the grades that they gave first."""
    by_place: dict[tuple[str, str], list[Judgement]] = {}
    for item in judgements:
        by_place.setdefault((item.dossier, item.spearhead), []).append(item)
    pairs, groups = [], []
    for (dossier, _), items in sorted(by_place.items()):
        ordered = sorted(items, key=lambda item: item.reviewer)
        for at, one in enumerate(ordered):
            for other in ordered[at + 1 :]:
                pairs.append((one.first, other.first))
                groups.append(dossier)
    return kappa(pairs, groups)


def override_rates(judgements: Iterable[Judgement], spearheads: Sequence[str]) -> list[Override]:
    """How often the final grade goes against the checker, by spearhead; abstentions are left out."""
    items = [item for item in judgements if item.machine in LEVELS]
    return [
        Override(
            name,
            sum(item.spearhead == name for item in items),
            sum(item.spearhead == name and item.final != item.machine for item in items),
        )
        for name in spearheads
    ]


def anchoring(judgements: Iterable[Judgement]) -> Anchoring:
    """Whether the checker draws people along: grades given blind beside grades given in sight of it."""
    items = list(judgements)
    moved = [item for item in items if item.blind and item.first != item.final]
    return Anchoring(
        with_machine(item for item in items if item.blind),
        with_machine(item for item in items if not item.blind),
        len(moved),
        sum(item.final == item.machine for item in moved),
    )
