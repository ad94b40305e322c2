"""Whether grades rest on the evidence that is shown, measured with an engine without a model."""

import math

import pytest

from evaluation.faithfulness import (
    DRAWS,
    Deletion,
    Faithfulness,
    FaithfulnessResult,
    measure_faithfulness,
)
from models.alignment import Grade
from models.engine import Engine
from tests.fakes.artefacts import garden_proposals


def an_item(grade: Grade, without: Deletion, alone: Deletion, *by_lot: Deletion) -> Faithfulness:
    return Faithfulness("a", "S1", grade, 2, without, alone, by_lot)


ITEMS = FaithfulnessResult(
    (
        an_item(
            Grade.CORE,
            Deletion(0.8, True, True),
            Deletion(0.0, False, False),
            Deletion(0.1, False, False),
            Deletion(0.3, True, True),
        ),
        an_item(
            Grade.CONTRIBUTES,
            Deletion(0.4, False, False),
            Deletion(0.2, True, False),
            Deletion(0.0, False, False),
        ),
    )
)


def test_means_are_over_alignments_and_over_draws() -> None:
    assert ITEMS.comprehensiveness == pytest.approx(0.6)
    assert ITEMS.sufficiency == pytest.approx(0.1)
    assert ITEMS.control == pytest.approx(0.4 / 3)
    assert (ITEMS.changed_without, ITEMS.changed_alone) == (0.5, 0.5)
    assert ITEMS.lowered_alone == 0.0
    assert ITEMS.changed_by_lot == pytest.approx(1 / 3)


def test_a_part_holds_one_grade_and_may_be_empty() -> None:
    assert ITEMS.of(Grade.CORE).comprehensiveness == pytest.approx(0.8)
    assert math.isnan(FaithfulnessResult(()).comprehensiveness)
    assert [row[:2] for row in ITEMS.table().rows] == [("core", 1), ("contributes", 1), ("both", 2)]
    assert ITEMS.lines()[1].startswith("core | 1 | 2.000 | 0.800")


@pytest.fixture(scope="module")
def measured(engine: Engine) -> FaithfulnessResult:
    return measure_faithfulness(engine, garden_proposals(), size=12)


def test_evidence_carries_the_grade_and_chance_does_not(measured: FaithfulnessResult) -> None:
    assert len(measured.alignments) > 12
    assert measured.comprehensiveness > measured.control + 0.2
    assert measured.sufficiency < measured.comprehensiveness
    assert measured.changed_without > measured.changed_by_lot


def test_only_graded_alignments_with_evidence_are_measured(measured: FaithfulnessResult) -> None:
    for item in measured.alignments:
        assert item.grade in (Grade.CORE, Grade.CONTRIBUTES)
        assert item.evidence >= 1
        assert len(item.by_lot) == DRAWS


def test_the_measurement_is_the_same_every_time(engine: Engine, measured: FaithfulnessResult) -> None:
    seen: list[tuple[int, int]] = []
    again = measure_faithfulness(
        engine, garden_proposals(), size=12, progress=lambda _step, done, total: seen.append((done, total))
    )
    assert again == measured
    assert seen == [(done, 12) for done in range(1, 13)]
