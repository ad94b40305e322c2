"""The JSON of requests and answers; names in lowerCamelCase, nothing that is empty is sent."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

MAX_SECTIONS, MAX_TITLE, MAX_TEXT = 200, 1_000, 2_000_000
MAX_TEXTS, MAX_SCORED_TEXT = 256, 20_000
ID_PATTERN = r"^[A-Za-z0-9._-]+$"
PRINTED = r"^[^\x00-\x1f\x7f]+$"
"""Text without control characters, which databases and headers have trouble with."""
Identifier = Annotated[str, Field(min_length=1, max_length=200, pattern=PRINTED)]
Language = Literal["nl", "en", "fr"]
Grade = Literal["core", "contributes", "none", "uncertain"]
StateName = Literal["queued", "running", "failed", "cancelled", "done"]


class Schema(BaseModel):
    """What all of them share."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class Section(Schema):
    """One part of a form."""

    title: str = Field(default="", max_length=MAX_TITLE, examples=["Aanpak"])
    text: str = Field(max_length=MAX_TEXT, examples=["Wij leiden 200 burgers op in digitale vaardigheden."])


def _one_source(schema: dict[str, Any]) -> None:
    """Tell in the schema that it is either sections or an address."""
    schema["oneOf"] = [
        {"required": ["sections"], "properties": {"sections": {"type": "array", "items": {}}}},
        {"required": ["href"], "properties": {"href": {"type": "string"}}},
    ]


class AssessmentRequest(Schema):
    """A proposal as the sections of a form, or as an address; one of the two."""

    model_config = ConfigDict(json_schema_extra=_one_source)

    sections: Annotated[list[Section], Field(min_length=1, max_length=MAX_SECTIONS)] | None = None
    href: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^https://")] | None = Field(
        default=None, examples=["https://portaal.example.org/files/123.pdf"]
    )
    name: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        default=None, examples=["Digipunten in elke wijk"]
    )
    strategy: Identifier | None = Field(default=None, examples=["vlaanderen-2025"])
    reference: Identifier | None = Field(default=None, examples=["DOSSIER-2026-0042"])
    language: Language | None = None


class Accepted(Schema):
    """What is known of an assessment that is not ready yet."""

    id: str
    state: StateName
    poll_after: int = Field(ge=0, description="Seconds to wait before the next look.")


class Status(Schema):
    """Where an assessment stands."""

    id: str
    state: StateName
    progress: int = Field(ge=0, le=100, description="In percent.")
    poll_after: int | None = Field(default=None, ge=0, description="Seconds to wait before the next look.")
    problem: dict[str, Any] | None = None


class Summary(Schema):
    """One line of a list of assessments."""

    id: str
    href: str
    state: StateName
    name: str
    sha256: str
    strategy: str
    language: Language
    reference: str | None = None
    batch: str | None = None
    created_at: datetime
    finished_at: datetime | None = None
    grades: dict[str, Grade] | None = None


class Page(Schema):
    """Part of a list of assessments, newest first."""

    items: list[Summary]
    self: str
    next: str | None = None


class BatchItem(AssessmentRequest):
    """One proposal of a batch."""


class BatchRequest(Schema):
    """Proposals to be taken in together; what an item does not say, the batch says."""

    items: Annotated[list[BatchItem], Field(min_length=1, max_length=500)]
    reference: Identifier | None = Field(default=None, examples=["OPROEP-2026-1"])
    strategy: Identifier | None = Field(default=None, examples=["vlaanderen-2025"])
    language: Language | None = None


class BatchAccepted(Schema):
    """A batch that was taken in."""

    id: str
    state: Literal["running", "done"]
    poll_after: int = Field(ge=0, description="Seconds to wait before the next look.")


class Batch(Schema):
    """A batch with its assessments, in the order in which they were sent."""

    id: str
    state: Literal["running", "done"]
    reference: str | None = None
    created_at: datetime
    finished_at: datetime | None = None
    counts: dict[str, int]
    poll_after: int | None = None
    items: list[Summary]
    self: str


class ComparisonRequest(Schema):
    """Two assessments of the same organisation, against strategies with the same spearheads."""

    from_: Annotated[str, Field(alias="from", min_length=1, max_length=36, pattern=ID_PATTERN)]
    to: Annotated[str, Field(min_length=1, max_length=36, pattern=ID_PATTERN)]


class ShortText(Schema):
    """A short text to be scored; `id` is the caller's own."""

    id: Annotated[str, Field(min_length=1, max_length=200, examples=["p1"])]
    text: Annotated[str, Field(max_length=MAX_SCORED_TEXT, examples=["Wij leren ouderen videobellen."])]


class ScoreRequest(Schema):
    """Short texts to be scored, each by itself."""

    texts: Annotated[list[ShortText], Field(min_length=1, max_length=MAX_TEXTS)]
    strategy: Identifier | None = Field(default=None, examples=["vlaanderen-2025"])


class Score(Schema):
    """Calibrated probabilities of at least contributes, and grades, by spearhead."""

    id: str
    scores: dict[str, float]
    grades: dict[str, Grade]


class ScoreList(Schema):
    """The scores, in the order of the texts."""

    items: list[Score]


class StrategyLine(Schema):
    """One strategy of the list."""

    id: str
    href: str
    version: str
    title: dict[str, str]
    sha256: str


class StrategyList(Schema):
    """The strategies that proposals can be held against."""

    items: list[StrategyLine]
    self: str


class Spearhead(Schema):
    """One theme of a strategy, in every language it has."""

    id: str
    title: dict[str, str]
    statement: dict[str, str]
    belongs: dict[str, str]
    excludes: dict[str, str]
    terms: dict[str, list[str]]
    actions: list[str]


class StrategyContent(StrategyLine):
    """A strategy in full."""

    source: str
    spearheads: list[Spearhead]


class EngineContent(Schema):
    """What assesses here."""

    version: str
    encoder: str
    precision: str
    strategy: str
    fingerprint: str = Field(description="Changes with everything that can change a result.")
    workers: int = Field(ge=0, description="Workers that were heard of lately.")


class ProblemIssue(Schema):
    """One thing that is wrong with a request."""

    where: str = Field(alias="in", description="body, query, header or path")
    name: str
    detail: str


class ProblemContent(BaseModel):
    """Problem details (RFC 9457)."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(examples=["urn:problem-type:speerwijzer:badRequest"])
    title: str
    status: int
    detail: str
    reason: str | None = None
    issues: list[ProblemIssue] | None = None
