"""The strategies that ship with the product."""

import re
from collections import Counter
from pathlib import Path

import pytest

from corpus.strategies import Spearhead, Strategy
from corpus.strategy_files import background, known_strategies, load_strategy

CATALOGUE = Path(__file__).parents[3] / "corpus" / "catalogue"
LANGUAGES = {"nl", "en", "fr"}


@pytest.fixture(scope="module")
def flanders() -> Strategy:
    return load_strategy("vlaanderen-2025")


def wording_of_the_note() -> list[tuple[str, str]]:
    """Title and statement of the nine numbered paragraphs, with their lines joined."""
    text = (CATALOGUE / "vlaanderen-2025" / "note-excerpt.txt").read_text(encoding="utf-8")
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n")]
    titles = [re.sub(r"^\d\. ", "", title) for title in paragraphs[::2]]
    return list(zip(titles, paragraphs[1::2], strict=True))


def passages(spearhead: Spearhead) -> list[str]:
    return [*spearhead.belongs.values(), *spearhead.excludes.values(), *spearhead.examples]


@pytest.mark.parametrize("name", known_strategies())
def test_a_folder_is_named_after_the_strategy_in_it(name: str) -> None:
    assert load_strategy(name).id == name


def test_dutch_wording_is_that_of_the_note(flanders: Strategy) -> None:
    wording = [(spearhead.title["nl"], spearhead.statement["nl"]) for spearhead in flanders.spearheads]
    assert wording == wording_of_the_note()


def test_the_note_keeps_its_own_slips(flanders: Strategy) -> None:
    assert "een ethische verantwoorde en privacyvriendelijke manier" in flanders.spearheads[2].statement["nl"]
    assert flanders.spearheads[4].title["nl"].startswith("Gebruiker centraal: Inclusieve digitale")
    assert flanders.spearheads[5].statement["nl"].endswith("veiligheid te bereiken")


def test_all_nine_are_there_in_three_languages(flanders: Strategy) -> None:
    assert [spearhead.id for spearhead in flanders.spearheads] == [f"S{number}" for number in range(1, 10)]
    for spearhead in flanders.spearheads:
        texts = (spearhead.title, spearhead.statement, spearhead.belongs, spearhead.excludes, spearhead.terms)
        assert all(set(text) == LANGUAGES for text in texts), spearhead.id


def test_no_action_point_is_invented(flanders: Strategy) -> None:
    assert all(spearhead.actions == () for spearhead in flanders.spearheads)


def test_vocabulary_is_rich_and_mostly_strong(flanders: Strategy) -> None:
    for spearhead in flanders.spearheads:
        for language, terms in spearhead.terms.items():
            assert len(terms) >= 40, (spearhead.id, language)
            assert 0 < sum(term.weak for term in terms) < len(terms) / 3, (spearhead.id, language)


def test_a_strong_term_points_at_one_spearhead(flanders: Strategy) -> None:
    counts = Counter(
        (language, term.text.casefold())
        for spearhead in flanders.spearheads
        for language, terms in spearhead.terms.items()
        for term in terms
    )
    assert [term for term, count in counts.items() if count > 1] == []


def test_examples_are_short_distinct_passages(flanders: Strategy) -> None:
    examples = [example for spearhead in flanders.spearheads for example in spearhead.examples]
    assert len(set(examples)) == len(examples)
    assert all(10 <= len(spearhead.examples) <= 16 for spearhead in flanders.spearheads)
    assert all(12 <= len(example.split()) <= 60 for example in examples)


def test_reading_aids_do_not_name_spearheads(flanders: Strategy) -> None:
    texts = [text for spearhead in flanders.spearheads for text in passages(spearhead)]
    assert [text for text in texts if re.search(r"\bS[1-9]\b|speerpunt|spearhead|fer de lance", text)] == []


def test_background_is_ordinary_text_without_strong_terms(flanders: Strategy) -> None:
    for language, lines in background().items():
        strong = [t.text for s in flanders.spearheads for t in s.terms[language] if not t.weak]
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, strong))})(?!\w)", re.IGNORECASE)
        assert [match.group() for line in lines for match in pattern.finditer(line)] == []


def test_background_lines_have_the_length_of_a_passage() -> None:
    lengths = [len(line.split()) for lines in background().values() for line in lines]
    assert min(lengths) >= 12
    assert max(lengths) <= 45


def test_confusable_pairs_are_asked_about_in_every_language(flanders: Strategy) -> None:
    assert len(flanders.confusable) == 18
    assert {name for pair in flanders.confusable for name in pair.pair} == {f"S{n}" for n in range(1, 10)}
    for confusable in flanders.confusable:
        assert set(confusable.question) == LANGUAGES
        for question in confusable.question.values():
            assert question.endswith("?")
            assert all(f"({name})" in question for name in confusable.pair), question
