from dataclasses import replace

import pytest

from corpus.documents import Document
from corpus.passages import split
from corpus.revisions import Change
from models.alignment import Element, Grade
from models.assessment import Assessment, assess
from models.comparison import (
    Caution,
    Comparison,
    DifferentSpearheads,
    SpearheadChange,
    compare,
    side_of,
)
from models.engine import Engine
from models.weighing import weigh
from tests.fakes.garden_documents import padded

OLD = ("We planten een boomgaard en een houtwal en onderhouden elke wilgenrij met de snoeischaar.",)
ADDED = "We leggen een waterput aan, zetten een regenton bij elk huis en herstellen de grachten."
"""A passage about another spearhead than the rest."""
NEW = (*OLD, ADDED)


@pytest.fixture(scope="module")
def made(engine: Engine) -> dict[str, tuple[Document, Assessment]]:
    documents = {"old": padded(*OLD), "new": padded(*NEW)}
    return {name: (document, assess(document, engine)) for name, document in documents.items()}


@pytest.fixture(scope="module")
def comparison(made: dict[str, tuple[Document, Assessment]], engine: Engine) -> Comparison:
    (old, one), (new, other) = made["old"], made["new"]
    return compare(
        side_of(one),
        side_of(other),
        weigh_old=lambda places: weigh(engine, old, places),
        weigh_new=lambda places: weigh(engine, new, places),
    )


def causes(comparison: Comparison) -> list[tuple[SpearheadChange, float]]:
    return [(change, cause.contribution) for change in comparison.spearheads for cause in change.causes]


def test_the_added_passage_is_found(comparison: Comparison) -> None:
    changes = [item.change for item in comparison.passages]
    assert changes.count(Change.ADDED) == 1
    assert changes.count(Change.KEPT) == len(changes) - 1


def test_without_what_was_added_the_old_assessment_comes_back(comparison: Comparison) -> None:
    for change in comparison.spearheads:
        assert change.without_added is not None
        assert change.without_added.grade is change.old.grade
        assert change.without_added.core == pytest.approx(change.old.probability.core, abs=1e-9)


def test_a_cause_is_what_deleting_the_passage_changes(comparison: Comparison) -> None:
    found = causes(comparison)
    assert found
    for change, contribution in found:
        assert contribution == pytest.approx(change.at_least_difference, abs=1e-9)


def test_an_assessment_beside_itself_has_no_difference(made: dict[str, tuple[Document, Assessment]]) -> None:
    side = side_of(made["old"][1])
    found = compare(side, side)
    assert found.cautions == (Caution.SAME_TEXT,)
    assert all(change.at_least_difference == 0 and change.within_uncertainty for change in found.spearheads)
    assert not any(change.graded_otherwise or change.newly_missing for change in found.spearheads)


def test_another_engine_or_strategy_is_said(made: dict[str, tuple[Document, Assessment]]) -> None:
    side = side_of(made["old"][1])
    other = replace(
        side,
        strategy=replace(side.strategy, version="2"),
        engine=replace(side.engine, hashes=("x", *side.engine.hashes[1:])),
        whole=False,
    )
    expected = {Caution.STRATEGY_DIFFERS, Caution.ENGINE_DIFFERS, Caution.CITED_ONLY}
    assert set(compare(side, other).cautions) == expected


def test_other_spearheads_are_refused(made: dict[str, tuple[Document, Assessment]]) -> None:
    side = side_of(made["old"][1])
    with pytest.raises(DifferentSpearheads):
        compare(side, replace(side, alignments=side.alignments[:-1]))


def test_elements_that_come_and_go_are_told(made: dict[str, tuple[Document, Assessment]]) -> None:
    alignment = side_of(made["old"][1]).alignments[0]
    old = replace(alignment, missing=(Element.BUDGET, Element.TARGET))
    change = SpearheadChange(old, replace(alignment, missing=(Element.TARGET, Element.INDICATOR)))
    assert (change.newly_missing, change.newly_present) == ((Element.INDICATOR,), (Element.BUDGET,))


@pytest.mark.parametrize(("low", "within"), [(0.5, True), (0.61, False)])
def test_intervals_decide_what_is_within_the_uncertainty(
    made: dict[str, tuple[Document, Assessment]], low: float, within: bool
) -> None:
    alignment = side_of(made["old"][1]).alignments[0]
    chance = replace(alignment.probability, core_interval=(0.4, 0.6))
    other = replace(chance, core_interval=(low, 0.7))
    change = SpearheadChange(replace(alignment, probability=chance), replace(alignment, probability=other))
    assert change.within_uncertainty is within


def test_too_short_without_a_passage_is_uncertain(engine: Engine) -> None:
    document = padded(*OLD)
    weighed = weigh(engine, document, range(len(split(document))))
    assert {outcome.grade for outcome in weighed.without} == {Grade.UNCERTAIN}
