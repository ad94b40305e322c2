"""The assessment as the OpenAPI document describes it: the fixed part of schema speerwijzer/assessment/1."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from service.api.schemas import Grade

Share = float


class _Part(BaseModel):
    """Anything may be added beside what is fixed."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")


class ProposalPart(_Part):
    """The file that was assessed."""

    name: str
    sha256: str
    media_type: str
    pages: int
    words: int
    languages: dict[str, Share]
    title: str | None


class StrategyPart(_Part):
    """What it was held against."""

    id: str
    version: str
    sha256: str


class EnginePart(_Part):
    """What assessed it."""

    version: str
    encoder: str
    encoder_sha256: str
    artefact_sha256: str
    settings_sha256: str


class NoticePart(_Part):
    """How the report came about, and what it is not for."""

    generated_by: str
    intended_use: str
    excluded_uses: list[str]


class ProbabilityPart(_Part):
    """Calibrated probabilities."""

    core: Share
    at_least_contributes: Share


class MatchPart(_Part):
    """The sentence of the strategy that a passage comes closest to."""

    spearhead_text: str
    source: str
    similarity: Share
    terms: list[str]


class EvidencePart(_Part):
    """A passage that moved a grade."""

    passage: str
    start: int
    end: int
    quote: str
    page: int
    section: str
    language: str
    role: str
    contribution: float
    matches: MatchPart


class CounterfactualPart(_Part):
    """What the grade becomes without its evidence."""

    without_evidence: Grade
    passages_deleted: int
    missing: list[str]


class AlignmentPart(_Part):
    """One spearhead."""

    spearhead: str
    title: str
    grade: Grade
    probability: ProbabilityPart
    reason: str | None
    channels: dict[str, Share]
    evidence: list[EvidencePart]
    counterfactual: CounterfactualPart


class FlagPart(_Part):
    """A neutral remark."""

    kind: str
    passages: list[str]
    message: str


class AssessmentContent(_Part):
    """One proposal against one strategy: one alignment a spearhead, and no total, rank or verdict."""

    model_config = ConfigDict(title="Assessment")

    schema_: Literal["speerwijzer/assessment/1"] = Field(alias="schema")
    id: str
    created_at: str
    proposal: ProposalPart
    strategy: StrategyPart
    engine: EnginePart
    notice: NoticePart
    alignments: list[AlignmentPart]
    flags: list[FlagPart]
