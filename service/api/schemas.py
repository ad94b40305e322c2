"""The JSON of requests and answers; names in lowerCamelCase, nothing that is empty is sent."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

MAX_SECTIONS, MAX_TITLE, MAX_TEXT = 200, 1_000, 2_000_000
MAX_TEXTS, MAX_SCORED_TEXT = 256, 20_000
Identifier = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9._:/-]+$")]
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


class AssessmentRequest(Schema):
    """A proposal as the sections of a form, or as an address; one of the two."""

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
