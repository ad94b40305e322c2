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


def an_item(proposal: str, grade: Grade, *deletions: Deletion, smallest: int = 0) -> Faithfulness:
    without, alone, *lots = deletions
    drawn = tuple(lots) if smallest else ()
    return Faithfulness(proposal, "S1", grade, 2, without, alone, tuple(lots), smallest, drawn)


ITEMS = FaithfulnessResult(
    (
        an_item(
            "a",
            Grade.CORE,
            Deletion(0.8, True, True),
            Deletion(0.0, False, False),
            Deletion(0.1, False, False),
            Deletion(0.3, True, True),
            smallest=3,
        ),
        an_item(
            "b",
            Grade.CONTRIBUTES,
            Deletion(0.4, False, False),
            Deletion(0.2, True, False),
            Deletion(0.0, False, False),
        ),
    )
)
MEANS = {
    "comprehensiveness": 0.6,
    "sufficiency": 0.1,
    "control": 0.4 / 3,
    "changed without evidence": 0.5,
    "changed with evidence only": 0.5,
    "lowered with evidence only": 0.0,
    "changed by lot": 1 / 3,
    "smallest set found": 0.5,
    "passages in smallest set": 3.0,
    "changed by lot, set": 0.5,
}


@pytest.mark.parametrize("name", MEANS)
def test_means_are_over_alignments_and_over_draws(name: str) -> None:
    measured = ITEMS.measured(name)
    assert measured.value == pytest.approx(MEANS[name])
    assert measured.low <= measured.value <= measured.high
    assert measured.documents == 2


def test_the_interval_is_over_proposals() -> None:
    measured = ITEMS.measured("comprehensiveness")
    assert [measured.low, measured.high] == pytest.approx([0.4, 0.8])
    one = FaithfulnessResult(ITEMS.alignments[:1]).measured("comprehensiveness")
    assert one.low == one.high == pytest.approx(0.8)


def test_a_part_holds_one_grade_and_may_be_empty() -> None:
    assert ITEMS.of(Grade.CORE).measured("comprehensiveness").value == pytest.approx(0.8)
    assert math.isnan(FaithfulnessResult(()).measured("comprehensiveness").value)
    assert [row[:2] for row in ITEMS.table().rows] == [("core", 1), ("contributes", 1), ("both", 2)]
    assert ITEMS.lines()[1].startswith("core | 1 | 2.000 [2.000, 2.000] | 0.800")


@pytest.fixture(scope="module")
def measured(engine: Engine) -> FaithfulnessResult:
    return measure_faithfulness(engine, garden_proposals(), size=12)


def test_evidence_carries_the_grade_and_chance_does_not(measured: FaithfulnessResult) -> None:
    assert len(measured.alignments) > 12
    value = {name: measured.measured(name).value for name in MEANS}
    assert value["comprehensiveness"] > value["control"] + 0.2
    assert value["sufficiency"] < value["comprehensiveness"]
    assert value["changed without evidence"] > value["changed by lot"]


def test_the_smallest_set_changes_grades_and_as_many_by_lot_seldom_do(measured: FaithfulnessResult) -> None:
    assert measured.measured("smallest set found").value > 0.8
    assert measured.measured("changed by lot, set").value < 0.5


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
