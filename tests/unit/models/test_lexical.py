"""The lexical channel: terms as they stand in the text."""

import numpy as np
import pytest

from corpus.strategies import Spearhead, Term
from models.channels.lexical import TermFinder, lexical_channel, term_finder, weighted
from models.words import word_features
from tests.fakes.strategies import garden_strategy, passages_of, without_terms


def finder(*terms: str, weak: tuple[str, ...] = ()) -> TermFinder:
    listed = (*(Term(term) for term in terms), *(Term(term, weak=True) for term in weak))
    return term_finder(Spearhead("S", {"nl": "S"}, {"nl": "S."}, terms={"nl": listed}))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Een waterput.", ("waterput",)),
        ("Twee Waterputten.", ("Waterput",)),
        ("Een regenwaterput.", ()),
        ("De AI-verordening.", ("AI",)),
        ("Une aide pour tous.", ()),
        ("Een open\nbron.", ("open\nbron",)),
        ("Niets.", ()),
    ],
)
def test_terms_start_a_word_and_short_ones_fill_it(text: str, found: tuple[str, ...]) -> None:
    assert finder("waterput", "AI", "open bron").found(text) == found


def test_the_longest_term_is_taken() -> None:
    assert finder("open", "open data").found("open data en open deuren") == ("open data", "open")


def test_signs_in_a_term_are_no_expression() -> None:
    assert finder("c++ (taal)").found("de c++ (taal) en cc taal") == ("c++ (taal)",)


def test_strong_terms_come_first_and_once() -> None:
    both = finder("beiaard", weak=("plein",))
    assert both.found("plein, beiaard, plein, beiaard") == ("beiaard", "plein")


def test_repeating_a_term_scores_no_more() -> None:
    one = finder("beiaard")
    assert one.score("beiaard beiaard Beiaard") == one.score("beiaard") == pytest.approx(np.log(2))


def test_a_weak_term_is_worth_a_quarter() -> None:
    assert finder(weak=("plein",)).score("plein") == pytest.approx(np.log(1.25))
    assert finder().score("plein") == 0.0


def test_scores_are_centred_over_spearheads() -> None:
    channel = lexical_channel(garden_strategy())
    passages = passages_of("Een waterput en een regenton.", "Niets daarvan.")
    scores = channel.alone(passages, np.zeros((2, 4)), word_features([p.text for p in passages]))
    terms = scores["lexical.terms"]
    np.testing.assert_allclose(terms.sum(axis=1), 0.0, atol=1e-12)
    assert terms[0].argmax() == 0
    assert np.abs(terms[1]).max() == 0.0


def test_a_strategy_without_terms_scores_zero() -> None:
    channel = lexical_channel(without_terms(garden_strategy()))
    scores = channel.alone(passages_of("Een waterput."), np.zeros((1, 4)), word_features(["Een waterput."]))
    assert scores.keys() == {"lexical.terms"}
    assert not scores["lexical.terms"].any()


def test_no_passages_are_no_rows() -> None:
    scores = lexical_channel(garden_strategy()).alone((), np.zeros((0, 4)), word_features([""])[:0])
    assert scores["lexical.terms"].shape == (0, 3)


def test_word_weights_have_unit_rows() -> None:
    words = word_features(["een waterput", "beiaard", ""])
    inverse = np.ones(words.shape[1])
    lengths = np.linalg.norm(weighted(words, inverse).toarray(), axis=1)
    assert lengths == pytest.approx([1.0, 1.0, 0.0])


def test_no_words_have_no_weights() -> None:
    nothing = word_features([""])[:0]
    assert weighted(nothing, np.ones(nothing.shape[1])).shape == nothing.shape
