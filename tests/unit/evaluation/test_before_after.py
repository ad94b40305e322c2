"""Two artefacts on the same documents."""

from dataclasses import replace

import numpy as np
import pytest

from evaluation.before_after import MOST_LISTED, compare_artefacts, flips_table, grades_of, measures_table
from evaluation.intervals import Difference, Estimate
from evaluation.measured_engine import annotated, measure_engine
from evaluation.predictions import Predictions
from evaluation.results import Results, as_markdown
from models.alignment import Grade
from models.artefact import Artefact
from models.encoders.base import Encoder
from models.engine import Engine
from models.training import train
from tests.fakes.artefacts import garden_proposals
from tests.fakes.strategies import garden_strategy

GARDEN = garden_proposals()
DOCUMENTS = [annotated(proposal) for proposal in GARDEN]


@pytest.fixture(scope="module")
def predictions(engine: Engine) -> Predictions:
    return measure_engine(engine, DOCUMENTS)


def without_cores(predictions: Predictions) -> Predictions:
    """The same, with every claim of core taken back."""
    nowhere = np.zeros_like(predictions.core_claimed)
    return replace(predictions, core_claimed=nowhere, uncertain=nowhere)


def row(results: Results, *names: str) -> tuple[object, ...]:
    return next(row for row in results.tables[0].rows if row[: len(names)] == names)


def test_grades_are_those_of_a_report(predictions: Predictions) -> None:
    (first, *_), true = grades_of(predictions), DOCUMENTS[0].grades
    core = next(name for name, grade in true.items() if grade == 2)
    assert first[predictions.spearheads.index(core)] is Grade.CORE


def test_the_same_artefact_changes_nothing(artefact: Artefact, words_encoder: Encoder) -> None:
    both = (words_encoder, words_encoder)
    results = compare_artefacts(garden_strategy(), both, DOCUMENTS[:6], (artefact, artefact))
    assert results.tables[1].rows == ()
    rises = [row[4].estimate.value for row in results.tables[0].rows if isinstance(row[4], Difference)]
    assert np.nan_to_num(rises).tolist() == [0.0] * len(results.tables[0].rows)
    assert "flatters" not in results.note
    assert "0 of 18 grades differ" in as_markdown(results)


def test_an_artefact_from_other_documents_is_held_against_the_one_of_before(
    artefact: Artefact, words_encoder: Encoder
) -> None:
    fewer = GARDEN[::3] + GARDEN[1::3]
    other = train(garden_strategy(), fewer, words_encoder)
    both, names = (words_encoder, words_encoder), [proposal.id for proposal in fewer]
    results = compare_artefacts(garden_strategy(), both, DOCUMENTS, (artefact, other), fitted_on=names)
    assert "**36 of these documents had a part" in results.note
    before, after, rise = row(results, "core", "Brier score")[2:]
    assert isinstance(before, Estimate)
    assert isinstance(after, Estimate)
    assert isinstance(rise, Difference)
    assert rise.estimate.value == pytest.approx(after.value - before.value)
    assert rise.estimate.low <= rise.estimate.value <= rise.estimate.high


def test_every_grade_that_differs_is_counted_with_its_direction(predictions: Predictions) -> None:
    table = flips_table(predictions, without_cores(predictions))
    lost = [row for row in table.rows if row[3] == "core"]
    assert len(lost) == int((predictions.core_claimed & ~predictions.uncertain).sum()) > 10
    assert {(row[2], row[5]) for row in lost if row[2] == "core"} == {("core", "worse")}
    back = flips_table(without_cores(predictions), predictions)
    assert {row[5] for row in back.rows if row[2] == row[4]} == {"better"}


def test_a_long_list_is_cut_and_says_so(predictions: Predictions) -> None:
    many = predictions.at([*range(len(predictions))] * 8)
    table = flips_table(many, without_cores(many))
    assert len(table.rows) == MOST_LISTED
    assert f"The first {MOST_LISTED} are listed" in table.note


def test_measures_stand_before_and_after(predictions: Predictions) -> None:
    table = measures_table(predictions, without_cores(predictions))
    recall = next(row for row in table.rows if row[:2] == ("core", "recall"))
    assert isinstance(recall[4], Difference)
    assert recall[4].estimate.value < -0.9
