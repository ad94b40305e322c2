"""Loading and validating strategy files."""

import hashlib
from pathlib import Path

import pytest

from corpus.errors import InvalidStrategy, UnknownStrategy
from corpus.limits import StrategyLimits
from corpus.strategies import Term, in_language
from corpus.strategy_files import background, known_strategies, load_strategy, validate

VALID = """\
id: plan
version: "1"
title: {nl: Plan}
source: a note
spearheads:
  - id: A
    title: {nl: Eerste}
    statement: {nl: De eerste zin.}
  - id: B
    title: {en: Second}
    statement: {en: The second sentence.}
"""


def problems_of(content: str) -> list[tuple[int, str]]:
    with pytest.raises(InvalidStrategy) as caught:
        validate(content, "plan.yaml")
    return [(problem.line, problem.message) for problem in caught.value.problems]


def only_problem(content: str) -> tuple[int, str]:
    (problem,) = problems_of(content)
    return problem


def with_extra(line: str) -> str:
    """The valid file with one more line, number 12, in the last spearhead."""
    return f"{VALID}    {line}\n"


def test_titles_and_statements_are_enough() -> None:
    strategy = validate(VALID, "plan.yaml")
    assert (strategy.id, strategy.version, strategy.title, strategy.source) == (
        "plan", "1", {"nl": "Plan"}, "a note",
    )  # fmt: skip
    assert [spearhead.id for spearhead in strategy.spearheads] == ["A", "B"]
    assert strategy.spearheads[1].statement == {"en": "The second sentence."}
    assert strategy.spearheads[0].terms == {}
    assert strategy.spearheads[0].examples == ()


def test_every_optional_key_is_read() -> None:
    extra = """\
    belongs: {nl: Hoort hier.}
    excludes: {en: Not this.}
    terms: {nl: [kaai, water!], fr: [quai]}
    actions: [First action]
    examples: [One passage., Another one.]
"""
    spearhead = validate(VALID + extra, "plan.yaml").spearheads[1]
    assert spearhead.belongs == {"nl": "Hoort hier."}
    assert spearhead.excludes == {"en": "Not this."}
    assert spearhead.terms == {"nl": (Term("kaai"), Term("water", weak=True)), "fr": (Term("quai"),)}
    assert spearhead.actions == ("First action",)
    assert spearhead.examples == ("One passage.", "Another one.")


def test_hash_is_that_of_the_bytes_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(VALID.replace("\n", "\r\n").encode())
    assert load_strategy(str(path)).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_strategy_of_the_catalogue_loads_by_its_id() -> None:
    assert "vlaanderen-2025" in known_strategies()
    assert load_strategy("vlaanderen-2025").id == "vlaanderen-2025"


@pytest.mark.parametrize("name", ["no-such-plan", "../strategies", "", "a\0b", "x" * 5000, "background"])
def test_an_unknown_name_says_which_are_known(name: str) -> None:
    with pytest.raises(UnknownStrategy, match="vlaanderen-2025"):
        load_strategy(name)


