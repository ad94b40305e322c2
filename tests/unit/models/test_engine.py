"""Loading an engine for strategies of any shape, and reading with it."""

from dataclasses import replace

import numpy as np
import pytest

from corpus.strategies import Confusable, Strategy
from models.alignment import Grade
from models.artefact import Artefact
from models.assessment import assess
from models.encoders.base import Encoder
from models.engine import Engine, load_engine
from tests.fakes.artefacts import activity, goal
from tests.fakes.encoders import FakeEncoder
from tests.fakes.garden_documents import padded
from tests.fakes.strategies import WORDS, bare_strategy, garden_strategy, passages_of, without_terms

DOCUMENT = padded(activity(*WORDS["W"][:2]), goal(*WORDS["W"][2:4]), activity(*WORDS["B"][:2]))


def test_the_strategy_of_the_artefact_is_graded_by_training(engine: Engine) -> None:
    assert engine.trained
    assert {"trained.topic.top", "lexical.words.top", "zero_label.all.top"} <= engine.features(
        engine.reader.read("", passages_of("Een waterput."))
    ).keys()


def another_version() -> Strategy:
    """The garden strategy with one more example."""
    strategy = garden_strategy()
    last = strategy.spearheads[-1]
    more = replace(last, examples=(*last.examples, "De fanfare speelt elke zondag."))
    return replace(strategy, spearheads=(*strategy.spearheads[:-1], more))


SHAPES = [
    bare_strategy(2),
    bare_strategy(17),
    without_terms(garden_strategy()),
    another_version(),
]


@pytest.mark.parametrize("strategy", SHAPES, ids=["two", "seventeen", "no terms", "another version"])
def test_any_other_strategy_works_without_labels(
    strategy: Strategy, words_encoder: Encoder, artefact: Artefact
) -> None:
    engine = load_engine(strategy, words_encoder, artefact=artefact)
    alignments = assess(DOCUMENT, engine).alignments
    assert not engine.trained
    assert [found.spearhead.id for found in alignments] == [found.id for found in strategy.spearheads]
    for found in alignments:
        low, high = found.probability.at_least_contributes_interval
        assert 0 <= low <= found.probability.at_least_contributes <= high <= 1
        assert set(found.channels) == {"semantic", "lexical"}


def test_what_is_only_shown_to_readers_asks_for_no_new_training(
    words_encoder: Encoder, artefact: Artefact
) -> None:
    strategy = garden_strategy()
    pair = Confusable(("W", "B"), {"nl": "Water of bomen?"})
    first = replace(strategy.spearheads[0], excludes={"nl": "Een zwembad."})
    spearheads = (first, *strategy.spearheads[1:])
    edited = replace(strategy, spearheads=spearheads, confusable=(pair,), source="x", sha256="4" * 64)
    assert load_engine(edited, words_encoder, artefact=artefact).trained


def test_one_spearhead_is_a_strategy_too(words_encoder: Encoder, artefact: Artefact) -> None:
    engine = load_engine(bare_strategy(1), words_encoder, artefact=artefact)
    assert len(assess(DOCUMENT, engine).alignments) == 1


def test_without_labels_the_right_spearhead_is_still_the_likeliest(
    words_encoder: Encoder, artefact: Artefact
) -> None:
    engine = load_engine(another_version(), words_encoder, artefact=artefact)
    found = {
        alignment.spearhead.id: alignment.probability.at_least_contributes
        for alignment in assess(DOCUMENT, engine).alignments
    }
    assert found["W"] > found["B"] > found["M"]


def test_without_labels_intervals_are_wider(
    engine: Engine, words_encoder: Encoder, artefact: Artefact
) -> None:
    untrained = load_engine(another_version(), words_encoder, artefact=artefact)
    widths = [
        np.mean([np.diff(found.probability.at_least_contributes_interval) for found in alignments])
        for alignments in (assess(DOCUMENT, engine).alignments, assess(DOCUMENT, untrained).alignments)
    ]
    assert widths[1] > widths[0]


def test_proposals_never_go_through_the_encoder_that_remembers(artefact: Artefact) -> None:
    private, public = FakeEncoder(512), FakeEncoder(512)
    engine = load_engine(garden_strategy(), private, public=public, artefact=artefact)
    shown = len(public.calls)
    assert Grade.NONE in {found.grade for found in assess(DOCUMENT, engine).alignments}
    assert len(public.calls) == shown > 0
    assert any(activity(*WORDS["W"][:2]) in call for call in private.calls)


def test_reading_encodes_in_one_call(artefact: Artefact, words_encoder: Encoder) -> None:
    private = FakeEncoder(512)
    engine = load_engine(garden_strategy(), private, public=words_encoder, artefact=artefact)
    private.calls.clear()
    engine.reader.read("Titel", passages_of("Een waterput.", "Een beiaard.", section="Aanpak"))
    assert [set(call) for call in private.calls] == [{"Titel", "Aanpak", "Een waterput.", "Een beiaard."}]


def test_no_passages_are_judged_as_nothing(engine: Engine) -> None:
    nothing = engine.judge(engine.reader.read("", ()))
    something = engine.judge(engine.reader.read("", passages_of(activity(*WORDS["W"][:2]))))
    assert nothing.at_least_contributes[0] < something.at_least_contributes[0]
    assert not np.isnan(nothing.core).any()
