"""What an assessment says of one spearhead, as data; every report is a rendering of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus.documents import Passage
from corpus.strategies import Localized, Spearhead


class Grade(StrEnum):
    """How far a proposal commits to a spearhead; UNCERTAIN means that the checker abstains."""

    CORE = "core"
    CONTRIBUTES = "contributes"
    NONE = "none"
    UNCERTAIN = "uncertain"


class Reason(StrEnum):
    """Why a grade is none (first five) or uncertain (last five)."""

    NOTHING_FOUND = "nothing_found"
    MENTION_ONLY = "mention_only"
    CONTEXT_ONLY = "context_only"
    EXCLUDED = "excluded"
    COPIED_TEXT = "copied_text"
    TOO_SHORT = "too_short"
    UNKNOWN_LANGUAGE = "unknown_language"
    NEAR_THRESHOLD = "near_threshold"
    CHANNELS_DISAGREE = "channels_disagree"
    POOR_TEXT = "poor_text"


class Role(StrEnum):
    """What a passage does in a proposal; only activities and goals earn grades."""

    ACTIVITY = "activity"
    GOAL = "goal"
    CONTEXT = "context"
    BOILERPLATE = "boilerplate"
    EXCLUDED = "excluded"


class Element(StrEnum):
    """What a convincing claim on a spearhead holds."""

    ACTIVITY = "activity"
    DELIVERABLE = "deliverable"
    INDICATOR = "indicator"
    TARGET = "target"
    BUDGET = "budget"


class FlagKind(StrEnum):
    """Neutral remarks about a proposal."""

    COPIED_TEXT = "copied_text"
    KEYWORD_STUFFING = "keyword_stuffing"
    HIDDEN_TEXT = "hidden_text"
    PERSONAL_DATA_MASKED = "personal_data_masked"
    FOREIGN_SCHEME = "foreign_scheme"
    OCR = "ocr"
    TRUNCATED = "truncated"
    POOR_TEXT = "poor_text"


@dataclass(frozen=True, slots=True)
class Flag:
    """A neutral remark with the passages or pages it is about; `detail` never quotes the proposal."""

    kind: FlagKind
    passages: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term of the strategy as it stands in a passage: code points of the passage, `end` exclusive."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """The sentence of the strategy that a passage comes closest to, and the strategy's terms in the passage.

    `source` names the key of the spearhead in the strategy file (statement, belongs, title) and
    `language` the text under it; `start` and `end` (exclusive) are code points in that text.
    `similarity` is the cosine between the two texts, 0 to 1; it is raw and not a probability.
    `terms` are the distinct terms, strong ones first; `found` is every place where one stands.
    """

    spearhead_text: str
    source: str
    similarity: float
    terms: tuple[str, ...]
    language: str = ""
    start: int = 0
    end: int = 0
    found: tuple[FoundTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that moved a grade.

    `contribution` is the exact fall of the probability of at least `contributes` when this
    passage alone is deleted and the proposal is assessed again; `contribution_to_core` the same
    for the probability of core.
    """

    passage: Passage
    role: Role
    contribution: float
    match: Match
    contribution_to_core: float = 0.0


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An element that stands in a passage about something else, by the passage's id."""

    element: Element
    passage: str


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What the grade becomes when passages are deleted, and which elements of a claim were not found.

    `deleted` holds the passages in reading order. Where the grade changes, they are the smallest set
    that was found: none of them can be kept. Where it stays (`without_evidence` is the grade itself),
    they are the most that were tried; empty where nothing is there to delete. `elsewhere` holds those
    of the `missing` elements that the proposal has, without a link to this spearhead.
    """

    without_evidence: Grade
    passages_deleted: int
    missing: tuple[Element, ...]
    deleted: tuple[str, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, slots=True)
class Probability:
    """Calibrated probabilities, 0 to 1, with a 90 % interval (low, high) for each."""

    core: float
    at_least_contributes: float
    core_interval: tuple[float, float]
    at_least_contributes_interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The spearhead that is most easily taken for this one, and what tells the two apart.

    Passages are ids in reading order, out of the evidence for either: those that are about only this
    spearhead and whose deletion clearly lowers one of its probabilities, only the other, or both.
    """

    spearhead: Spearhead
    grade: Grade
    probability: Probability
    question: Localized
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]
    both: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """One spearhead in an assessment. `channels` holds each channel's own verdict, 0 to 1.

    `runner_up` is None without a grade to question, or where the strategy names no confusable pair.
    """

    spearhead: Spearhead
    grade: Grade
    probability: Probability
    reason: Reason | None
    channels: Mapping[str, float]
    evidence: tuple[Evidence, ...]
    counterfactual: Counterfactual
    runner_up: RunnerUp | None = None