def test_language_falls_back_to_dutch_and_then_to_the_first() -> None:
    assert in_language({"en": "a", "nl": "b"}, "fr") == "b"
    assert in_language({"de": "a"}, "fr") == "a"
    assert in_language({}, "fr") == ""


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("id: plan\n", "", 1, "the strategy has no 'id'"),
        ("id: plan", "id: 9plan", 1, "must start with a letter"),
        ("id: plan", "id: pl/an", 1, "must start with a letter"),
        ('"1"', "1", 2, 'put quotes around it, "1"'),
        ('"1"', '""', 2, "the version is empty"),
        ("{nl: Plan}", "Plan", 3, "must be a text for each language"),
        ("{nl: Plan}", "{}", 3, "needs a text in nl, en or fr"),
        ("{nl: Plan}", "{de: Plan}", 3, "needs a text in nl, en or fr"),
        ("{nl: Plan}", "{nl: Plan, dutch: Plan}", 3, "'dutch' in the title of the strategy is no language"),
        ("{nl: Plan}", "{nl: Plan, NL: Plan}", 3, "'NL' in the title of the strategy is no language"),
        ("source: a note", "source: [a, note]", 4, "the source must be text, not a list"),
        ("source: a note", "source:", 4, "the source is empty"),
        ("source: a note", "sources: a note", 4, "unknown key 'sources' in the strategy; did you mean"),
        ("  - id: B", "  - id: A", 9, "the id 'A' is already on line 6"),
        ("    statement: {nl: De eerste zin.}\n", "", 6, "spearhead 1 has no 'statement'"),
        ("{nl: De eerste zin.}", "{nl: ' '}", 8, "the statement of spearhead 1 in nl is empty"),
        ("{nl: Eerste}", "{nl: [Eerste]}", 7, "the title of spearhead 1 in nl must be text, not a list"),
        ("{nl: Eerste}", "{nl: Eerste, nl: Tweede}", 7, "the key 'nl' of the title of spearhead 1"),
        ("{nl: Eerste}", "{nl: Eerste, [a]: b}", 7, "a key of the title of spearhead 1 must be a word"),
    ],
)  # fmt: skip
def test_a_problem_names_its_line(old: str, new: str, line: int, message: str) -> None:
    assert VALID.count(old) == 1
    found = problems_of(VALID.replace(old, new))
    assert any(at == line and message in text for at, text in found), found


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ("statment: {nl: x}", "unknown key 'statment' in spearhead 2; did you mean 'statement'?"),
        ("colour: blue", "unknown key 'colour' in spearhead 2; known are id, title"),
        ("title: {nl: again}", "the key 'title' of spearhead 2 is already on line 10"),
        ("terms: [kaai]", "'terms' of spearhead 2 must be a text for each language"),
        ("terms: {nl: kaai}", "'terms' of spearhead 2 in nl must be a list, not text"),
        ("terms: {nl: [kaai, Kaai!]}", "the term 'Kaai' of 'terms' of spearhead 2 in nl is already"),
        ("terms: {nl: ['!']}", "an item of 'terms' of spearhead 2 in nl is only '!'"),
        ("terms: {nl: [5]}", 'put quotes around it, "5"'),
        ("examples: one passage", "'examples' of spearhead 2 must be a list, not text"),
        ("examples: ['']", "an item of 'examples' of spearhead 2 is empty"),
        ("actions: [{do: it}]", "must be text, not keys with values"),
        ("belongs: {nk: x}", "'nk' in 'belongs' of spearhead 2 is no language code"),
        ("belongs: &text {nl: x}\n    excludes: *text", "the alias *text is not allowed"),
        ("belongs: !!python/object:os.system {nl: x}", "the tag tag:yaml.org,2002:python/object:os.system"),
        ("terms: {nl: [[[[[[[[kaai]]]]]]]]}", "nested more than 8 levels"),
    ],
)
def test_a_problem_in_an_extra_line_is_found(extra: str, message: str) -> None:
    found = problems_of(with_extra(extra))
    assert any(message in text for _, text in found), found
    assert found[0][0] in {12, 13}


def test_all_problems_are_reported_at_once_in_the_order_of_their_lines() -> None:
    content = VALID.replace('"1"', '""').replace("id: B", "id: A").replace("a note", "[]") + "    x: y\n"
    assert [line for line, _ in problems_of(content)] == [2, 4, 9, 12]


def test_one_spearhead_is_not_a_strategy() -> None:
    content = VALID[: VALID.index("  - id: B")]
    assert only_problem(content) == (6, "a strategy needs at least 2 spearheads, this one has 1")


def test_two_spearheads_on_one_line_are_told_apart() -> None:
    spearhead = "{id: A, title: {nl: x}, statement: {nl: y}}"
    content = VALID[: VALID.index("spearheads:")] + f"spearheads: [{spearhead}, {spearhead}]\n"
    assert only_problem(content) == (5, "the id 'A' is already on line 5")


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("", 1, "the file is empty"),
        ("# only a comment\n", 1, "the file is empty"),
        ("just words", 1, "must be keys with values (id, version, title, source, spearheads, ...), not text"),
        ("- a\n- b\n", 1, "not a list"),
        ("id: plan\n  title: [\n", 2, "this is not YAML"),
        ("id: plan\ntitle: {nl: x\n", 3, "this is not YAML"),
        ("id: plan\n\ttitle: x\n", 2, "this is not YAML"),
        ("id: a\n---\nid: b\n", 2, "this is not YAML"),
        ("id: plan\ntitle: \x00\n", 2, "a character that is not allowed"),
        ("id: plan\ntitle: \ud800\n", 2, "a character that is not text"),
    ],
)
def test_what_is_no_strategy_at_all_is_refused_with_a_line(content: str, line: int, message: str) -> None:
    found_line, found = problems_of(content)[0]
    assert message in found
    assert found_line == line


