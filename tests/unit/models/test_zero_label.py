"""The zero-label channel: similarity with the strategy's own words, against ordinary text."""

from dataclasses import replace

import numpy as np
import pytest

from corpus.strategies import Strategy
from models.channels.facets import EXAMPLES, SCOPE, STATEMENTS, TERMS, facets_of
from models.channels.zero_label import Background
from models.encoders.base import Encoder
from models.engine import Reader, zero_label_reader
from tests.fakes.strategies import bare_strategy, garden_strategy, passages_of, without_terms

TEXTS = (
    "Een waterput met een regenton en een pompgemaal.",
    "Vrijwilligers herstellen een kwekerij in de boomgaard.",
    "De harmonie speelt koorzang bij de beiaard.",
)


def zero_label(strategy: Strategy, encoder: Encoder) -> Reader:
    return zero_label_reader(strategy, encoder)


def test_facets_are_every_text_but_weak_terms() -> None:
    facets = facets_of(garden_strategy().spearheads[0])
    families = [facet.family for facet in facets]
    assert [families.count(family) for family in (STATEMENTS, SCOPE, TERMS, EXAMPLES)] == [2, 2, 6, 1]
    assert "waterputje" not in {facet.text for facet in facets}
    assert {facet.source for facet in facets} == {"title", "statement", "belongs", "terms", "examples"}


def test_actions_are_examples_by_another_name() -> None:
    spearhead = replace(garden_strategy().spearheads[0], actions=("Putten slaan.",), examples=())
    assert [facet.source for facet in facets_of(spearhead) if facet.family == EXAMPLES] == ["actions"]


def test_a_passage_is_closest_to_its_own_spearhead(words_encoder: Encoder) -> None:
    reader = zero_label(garden_strategy(), words_encoder)
    for scores in reader.read("", passages_of(*TEXTS)).alone.values():
        assert scores.argmax(axis=1).tolist() == [0, 1, 2]


def test_permuting_spearheads_permutes_scores(words_encoder: Encoder) -> None:
    first = zero_label(garden_strategy(), words_encoder).read("", passages_of(*TEXTS)).alone
    turned = zero_label(garden_strategy(only=("M", "W", "B")), words_encoder)
    second = turned.read("", passages_of(*TEXTS)).alone
    for family, scores in first.items():
        np.testing.assert_allclose(scores[:, [2, 0, 1]], second[family], atol=1e-9, err_msg=family)


def test_scores_are_centred_over_spearheads(words_encoder: Encoder) -> None:
    read = zero_label(garden_strategy(), words_encoder).read("", passages_of(*TEXTS))
    for scores in read.alone.values():
        np.testing.assert_allclose(scores.sum(axis=1), 0.0, atol=1e-9)


def test_ordinary_text_has_a_spread_of_one(words_encoder: Encoder) -> None:
    channel = zero_label(garden_strategy(), words_encoder).zero_label
    scores = channel.families(channel.background.languages, channel.background.vectors)["zero_label.all"]
    assert float(scores.std()) == pytest.approx(1.0)


def test_what_a_strategy_lacks_is_absent(words_encoder: Encoder) -> None:
    bare = zero_label(bare_strategy(3), words_encoder).read("", passages_of(*TEXTS))
    assert bare.alone.keys() == {"zero_label.statement", "zero_label.all", "lexical.terms"}
    untermed = zero_label(without_terms(garden_strategy()), words_encoder).read("", passages_of(*TEXTS))
    assert {"zero_label.terms", "zero_label.closest_terms"}.isdisjoint(untermed.alone)


def test_a_family_counts_only_when_every_spearhead_has_it(words_encoder: Encoder) -> None:
    strategy = garden_strategy()
    first, *others = strategy.spearheads
    uneven = replace(strategy, spearheads=(replace(first, examples=()), *others))
    assert "zero_label.examples" not in zero_label(uneven, words_encoder).read("", passages_of(*TEXTS)).alone


def test_a_language_without_background_is_held_against_all_of_it() -> None:
    background = Background(np.zeros((3, 2)), ("nl", "fr", "nl"))
    assert background.rows_of("nl").tolist() == [True, False, True]
    assert background.rows_of("other").tolist() == [True, True, True]


def test_a_passage_is_held_against_ordinary_text_of_its_language(words_encoder: Encoder) -> None:
    reader = zero_label(garden_strategy(), words_encoder)
    dutch, french = (
        reader.read("", passages_of(TEXTS[0], language=language)).alone["zero_label.statement"]
        for language in ("nl", "fr")
    )
    assert np.abs(dutch - french).max() > 0.01
