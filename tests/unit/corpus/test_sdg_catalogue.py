"""The Sustainable Development Goals in the catalogue."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.strategies import Strategy
from corpus.strategy_files import load_strategy

SOURCE = Path(__file__).parents[3] / "corpus" / "catalogue" / "sdg-2030" / "SOURCE.md"
LANGUAGES = {"nl", "en", "fr"}
OFFICIAL = {
    "SDG1": "End poverty in all its forms everywhere",
    "SDG4": (
        "Ensure inclusive and equitable quality education and promote lifelong learning opportunities for all"
    ),
    "SDG7": "Ensure access to affordable, reliable, sustainable and modern energy for all",
    "SDG13": "Take urgent action to combat climate change and its impacts",
    "SDG17": (
        "Strengthen the means of implementation and revitalize the Global Partnership for "
        "Sustainable Development"
    ),
}


@pytest.fixture(scope="module")
def goals() -> Strategy:
    return load_strategy("sdg-2030")


def test_all_seventeen_are_there_in_three_languages(goals: Strategy) -> None:
    assert [goal.id for goal in goals.spearheads] == [f"SDG{number}" for number in range(1, 18)]
    for goal in goals.spearheads:
        assert all(set(text) == LANGUAGES for text in (goal.title, goal.statement, goal.terms)), goal.id


@pytest.mark.parametrize("name", OFFICIAL)
def test_statement_is_the_official_wording(goals: Strategy, name: str) -> None:
    assert {goal.id: goal.statement["en"] for goal in goals.spearheads}[name] == OFFICIAL[name]


def test_targets_are_whole_sentences_without_years_to_reach_them(goals: Strategy) -> None:
    for goal in goals.spearheads:
        targets = goal.belongs["en"]
        assert targets.count(". ") >= 4, goal.id
        assert targets.endswith("."), goal.id
        assert "By 2030" not in targets


def test_vocabulary_is_richest_in_english_and_mostly_strong(goals: Strategy) -> None:
    for goal in goals.spearheads:
        sizes = {language: len(terms) for language, terms in goal.terms.items()}
        assert sizes["en"] >= 60, goal.id
        assert min(sizes["nl"], sizes["fr"]) >= 15, goal.id
        for terms in goal.terms.values():
            assert sum(term.weak for term in terms) < len(terms) / 4, goal.id


def test_a_strong_term_points_at_one_goal(goals: Strategy) -> None:
    counts = Counter(
        (language, term.text.casefold())
        for goal in goals.spearheads
        for language, terms in goal.terms.items()
        for term in terms
        if not term.weak
    )
    assert [term for term, count in counts.items() if count > 1] == []


def test_no_example_or_exclusion_goes_beyond_the_official_wording_and_terms(goals: Strategy) -> None:
    assert all((goal.examples, goal.actions, goal.excludes) == ((), (), {}) for goal in goals.spearheads)


def test_source_names_the_resolution(goals: Strategy) -> None:
    assert "A/RES/70/1" in goals.source
    assert "A/RES/70/1" in SOURCE.read_text(encoding="utf-8")
