"""Attacks: what they add to a proposal, and that orders to the checker are text like any other."""

from dataclasses import replace

import pytest

from corpus.annotated import AnnotatedProposal
from corpus.strategies import Strategy
from corpus.strategy_files import load_strategy
from evaluation.attacks import attacks
from evaluation.fairness import run_trials
from evaluation.fixture_files import written_proposals
from evaluation.trials import Family, Trial
from models.engine import Engine
from tests.fakes.artefacts import garden_proposals
from tests.fakes.strategies import bare_strategy, garden_strategy


def by_name(strategy: Strategy, *proposals: AnnotatedProposal) -> dict[str, Trial]:
    return {trial.name: trial for trial in attacks(strategy, proposals)}


def added(trial: Trial) -> tuple[str, ...]:
    before, after = trial.pairs[0].before.passages, trial.pairs[0].after.passages
    return tuple(passage.text for passage in after[len(before) :])


@pytest.fixture
def proposal() -> AnnotatedProposal:
    return garden_proposals()[0]


def test_an_attack_only_adds(proposal: AnnotatedProposal) -> None:
    for name, trial in by_name(garden_strategy(), proposal).items():
        texts = [passage.text for passage in trial.pairs[0].after.passages]
        assert trial.family is Family.ATTACK
        if name != "word with two senses":
            assert [text for text in texts if text in {passage.text for passage in proposal.passages}][
                : len(proposal.passages)
            ] == [passage.text for passage in proposal.passages]


def test_an_attack_aims_at_a_spearhead_without_a_grade(proposal: AnnotatedProposal) -> None:
    strategy = garden_strategy()
    aimed = replace(proposal, grades={"W": 2, "B": 1})
    music = next(spearhead for spearhead in strategy.spearheads if spearhead.id == "M")
    trials = by_name(strategy, aimed)
    assert added(trials["strategy pasted"]) == (music.title["nl"], music.statement["nl"])
    assert " M" in added(trials["instructions to the checker"])[-1]
    assert set(added(trials["keyword list"])[0].split(", ")) == {
        term.text for term in music.terms["nl"] if not term.weak
    }


def test_a_disguised_copy_leaves_out_every_fourth_word(proposal: AnnotatedProposal) -> None:
    trials = by_name(garden_strategy(), proposal)
    (disguised,) = added(trials["strategy pasted, words left out"])
    official = added(trials["strategy pasted"])[1].split()
    assert disguised.split() == [word for place, word in enumerate(official, start=1) if place % 4]


@pytest.mark.parametrize(
    "name",
    ["twice the length, ordinary text", "twice the length, one passage repeated", "everything said again"],
)
def test_a_long_attack_doubles_the_number_of_passages(name: str, proposal: AnnotatedProposal) -> None:
    trial = by_name(garden_strategy(), proposal)[name]
    assert len(added(trial)) == len(proposal.passages)


def test_a_strategy_without_terms_or_scope_is_attacked_with_what_it_has(proposal: AnnotatedProposal) -> None:
    trials = by_name(bare_strategy(3), proposal)
    assert added(trials["keyword list"]) == added(trials["scope of the strategy pasted"]) == ()
    assert trials["keywords in headings"].pairs[0].after == proposal
    assert added(trials["strategy pasted"])


def test_attacks_are_the_same_every_time(proposal: AnnotatedProposal) -> None:
    assert by_name(garden_strategy(), proposal) == by_name(garden_strategy(), proposal)


def test_two_senses_differ_in_one_word_only(proposal: AnnotatedProposal) -> None:
    for pair in by_name(garden_strategy(), proposal)["word with two senses"].pairs:
        one, other = pair.before.passages[0].text.split(), pair.after.passages[0].text.split()
        assert sum(word != word_after for word, word_after in zip(one, other, strict=True)) == 1
        assert pair.before.passages[1:] == pair.after.passages[1:]


@pytest.mark.encoder
def test_orders_and_keyword_lists_raise_no_grade(real_engine: Engine) -> None:
    written = tuple(written_proposals("translations")["nl"].values())
    trials = by_name(load_strategy("vlaanderen-2025"), *written)
    names = ("instructions to the checker", "keyword list", "twice the length, one passage repeated")
    found = run_trials(real_engine, [trials[name] for name in names]).trials
    assert [trial.raises for trial in found] == [0, 0, 0]
