"""Scoring in a process of its own: what goes in and out, and what happens when it is lost."""

import io
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from corpus.limits import DocumentLimits
from corpus.strategies import Strategy
from corpus.strategy_files import validate
from models.alignment import Grade
from service.problems import Problem
from service.scoring import ScoringProcess, answer_lines
from tests.fakes.engines import FakeEngine, fake_read, fake_strategy
from tests.fakes.strategy_files import a_file

ECHO = """
import sys
from service.scoring import answer_lines
from tests.fakes.engines import FakeEngine
answer_lines(sys.stdin, sys.stdout, FakeEngine)
"""


def test_each_line_of_texts_is_answered_with_a_line_of_scores() -> None:
    strategy = {**asdict(fake_strategy()), "sha256": "a"}
    first = json.dumps({"texts": ["S1=core", "é"], "strategy": "a", "content": strategy})
    asked = io.StringIO(f'{first}\n{{"texts": ["S2=core"], "strategy": "a"}}\n')
    told = io.StringIO()
    answer_lines(asked, told, lambda _strategy: FakeEngine())
    (one, two), (three,) = map(json.loads, told.getvalue().splitlines())
    assert (one["grades"]["S1"], two["grades"]["S1"], three["grades"]["S2"]) == ("core", "none", "core")


def test_process_answers_time_and_again() -> None:
    scoring = ScoringProcess((sys.executable, "-c", ECHO))
    for _ in range(2):
        (item,) = scoring.score(["S2=contributes"], fake_strategy())
        assert item.grades["S2"] is Grade.CONTRIBUTES
        assert item.probabilities["S2"] == 0.61239
    scoring.close()


@pytest.mark.parametrize("strategy", [fake_strategy(), validate(a_file(), "tuin.yaml")])
def test_process_weighs_for_the_engine_that_graded_and_for_no_other(
    tmp_path: Path, strategy: Strategy
) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Een plan. S1=core", encoding="utf-8")
    engine = FakeEngine(strategy)
    assessment = engine.assess(fake_read(path, DocumentLimits()))
    scoring = ScoringProcess((sys.executable, "-c", ECHO))
    weigh = scoring.weigher(assessment)
    assert weigh is not None
    weighed = weigh([0])
    assert weighed == engine.weigh(assessment.document, [0])
    assert len(weighed.without) == len(strategy.spearheads)
    other = replace(assessment, engine=replace(assessment.engine, encoder="ander"))
    assert scoring.weigher(other) is None
    scoring.close()


def test_lost_process_is_a_problem_and_not_a_fault() -> None:
    scoring = ScoringProcess((sys.executable, "-c", "raise SystemExit(3)"))
    for _ in range(2):
        with pytest.raises(Problem, match="unavailable"):
            scoring.score(["x"], fake_strategy())
    scoring.close()