def test_a_bomb_of_aliases_is_refused_before_it_unfolds() -> None:
    levels = "".join(f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]\n" for n in range(1, 40))
    assert "is not allowed; repeat the text" in problems_of("k0: &k0 [boom]\n" + levels)[0][1]


@pytest.mark.parametrize("levels", [100, 100_000])
def test_deep_nesting_is_refused_without_exhausting_the_stack(levels: int) -> None:
    assert problems_of("[" * levels + "]" * levels)[0][1].endswith("levels deep")


def test_a_file_over_the_size_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_text(VALID + "#" * StrategyLimits().bytes)
    with pytest.raises(InvalidStrategy, match="larger than 1000000 bytes"):
        load_strategy(str(path))
    assert "larger than" in only_problem(path.read_text())[1]


def test_a_file_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes(VALID.replace("a note", "één nota").encode("latin-1"))
    with pytest.raises(InvalidStrategy, match="line 4: the file is not UTF-8"):
        load_strategy(str(path))


def test_background_is_parallel_in_three_languages() -> None:
    lines = background()
    assert set(lines) == {"nl", "en", "fr"}
    assert {len(sentences) for sentences in lines.values()} == {150}
    assert all(len(set(sentences)) == 150 for sentences in lines.values())


PAIR = "confusable:\n  - pair: [A, B]\n    question: {nl: Eerste of tweede?}\n"


def test_confusable_pairs_are_read() -> None:
    (found,) = validate(VALID + PAIR, "plan.yaml").confusable
    assert (found.pair, found.question) == (("A", "B"), {"nl": "Eerste of tweede?"})
    assert (found.other("A"), found.other("B"), found.other("C")) == ("B", "A", None)
    assert validate(VALID, "plan.yaml").confusable == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("[A, B]", "[A, X]", 1, "the pair of confusable pair 1 names 'X'"),
        ("[A, B]", "[A, A]", 1, "must hold two different ids of spearheads"),
        ("[A, B]", "[A]", 1, "must hold two different ids of spearheads"),
        ("[A, B]", "A", 1, "the pair of confusable pair 1 must be a list, not text"),
        ("pair: [A, B]", "pairs: [A, B]", 1, "unknown key 'pairs' in confusable pair 1; did you mean"),
        ("    question: {nl: Eerste of tweede?}\n", "", 1, "confusable pair 1 has no 'question'"),
        ("{nl: Eerste of tweede?}", "{de: Erste?}", 2, "needs a text in nl, en or fr"),
        ("\n  - pair: [A, B]\n    question: {nl: Eerste of tweede?}", " yes", 0, "must be a list"),
        (PAIR, PAIR + PAIR.split("\n", 1)[1].replace("[A, B]", "[B, A]"), 3, "B, A is already on line"),
    ],
)  # fmt: skip
def test_a_problem_with_a_confusable_pair_names_its_line(old: str, new: str, line: int, message: str) -> None:
    first = VALID.count("\n") + 1
    found = problems_of(VALID + PAIR.replace(old, new))
    assert any(at == first + line and message in text for at, text in found), found


def test_texts_that_only_readers_see_do_not_change_what_an_engine_reads() -> None:
    plan = validate(VALID, "plan.yaml")
    assert validate(VALID + PAIR, "plan.yaml").texts_sha256 == plan.texts_sha256
    assert validate(f"# note\n{VALID}", "plan.yaml").texts_sha256 == plan.texts_sha256
    assert validate(with_extra("excludes: {en: Not this.}"), "x").texts_sha256 == plan.texts_sha256
    for extra in ("terms: {nl: [kaai]}", "examples: [Een kaai.]", "belongs: {nl: Een kaai.}"):
        assert validate(with_extra(extra), "x").texts_sha256 != plan.texts_sha256
