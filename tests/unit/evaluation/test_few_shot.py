"""The few-shot baseline, with a learner that needs no encoder."""

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest

from corpus.annotated import AnnotatedProposal, read_proposals
from evaluation.benchmarks import MissingBenchmark, few_shot
from evaluation.benchmarks.few_shot import SHOTS, drawn, fit_setfit, measure
from evaluation.intervals import Estimate
from models.matrices import Matrix

SPEARHEADS = [f"S{number}" for number in range(1, 10)]


@pytest.fixture(scope="module")
def proposals() -> tuple[AnnotatedProposal, ...]:
    return read_proposals()


def test_as_many_passages_are_drawn_for_each_spearhead(proposals: tuple[AnnotatedProposal, ...]) -> None:
    texts, labels = drawn(proposals, SPEARHEADS)
    assert len(texts) == len(labels) == len(set(texts))
    assert (labels.sum(axis=0) >= SHOTS).all()
    assert int((labels.sum(axis=1) == 0).sum()) == 3 * SHOTS


def test_no_half_is_scored_by_what_it_was_learned_from(proposals: tuple[AnnotatedProposal, ...]) -> None:
    learned: list[set[str]] = []

    def fit(texts: Sequence[str], labels: Matrix) -> few_shot.Predict:
        learned.append(set(texts))

        def predict(asked: Sequence[str]) -> Matrix:
            assert not learned[-1] & set(asked)
            return np.zeros((len(asked), labels.shape[1]))

        return predict

    measure(proposals, fit, "fake")
    assert len(learned) == 2


def test_a_learner_that_knows_the_answers_is_found_out(proposals: tuple[AnnotatedProposal, ...]) -> None:
    about = {
        passage.text: [float(proposal.grades.get(name, 0) == 2) for name in SPEARHEADS]
        for proposal in proposals
        for passage in proposal.passages
    }

    def fit(_texts: Sequence[str], _labels: Matrix) -> few_shot.Predict:
        return lambda asked: np.array([about[text] for text in asked])

    rows = measure(proposals, fit, "fake").tables[0].rows
    assert all(cast("Estimate", row[3]).value > 0.99 for row in rows if row[0] == "core")


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "setfit", None)
    with pytest.raises(MissingBenchmark, match="setfit"):
        fit_setfit(["a"], np.ones((1, 1)))
