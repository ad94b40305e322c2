"""Agreement: the figures of scikit-learn, with intervals that draw whole documents again."""

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from evaluation.agreement import (
    LEVELS,
    Judgement,
    _kappas,
    anchoring,
    between_reviewers,
    kappa,
    override_rates,
    with_machine,
)
from evaluation.intervals import draws

GRADES = sorted(LEVELS)
PAIRS = st.lists(st.tuples(st.sampled_from(GRADES), st.sampled_from(GRADES)), min_size=2, max_size=30)


def judgement(dossier: str, first: str, machine: str, final: str = "", **others: object) -> Judgement:
    facts = {"spearhead": "S1", "reviewer": "anna", "blind": True, **others}
    return Judgement(dossier, first=first, final=final or first, machine=machine, **facts)  # type: ignore[arg-type]


def test_kappa_of_a_worked_example() -> None:
    pairs = [("none", "none")] * 4 + [("core", "core")] * 4 + [("none", "core")] * 2
    # Observed disagreement 0.2; by chance 0.6 * 0.6 + 0.4 * 0.4 = 0.52.
    assert kappa(pairs).value == pytest.approx(1 - 0.2 / 0.52)


def test_one_document_has_no_interval() -> None:
    found = kappa([("none", "none"), ("core", "none"), ("core", "core")], ["a", "a", "a"])
    assert found.value == pytest.approx(0.4)
    assert math.isnan(found.low)
    assert math.isnan(found.high)


@given(PAIRS)
def test_kappa_is_symmetric_and_never_above_one(pairs: list[tuple[str, str]]) -> None:
    value, mirrored = kappa(pairs).value, kappa([(two, one) for one, two in pairs]).value
    assert value == pytest.approx(mirrored, nan_ok=True)
    assert math.isnan(value) or value <= 1


def test_every_resample_gives_what_scikit_learn_gives() -> None:
    chance = random.Random(3)
    pairs = [(chance.choice(GRADES), chance.choice(GRADES)) for _ in range(12)]
    counts = np.zeros((12, 3, 3))
    for number, (one, two) in enumerate(pairs):
        counts[number, LEVELS[one], LEVELS[two]] = 1
    weights = draws(12)[:20]
    ones, twos = [LEVELS[one] for one, _ in pairs], [LEVELS[two] for _, two in pairs]
    for weighting, value in zip(weights, _kappas(weights, counts), strict=True):
        expected = cohen_kappa_score(ones, twos, labels=[0, 1, 2], weights="linear", sample_weight=weighting)
        assert value == pytest.approx(expected)


def test_documents_are_drawn_whole() -> None:
    pairs = [("none", "none"), ("core", "core"), ("none", "core")] * 3
    apart, together = kappa(pairs), kappa(pairs, ["a"] * 3 + ["b"] * 3 + ["c"] * 3)
    assert apart.documents == 9
    assert together.documents == 3
    assert together.low == pytest.approx(together.high)
    assert apart.low < apart.value < apart.high


def test_too_little_to_say_anything() -> None:
    for pairs in ([], [("core", "core")], [("core", "core")] * 5, [("uncertain", "core")] * 5):
        assert math.isnan(kappa(pairs).value)


def test_abstentions_of_the_checker_are_no_disagreement() -> None:
    items = [
        judgement("a", "core", "core"),
        judgement("b", "none", "none"),
        judgement("c", "core", "uncertain"),
    ]
    assert with_machine(items).value == 1
    assert [(each.judged, each.overridden) for each in override_rates(items, ["S1"])] == [(2, 0)]


def test_reviewers_of_one_dossier_are_compared_two_by_two() -> None:
    items = [
        judgement(dossier, grade, "none", reviewer=reviewer)
        for dossier, grades in (("a", ("core", "core", "none")), ("b", ("none", "none", "none")))
        for reviewer, grade in zip("abc", grades, strict=True)
    ]
    expected = cohen_kappa_score([2, 2, 2, 0, 0, 0], [2, 0, 0, 0, 0, 0], labels=[0, 1, 2], weights="linear")
    assert between_reviewers(items).value == pytest.approx(expected)


def test_anchoring_holds_blind_grades_beside_sighted_ones() -> None:
    items = [
        judgement("a", "none", "core", "core"),
        judgement("b", "none", "none", "contributes"),
        judgement("c", "core", "none"),
        judgement("d", "core", "core", blind=False),
        judgement("e", "none", "none", blind=False),
    ]
    found = anchoring(items)
    assert found.sighted.value == 1
    assert found.blind.value < 0.5
    assert (found.moved, found.towards) == (2, 1)


def test_override_rate_of_nothing_is_no_number() -> None:
    (rate,) = override_rates([], ["S1"])
    assert math.isnan(rate.share)
