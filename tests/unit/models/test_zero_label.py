"""The zero-label channel: similarity with the strategy's own words, against ordinary text."""

from dataclasses import replace

import numpy as np
import pytest

from corpus.strategies import Strategy
from corpus.strategy_files import background
from models.channels.facets import EXAMPLES, SCOPE, STATEMENTS, TERMS, facets_of
from models.channels.similarity import Background, family_of
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
    alone = reader.read("", passages_of(*TEXTS)).alone
    for family in ("zero_label.all", "zero_label.terms", "lexical.terms"):
        assert alone[family].argmax(axis=1).tolist() == [0, 1, 2], family


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


def test_ordinary_text_is_the_measure(words_encoder: Encoder) -> None:
    reader = zero_label(garden_strategy(), words_encoder)
    ordinary = [(language, text) for language, texts in background().items() for text in texts]
    languages = [language for language, _ in ordinary]
    scores = reader.zero_label.scores(
        languages, reader.space.place([text for _, text in ordinary], languages)
    )
    assert float(scores["zero_label.all"].std()) == pytest.approx(1.0)
    for name, matrix in scores.items():
        assert float(matrix.mean()) == pytest.approx(0.0, abs=1e-9), name


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
    vectors = np.array([[0.0], [1.0], [2.0]])
    ordinary = Background(vectors, ("nl", "fr", "nl"))
    assert ordinary.by_language()["nl"].tolist() == [[0.0], [2.0]]
    family = family_of("x", None, [np.array([[1.0]]), np.array([[-1.0]])], ordinary)
    whole = (2.0 - vectors.mean()) / vectors.std()
    assert family.scores(np.array([[2.0]]), ["other"])[0] == pytest.approx([whole, -whole])


def test_only_the_closest_texts_count() -> None:
    texts = [np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[-1.0, 0.0]])]
    ordinary = Background(np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]]), ("nl",) * 4)
    nearby = np.array([[1.0, 0.0], [1.0, -9.0]])
    closest, both = (family_of("x", count, texts, ordinary).scores(nearby, ["nl"] * 2) for count in (1, None))
    assert closest[0, 0] == pytest.approx(closest[1, 0])
    assert both[0, 0] > both[1, 0] + 1.0


def test_a_passage_is_held_against_ordinary_text_of_its_language(words_encoder: Encoder) -> None:
    reader = zero_label(garden_strategy(), words_encoder)
    dutch, french = (
        reader.read("", passages_of(TEXTS[0], language=language)).alone["zero_label.statement"]
        for language in ("nl", "fr")
    )
    assert np.abs(dutch - french).max() > 0.01
