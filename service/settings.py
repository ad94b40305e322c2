"""Every setting of the product: one table, read from SPEERWIJZER_... variables."""

from dataclasses import fields
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.limits import DocumentLimits
from service.errors import WrongUsage

Language = Literal["nl", "en", "fr"]
ApplicantKind = Literal["vlaams", "lokaal", "andere"]
PREFIX = "SPEERWIJZER_"

_STANDARD = DocumentLimits()


def _cache_folder() -> Path:
    return user_cache_path("speerwijzer")


class Settings(BaseSettings):
    """What can be set for a run. Field descriptions are the reference in docs/reference/settings.md."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True, extra="forbid")

    strategy: str = Field(
        default="vlaanderen-2025",
        min_length=1,
        description="Strategy to assess against: an id or a YAML file.",
    )
    language: Language = Field(default="nl", description="Language of reports and messages: nl, en or fr.")
    applicant_kind: ApplicantKind = Field(
        default="andere",
        description="Who applies: vlaams, lokaal or andere. Changes one sentence of a report against the "
        "Digital Strategy for Flanders, which binds Flemish entities and is a frame of reference for local "
        "authorities; never a grade.",
    )
    encoder: str = Field(
        default="default",
        min_length=1,
        description="Sentence encoder: `default` (comes with the product, no network) or a folder with a "
        "sentence-transformers model.",
    )
    precision: Literal["auto", "bfloat16", "float32"] = Field(
        default="auto",
        description="Number format of the encoder: float32, bfloat16, or what this processor is fast in.",
    )
    cache_folder: Path = Field(
        default_factory=_cache_folder, description="Folder in which the packaged encoder is unpacked once."
    )
    threads: int | None = Field(
        default=None, ge=1, le=1024, description="Processor threads for the encoder; empty: all of them."
    )
    limit_bytes: int = Field(default=_STANDARD.bytes, ge=1, description="Largest file, in bytes.")
    limit_pages: int = Field(default=_STANDARD.pages, ge=1, description="Most pages of a PDF.")
    limit_characters: int = Field(
        default=_STANDARD.characters, ge=1, description="Longest text of a proposal, in characters."
    )
    limit_unpacked_bytes: int = Field(
        default=_STANDARD.unpacked_bytes,
        ge=1,
        description="Largest size of a zipped format once unpacked, in bytes.",
    )
    limit_unpacked_ratio: int = Field(
        default=_STANDARD.unpacked_ratio, ge=1, description="Most unpacked bytes for each packed byte."
    )
    limit_archive_members: int = Field(
        default=_STANDARD.archive_members, ge=1, description="Most files inside a zipped format."
    )
    limit_seconds: float = Field(
        default=_STANDARD.seconds,
        gt=0,
        allow_inf_nan=False,
        description="Longest time to read one file, in seconds.",
    )

    @property
    def limits(self) -> DocumentLimits:
        """The limits on one file, as the parsers know them."""
        return DocumentLimits(
            **{limit.name: getattr(self, f"limit_{limit.name}") for limit in fields(DocumentLimits)}
        )


def load_settings() -> Settings:
    """The settings of this process.

    Raises:
        WrongUsage: one or more variables hold something that cannot be used; names all of them.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems = [
            f"{variable(str(problem['loc'][0]))}: {problem['msg'].lower()}" for problem in error.errors()
        ]
        raise WrongUsage("settings", problems="; ".join(problems)) from error


def variable(field: str) -> str:
    """Name of the environment variable of a setting."""
    return PREFIX + field.upper()


def settings_reference() -> str:
    """The page docs/reference/settings.md."""
    lines = [
        "# Settings",
        "",
        "Environment variables; an option on the command line goes before a variable.",
        "",
        "| variable | default | meaning |",
        "| --- | --- | --- |",
    ]
    for name, field in Settings.model_fields.items():
        default = "the user's cache folder" if name == "cache_folder" else _shown(field.default)
        lines.append(f"| `{variable(name)}` | {default} | {field.description} |")
    return "\n".join(lines) + "\n"


def _shown(default: object) -> str:
    return "none" if default is None else f"`{default}`"
