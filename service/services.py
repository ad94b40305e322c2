"""What the commands lean on, in one place: `main` hands in the real thing, tests hand in fakes."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import typer

from corpus.documents import Document
from corpus.limits import DocumentLimits
from service import papers, training, use_cases
from service.outputs import write_text
from service.streams import say, shown, write_out
from service.use_cases import OpenEngine
from service.wording import Wording, wording_in

if TYPE_CHECKING:
    from corpus.strategies import Strategy
    from models.assessment import Assessment
    from models.encoders.base import Progress
    from service.reports.report import Answer
    from service.settings import Settings
    from service.training import Trained


class Render(Protocol):
    """Turns an assessment into a report."""

    def __call__(
        self,
        assessment: "Assessment",
        format: str,
        *,
        language: str,
        id: str,
        created_at: datetime,
        applicant: str,
        original: bytes | None,
        answers: "tuple[Answer, ...]" = (),
    ) -> str | bytes:
        """The report in a format and a language; `original` is the file, for a format that shows it."""


class Evaluate(Protocol):
    """Measures the engine of a strategy."""

    def __call__(
        self,
        settings: "Settings",
        strategy_name: str,
        *,
        dataset: Path | None = None,
        benchmark: str | None = None,
        output: Path | None = None,
        progress: "Progress | None" = None,
    ) -> str:
        """The results as text."""


class Train(Protocol):
    """Rebuilds the trained artefact of a strategy."""

    def __call__(
        self,
        settings: "Settings",
        strategy_name: str,
        *,
        dataset: Path | None = None,
        validation: Path | None = None,
        output: Path | None = None,
        measure: Path | None = None,
        progress: "Progress | None" = None,
    ) -> "Trained":
        """What was made."""


class ShowCard(Protocol):
    """Puts measured figures into words."""

    def __call__(self, strategy_name: str, format: str, *, language: str) -> str:
        """The model card of a strategy in a format and a language."""


class MakeDossier(Protocol):
    """Writes down what an authority needs before it uses the checker."""

    def __call__(
        self,
        settings: "Settings",
        strategy_name: str,
        *,
        organisation: str | None = None,
        contact: str | None = None,
    ) -> Mapping[str, str]:
        """The text of every file by its name."""


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases and what they need of the world; every field can be replaced."""

    load_settings: "Callable[[], Settings]"
    open_engine: "Callable[[Settings, str | Strategy, Progress | None], OpenEngine]"
    read_document: Callable[[Path, DocumentLimits], Document]
    render: Render
    evaluate: Evaluate
    train: Train
    bench: "Callable[[Settings, str, Progress | None], str]"
    card: ShowCard
    dossier: MakeDossier
    new_id: Callable[[], str]
    now: Callable[[], datetime]
    debug: bool = False


def real_services() -> Services:
    """The product as users get it; nothing heavy is loaded before it is used."""
    return Services(
        load_settings=_load_settings,
        open_engine=use_cases.EngineOpener(),
        evaluate=use_cases.evaluate,
        train=training.train,
        bench=use_cases.bench,
        card=papers.card,
        dossier=papers.dossier,
        read_document=use_cases.read_document,
        render=_render,
        new_id=lambda: str(uuid.uuid4()),
        now=lambda: datetime.now(UTC),
    )


@dataclass(frozen=True, slots=True)
class Session:
    """One run of a command: its services, settings and language."""

    services: Services
    settings: "Settings"
    wording: Wording


def open_session(context: typer.Context, *, language: str | None = None) -> Session:
    """The session of a command; an option for the language goes before the setting.

    Raises:
        WrongUsage: a setting cannot be used.
    """
    services: Services = context.obj
    settings = services.load_settings()
    return Session(services, settings, wording_in(language or settings.language))


def deliver(page: str, output: Path | None, wording: Wording) -> None:
    """Write a page to a file, and say so, or to standard output.

    Raises:
        WrongUsage: the file cannot be written.
    """
    if output is None:
        write_out(page)
    else:
        say(wording.say("cli.written", path=shown(write_text(output, page))))


def _load_settings() -> "Settings":
    from service.settings import load_settings

    return load_settings()


def _render(
    assessment: "Assessment",
    format: str,
    *,
    language: str,
    id: str,
    created_at: datetime,
    applicant: str,
    original: bytes | None,
    answers: "tuple[Answer, ...]" = (),
) -> str | bytes:
    from service.reports.rendering import render

    return render(
        assessment,
        format,
        language=language,
        id=id,
        created_at=created_at,
        applicant=applicant,
        original=original,
        answers=answers,
    )
