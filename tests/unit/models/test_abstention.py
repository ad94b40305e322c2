"""When the checker does not grade, and says why."""

import numpy as np
import pytest

from corpus.documents import Remark, RemarkKind
from models.abstention import FEWEST_WORDS, channel_gap, decide, document_reason
from models.alignment import Grade, Reason
from models.grading import Judgement, Thresholds
from tests.fakes.strategies import passages_of

LONG = "woord " * FEWEST_WORDS
THRESHOLDS = Thresholds(core=0.5, contributes=0.3, core_band=0.05, contributes_band=0.1)


def judged(core: float, contributes: float, **verdicts: float) -> Judgement:
    """A judgement of one spearhead."""
    one, none = np.array([[0.0, 1.0]]), {name: np.array([value]) for name, value in verdicts.items()}
    return Judgement(np.array([core]), np.array([contributes]), one, one, none)


def test_a_proposal_of_enough_words_is_graded() -> None:
    assert document_reason(passages_of(LONG), ()) is None


def test_one_word_less_is_too_short() -> None:
    assert document_reason(passages_of(LONG.removesuffix("woord ")), ()) is Reason.TOO_SHORT
    assert document_reason((), ()) is Reason.TOO_SHORT


@pytest.mark.parametrize(("ours", "theirs", "known"), [(60, 40, True), (40, 60, False), (50, 50, True)])
def test_more_than_half_in_another_language_is_not_graded(ours: int, theirs: int, known: bool) -> None:
    passages = (*passages_of("woord " * ours), *passages_of("Wort " * theirs, language="other"))
    assert document_reason(passages, ()) is (None if known else Reason.UNKNOWN_LANGUAGE)


def test_poor_text_is_not_graded() -> None:
    assert document_reason(passages_of(LONG), (Remark(RemarkKind.POOR_TEXT),)) is Reason.POOR_TEXT


@pytest.mark.parametrize("kind", set(RemarkKind) - {RemarkKind.POOR_TEXT})
def test_other_remarks_do_not_stop_the_checker(kind: RemarkKind) -> None:
    assert document_reason(passages_of(LONG), (Remark(kind),)) is None


@pytest.mark.parametrize(
    ("core", "contributes", "grade"),
    [(0.9, 0.95, Grade.CORE), (0.2, 0.9, Grade.CONTRIBUTES), (0.01, 0.05, Grade.NONE)],
)
def test_far_from_thresholds_a_grade_is_given(core: float, contributes: float, grade: Grade) -> None:
    assert decide(judged(core, contributes), 0, THRESHOLDS) == (grade, None)


@pytest.mark.parametrize(("core", "contributes"), [(0.48, 0.9), (0.52, 0.9), (0.1, 0.35), (0.1, 0.25)])
def test_near_a_threshold_the_checker_abstains(core: float, contributes: float) -> None:
    assert decide(judged(core, contributes), 0, THRESHOLDS) == (Grade.UNCERTAIN, Reason.NEAR_THRESHOLD)


@pytest.mark.parametrize(
    ("lexical", "expected"),
    [
        (0.15, (Grade.UNCERTAIN, Reason.CHANNELS_DISAGREE)),
        (0.75, (Grade.CONTRIBUTES, None)),
    ],
)
def test_disagreement_widens_the_band(lexical: float, expected: tuple[Grade, Reason | None]) -> None:
    assert decide(judged(0.1, 0.42, semantic=0.9, lexical=lexical), 0, THRESHOLDS) == expected


def test_disagreement_far_from_thresholds_changes_nothing() -> None:
    assert decide(judged(0.99, 0.99, semantic=1.0, lexical=0.0), 0, THRESHOLDS) == (Grade.CORE, None)


def test_the_gap_is_the_largest_difference() -> None:
    assert channel_gap(judged(0, 0, a=0.2, b=0.9, c=0.5), 0) == pytest.approx(0.7)
    assert channel_gap(judged(0, 0), 0) == 0.0
