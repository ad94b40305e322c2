"""The SDG classification benchmark, with a few texts and an encoder without a model."""

import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.strategies import Strategy
from corpus.strategy_files import load_strategy
from evaluation.benchmarks import MissingBenchmark, UnknownBenchmark, run_benchmark, sdg, sdg_texts
from evaluation.benchmarks.cut_offs import REPEATS, cross_fitted, cut_off, halves, macro, mcnemar
from evaluation.benchmarks.sdg_texts import LabelledTexts, peers_in, read_texts
from evaluation.results import Results, as_markdown
from tests.fakes.encoders import FakeEncoder

TABLE = """\
| Model | Average | {heads} |
|:--|--:|{rules}
| [Weak model](https://example.org/weak/) | 50 | {low} |
| [Strong model](https://example.org/strong/) | 90 | {high} |
""".format(
    heads=" | ".join(f"SDG {goal}" for goal in range(1, 18)),
    rules="--:|" * 17,
    low=" | ".join(["50"] * 17),
    high=" | ".join(["90"] * 16 + ["73"]),
)
CSV = 'id,text,sdg,label\na,"One, two",1,True\nb,Three,17,False\nc,"One, two",2,False\n'


def asked_of(goals: list[int], labels: list[bool]) -> LabelledTexts:
    texts = tuple(f"text {number}" for number in range(len(goals)))
    return LabelledTexts(texts, np.arange(len(goals)), np.array(goals), np.array(labels))


def questions(strategy: Strategy, *, each: int = 4) -> LabelledTexts:
    """Texts of a goal's own terms, asked of that goal (yes) and of the next one (no)."""
    drawn = random.Random(0)
    texts, goals, labels = [], [], []
    for place, goal in enumerate(strategy.spearheads):
        terms = [term.text for term in goal.terms["en"] if not term.weak]
        for number in range(each):
            texts.append(f"The report is about {' and '.join(drawn.sample(terms, 4))} in case {number}.")
            yes = number % 2 == 0
            goals.append(place if yes else (place + 1) % len(strategy.spearheads))
            labels.append(yes)
    return LabelledTexts(tuple(texts), np.arange(len(texts)), np.array(goals), np.array(labels))


@pytest.fixture(scope="module")
def strategy() -> Strategy:
    return load_strategy("sdg-2030")


@pytest.fixture(scope="module")
def results(strategy: Strategy) -> Results:
    encoders = [FakeEncoder(), FakeEncoder(128, name="other words")]
    return sdg.measure(questions(strategy), peers_in(TABLE), strategy, encoders)


def rows_of(results: Results, table: str) -> list[dict[str, object]]:
    (found,) = [each for each in results.tables if each.name == table]
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def test_equal_texts_are_read_once(tmp_path: Path) -> None:
    path = tmp_path / "benchmark.csv"
    path.write_text(CSV, encoding="utf-8")
    asked = read_texts(path)
    assert asked.texts == ("One, two", "Three")
    assert asked.rows.tolist() == [0, 1, 0]
    assert asked.goals.tolist() == [0, 16, 1]
    assert asked.labels.tolist() == [True, False, False]


def test_published_models_come_best_first() -> None:
    peers = peers_in(f"before\n{TABLE}after")
    assert list(peers) == ["Strong model", "Weak model"]
    assert list(peers["Strong model"]) == [90] * 16 + [73]


def test_a_missing_package_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sdg_texts, "PACKAGE", "no-such-benchmark-package")
    with pytest.raises(MissingBenchmark, match=r"no-such-benchmark-package.*pip install") as caught:
        sdg.run(FakeEncoder(), None, None)
    assert "\n" not in str(caught.value)


def test_an_unknown_benchmark_names_those_that_are_known() -> None:
    with pytest.raises(UnknownBenchmark, match=r"'sgd'.*sdg"):
        run_benchmark("sgd", FakeEncoder(), None, None)


def test_halves_share_the_yeses_and_noes_of_every_goal() -> None:
    asked = asked_of([0] * 8 + [1] * 4, [True] * 4 + [False] * 4 + [True] * 2 + [False] * 2)
    first = halves(asked, np.random.default_rng(3))
    for goal in (0, 1):
        for label in (True, False):
            mine = (asked.goals == goal) & (asked.labels == label)
            assert first[mine].sum() == mine.sum() / 2


