"""Swaps, styles and noise: what they change in a text, and how changes of a verdict are counted."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from corpus.annotated import AnnotatedProposal, read_proposals
from evaluation.changes import Change, Verdict, summed
from evaluation.fairness import run_robustness, run_trials, trials_on
from evaluation.fixture_files import proposal_of, written_proposals
from evaluation.noise import misread, mistyped
from evaluation.swaps import applicant_swaps, style_swaps, turned_round
from evaluation.trials import Family, Pair, Trial, balanced
from models.alignment import Grade
from models.engine import Engine
from tests.fakes.artefacts import garden_proposals

SPEARHEADS = {f"S{number}" for number in range(1, 10)}
LONG_TEXT = "De gemeente vernieuwt rustig alle lokalen en betaalt daarna de rekeningen van het werk. " * 60


def told(grade: Grade, contributes: float = 0.2, core: float = 0.1) -> Verdict:
    return Verdict(core, contributes, grade)


def a_change(before: Grade, after: Grade, move: float = 0.0) -> Change:
    return Change("a", "S1", told(before), told(after, 0.2 + move))


def a_trial(family: Family, *pairs: Pair) -> Trial:
    return Trial("proef", family, pairs)


def test_the_sample_is_even_over_spearheads_and_kinds() -> None:
    chosen = balanced(read_proposals(), 45)
    assert len({proposal.id for proposal in chosen}) == 45
    assert {min(proposal.grades, default="") for proposal in chosen} == {"", *SPEARHEADS}
    assert {proposal.kind for proposal in chosen} >= {"plain", "multi", "off", "gamed", "negated", "boundary"}


def test_the_sample_does_not_depend_on_the_order_of_proposals() -> None:
    proposals = garden_proposals()
    assert balanced(proposals, 7) == balanced(tuple(reversed(proposals)), 7)


def test_a_proposal_that_is_added_hardly_changes_the_sample() -> None:
    proposals = read_proposals()
    before, after = ({proposal.id for proposal in balanced(some, 45)} for some in (proposals[1:], proposals))
    assert len(before & after) >= 40


def test_sections_turn_round_and_keep_their_passages_in_order() -> None:
    proposal = proposal_of("p", "nl", ["# T", "## Een", "a", "b", "## Twee", "c"])
    assert [passage.text for passage in turned_round(proposal).passages] == ["c", "a", "b"]


def test_an_applicant_swap_changes_names_and_numbers_and_nothing_else() -> None:
    text = "In Gent wonen 12.000 inwoners; de les kost 4.000 euro."
    trials = {trial.name: trial for trial in applicant_swaps([proposal_of("p", "nl", ["# Titel", text])])}
    municipality, amount = trials["municipality"].pairs[0], trials["amount"].pairs[0]
    assert municipality.after.title == "Titel (Antwerpen)"
    assert municipality.after.passages[1].text == text.replace("Gent", "Antwerpen")
    assert municipality.before.passages[1].text == text.replace("Gent", "Leuven")
    assert amount.after.passages[1].text == text.replace("4.000", "9.500")
    assert trials["person"].pairs[0].after.passages[1].text == text


def test_a_gender_swap_changes_roles_and_pronouns() -> None:
    proposal = proposal_of("p", "nl", ["# T", "De voorzitter belt, want hij weet het."])
    (pair,) = next(trial for trial in applicant_swaps([proposal]) if trial.name == "gender").pairs
    assert pair.after.passages[1].text == "De voorzitster belt, want zij weet het."
    assert "projectleidster" in pair.after.passages[0].text


@pytest.mark.parametrize("change", [mistyped, misread])
def test_noise_is_little_and_the_same_every_time(change: Callable[[str, Random], str]) -> None:
    noisy = change(LONG_TEXT, Random(1))
    wrong = sum(one != other for one, other in zip(LONG_TEXT.split(), noisy.split(), strict=True))
    assert noisy == change(LONG_TEXT, Random(1)) != change(LONG_TEXT, Random(2))
    assert 0.02 < wrong / len(LONG_TEXT.split()) < 0.35


@pytest.mark.parametrize("name", ["translations", "registers"])
def test_written_proposals_cover_every_spearhead_in_every_version(name: str) -> None:
    versions = written_proposals(name)
    assert set(versions) == ({"nl", "en", "fr"} if name == "translations" else {"formal", "plain"})
    for proposals in versions.values():
        assert set(proposals) == set(written_proposals("translations")["nl"])
        assert all(proposal.title and len(proposal.passages) == 6 for proposal in proposals.values())
    spearheads = [set(proposal.grades) for proposal in written_proposals("translations")["nl"].values()]
    assert set.union(*spearheads) == SPEARHEADS


def test_style_swaps_take_the_languages_two_by_two() -> None:
    proposals = garden_proposals()[:3]
    trials = {trial.name: trial for trial in style_swaps(proposals, proposals)}
    assert len(trials["language nl-fr"].pairs) == 9
    assert {pair.after.language for pair in trials["language nl-fr"].pairs} == {"fr"}
    assert trials["upper case"].pairs[0].after.title == proposals[0].title.upper()


def test_moves_to_and_from_uncertain_are_counted_apart() -> None:
    changes = [
        a_change(Grade.NONE, Grade.CORE, 0.3),
        a_change(Grade.NONE, Grade.UNCERTAIN, -0.1),
        a_change(Grade.CORE, Grade.CONTRIBUTES),
        a_change(Grade.NONE, Grade.NONE),
    ]
    found = summed(a_trial(Family.NOISE), changes)
    assert (found.flips, found.flips_with_uncertain, found.raises, found.raises_with_uncertain) == (
        2,
        3,
        1,
        2,
    )
    assert found.largest_contributes == pytest.approx(0.3)
    assert found.mean_contributes == pytest.approx(0.1)
    assert found.worst is changes[0]


TARGETS = [
    (Family.SWAP, a_change(Grade.NONE, Grade.NONE, 0.09), True),
    (Family.SWAP, a_change(Grade.NONE, Grade.NONE, -0.11), False),
    (Family.SWAP, a_change(Grade.CORE, Grade.NONE), False),
    (Family.ATTACK, a_change(Grade.CORE, Grade.NONE, 0.5), True),
    (Family.ATTACK, a_change(Grade.NONE, Grade.CONTRIBUTES), False),
    (Family.STYLE, a_change(Grade.NONE, Grade.CORE), None),
]


@pytest.mark.parametrize(("family", "change", "met"), TARGETS)
def test_swaps_and_attacks_have_a_target(family: Family, change: Change, met: bool | None) -> None:
    assert summed(a_trial(family), [change]).meets_target is met


def without(proposal: AnnotatedProposal, spearhead: str) -> AnnotatedProposal:
    kept = tuple(passage for passage in proposal.passages if spearhead not in passage.spearheads)
    return replace(proposal, passages=kept)


def test_a_change_that_matters_is_seen(engine: Engine) -> None:
    proposal = garden_proposals()[0]
    core = next(name for name, grade in proposal.grades.items() if grade == 2)
    trial = a_trial(Family.SWAP, Pair(proposal, without(proposal, core)))
    (found,) = run_trials(engine, [trial]).trials
    assert found.meets_target is False
    assert (found.worst.proposal, found.worst.spearhead) == (proposal.id, core)
    assert found.worst.before.grade is Grade.CORE
    assert found.alignments == 3


def test_a_run_tells_every_trial_and_its_progress(engine: Engine) -> None:
    seen: list[tuple[int, int]] = []
    result = run_robustness(
        engine, garden_proposals(), size=2, progress=lambda _step, done, total: seen.append((done, total))
    )
    assert seen[-1][0] == seen[-1][1] == len(seen)
    assert {trial.family for trial in result.trials} == set(Family)
    assert len(result.lines()) == len(result.table().rows) + 1 == len(result.trials) + 1


def test_pairs_that_do_not_differ_are_left_out(engine: Engine) -> None:
    pairs = [pair for trial in trials_on(engine, garden_proposals(), 2) for pair in trial.pairs]
    assert pairs
    assert all(pair.before != pair.after for pair in pairs)


@pytest.mark.encoder
def test_the_applicants_person_and_gender_move_no_grade(real_engine: Engine) -> None:
    written = tuple(written_proposals("translations")["nl"].values())
    trials = [trial for trial in applicant_swaps(written) if trial.name in ("person", "gender")]
    found = run_trials(real_engine, trials).trials
    assert [trial.meets_target for trial in found] == [True, True]
