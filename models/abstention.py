"""When the checker does not grade, and says why."""

from collections.abc import Sequence

from corpus.documents import Passage, Remark, RemarkKind
from corpus.languages import OTHER, shares
from models.alignment import Grade, Reason
from models.grading import Judgement, Thresholds

FEWEST_WORDS = 50
"""Below this length a proposal cannot say what it is for and what it does."""
LARGEST_UNKNOWN_SHARE = 0.5
LARGEST_GAP = 0.6
"""Difference between two channels' verdicts from which they are said to disagree."""
DISAGREEMENT_WIDENS = 1.5
"""How many times wider the band of abstention is when channels disagree."""


def document_reason(
    passages: Sequence[Passage], remarks: Sequence[Remark], *, fewest_words: int = FEWEST_WORDS
) -> Reason | None:
    """Why no spearhead of this proposal can be graded; None when they can."""
    if sum(len(passage.text.split()) for passage in passages) < fewest_words:
        return Reason.TOO_SHORT
    if shares(passages).get(OTHER, 0.0) > LARGEST_UNKNOWN_SHARE:
        return Reason.UNKNOWN_LANGUAGE
    if any(remark.kind is RemarkKind.POOR_TEXT for remark in remarks):
        return Reason.POOR_TEXT
    return None


def decide(judgement: Judgement, column: int, thresholds: Thresholds) -> tuple[Grade, Reason | None]:
    """The grade of one spearhead, or uncertain with the reason; a none gets its reason elsewhere."""
    core, contributes = float(judgement.core[column]), float(judgement.at_least_contributes[column])
    if thresholds.is_near(core, contributes):
        return Grade.UNCERTAIN, Reason.NEAR_THRESHOLD
    if channel_gap(judgement, column) > LARGEST_GAP and thresholds.is_near(
        core, contributes, DISAGREEMENT_WIDENS
    ):
        return Grade.UNCERTAIN, Reason.CHANNELS_DISAGREE
    return thresholds.grade(core, contributes), None


def channel_gap(judgement: Judgement, column: int) -> float:
    """Largest difference between two channels' own verdicts, 0 to 1."""
    verdicts = [float(values[column]) for values in judgement.verdicts.values()]
    return max(verdicts) - min(verdicts) if verdicts else 0.0


def leans_on_core(judgement: Judgement, column: int, thresholds: Thresholds) -> bool:
    """Whether the threshold that a grade may cross first, when evidence goes, is the one of core."""
    return float(judgement.core[column]) > thresholds.core - thresholds.core_band * DISAGREEMENT_WIDENS