def test_cut_off_lies_between_no_and_yes() -> None:
    labels = np.array([False, False, True, True])
    assert cut_off(np.array([0.0, 1.0, 3.0, 4.0]), labels, np.ones(4)) == 2.0


def test_cut_off_never_divides_equal_scores() -> None:
    assert cut_off(np.array([1.0, 1.0, 1.0]), np.array([True, False, True]), np.ones(3)) < 1.0


def test_chance_is_not_beaten_on_scores_that_say_nothing() -> None:
    """Cut-offs fitted and judged on the same few questions would be right three times in four."""
    generator = np.random.default_rng(0)
    asked = asked_of([goal for goal in range(17) for _ in range(8)], list(generator.random(136) < 0.5))
    answers = cross_fitted(asked, generator.normal(size=(136, 17)), by_goal=True)
    assert 0.4 < (answers == asked.labels).mean() < 0.55


@given(st.integers(0, 2**32 - 1))
def test_scores_in_the_right_order_are_answered_without_fault(seed: int) -> None:
    generator = np.random.default_rng(seed)
    labels = [True, False] * 20
    asked = asked_of([number // 4 for number in range(40)], labels)
    scores = np.zeros((40, 17))
    scores[np.arange(40), asked.goals] = np.where(labels, 10.0, -10.0) + generator.uniform(-1, 1, 40)
    answers = cross_fitted(asked, scores)
    assert answers.shape == (REPEATS, 40)
    assert (answers == asked.labels).all()


def test_macro_accuracy_counts_every_goal_alike() -> None:
    asked = asked_of([0, 0, 0, 1], [True] * 4)
    right = np.array([1.0, 1.0, 1.0, 0.0])
    assert macro(asked, right, np.ones((1, 4))).tolist() == [0.5]


def test_a_goal_that_is_not_drawn_does_not_count() -> None:
    asked = asked_of([0, 1], [True, True])
    assert macro(asked, np.array([1.0, 0.0]), np.array([[1.0, 0.0]])).tolist() == [1.0]


def test_mcnemar_is_exact() -> None:
    first = np.array([True] * 6 + [False] + [True] * 5)
    second = np.array([False] * 6 + [True] + [True] * 5)
    assert mcnemar(first, second) == pytest.approx(2 * (1 + 7) / 2**7)
    assert mcnemar(first, first) == 1.0


def test_words_of_a_goal_are_recognised_on_both_backgrounds(results: Results) -> None:
    rows = rows_of(results, "systems")
    backgrounds = {(row["system"], row["background"]) for row in rows}
    assert {("meaning (fake words) + words", name) for name in sdg.BACKGROUNDS} <= backgrounds
    assert {("meaning (both encoders) + words", name) for name in sdg.BACKGROUNDS} <= backgrounds
    (words,) = [row["macro accuracy"] for row in rows if row["system"] == "words"]
    assert getattr(words, "value", 0.0) > 0.9


def test_every_goal_has_a_line_beside_the_two_best_models(results: Results) -> None:
    rows = rows_of(results, "goals")
    assert [row["goal"] for row in rows] == [f"SDG{number}" for number in range(1, 18)]
    assert rows[16]["Strong model"] == 0.73


def test_peers_are_published_values_and_a_missing_test_is_said(results: Results) -> None:
    rows = {row["model"]: row for row in rows_of(results, "peers")}
    assert rows["Strong model"]["macro accuracy"] == pytest.approx((16 * 0.9 + 0.73) / 17)
    assert rows["Weak model"]["batch: above"] == 1.0
    assert "McNemar's test with a peer cannot be made" in " ".join(as_markdown(results).split())


def test_results_are_written_as_numbers_and_as_text(
    strategy: Strategy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sdg, "installed", lambda: (questions(strategy), peers_in(TABLE)))
    report = sdg.run(FakeEncoder(), tmp_path / "new", None)
    assert (tmp_path / "new" / "sdg.md").read_text(encoding="utf-8") == report
    tables = json.loads((tmp_path / "new" / "sdg.json").read_text(encoding="utf-8"))["tables"]
    assert set(tables) == {"systems", "goals", "peers", "mcnemar"}
