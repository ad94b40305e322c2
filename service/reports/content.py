"""What a report for human readers shows, worded and in order; the renderers only lay it out.

Texts hold no sign that cannot be shown, and are not escaped for any format yet. A `..._language`
is the language code of a text where that differs from the report's, else "".
"""

from dataclasses import dataclass

from models.alignment import Grade
from service.reports.sentences import capital


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of facts."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Chance:
    """A calibrated probability, 0 to 1, with its 90 % interval, and how a reader sees it."""

    value: float
    low: float
    high: float
    percent: str
    interval: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the report that another place points at."""

    anchor: str
    label: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceContent:
    """A passage of the proposal beside the sentence of the strategy.

    `contribution_share` is the change that `contribution` tells of, 0 to 1.
    """

    anchor: str
    target: Link
    quote: str
    quote_language: str
    place: str
    role: str
    contribution: str
    contribution_share: float
    strategy_text: str
    strategy_language: str
    source: str
    terms: str
    also: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class AlignmentContent:
    """One spearhead; empty texts are not shown."""

    anchor: str
    id: str
    title: str
    title_language: str
    statement: str
    statement_language: str
    grade: Grade
    grade_word: str
    reason: str
    reason_sentence: str
    core: Chance
    at_least: Chance
    evidence_heading: str
    evidence: tuple[EvidenceContent, ...]
    counterfactual: str
    missing: str
    channels: str
    runner_up: tuple[str, ...]
    answers: tuple[str, ...] = ()

    @property
    def why(self) -> tuple[str, ...]:
        """What explains the grade, in the order in which it is told."""
        sentences = (self.reason_sentence, self.counterfactual, self.missing, *self.runner_up)
        return tuple(sentence for sentence in sentences if sentence)

    @property
    def chances(self) -> str:
        """Both probabilities in one sentence."""
        return f"{capital(self.core.sentence)}; {self.at_least.sentence}."

    @property
    def told(self) -> tuple[str, ...]:
        """`why`, then how sure that is, what each channel says by itself, and what the applicant replied."""
        return tuple(
            sentence for sentence in (*self.why, self.chances, self.channels, *self.answers) if sentence
        )


@dataclass(frozen=True, slots=True)
class FlagContent:
    """A neutral remark, with where it applies."""

    title: str
    message: str
    pages: str
    targets: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Everything but the text of the proposal itself."""

    language: str
    title: str
    title_language: str
    facts: tuple[Fact, ...]
    alignments: tuple[AlignmentContent, ...]
    flags: tuple[FlagContent, ...]
    generated_by: str
    intended_use: str
    excluded_uses: tuple[str, ...]
    limits: tuple[str, ...]
    guide: tuple[str, ...]
    method: tuple[str, ...]
    faithfulness: tuple[str, ...]
    identity: tuple[Fact, ...]
