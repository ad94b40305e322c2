"""An engine without a model: a text says its own grades, so that tests can see them coming."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from corpus.documents import Block, BlockKind, Document, Page
from corpus.errors import DamagedDocument, EmptyDocument, LimitExceeded, UnknownStrategy
from corpus.limits import DocumentLimits
from corpus.passages import split
from corpus.strategies import Spearhead, Strategy
from models.alignment import Grade
from models.assessment import Assessment, EngineIdentity
from models.encoders.base import Progress
from models.weighing import Outcome, Weighed
from service.errors import WrongUsage
from service.reports.report import Answer
from service.services import Services
from service.settings import Settings
from service.training import Trained
from service.use_cases import Background, OpenEngine
from tests.fakes.assessments import an_alignment, an_assessment, an_identity

PROBABILITIES = {Grade.CORE: 0.97, Grade.CONTRIBUTES: 0.61239, Grade.NONE: 0.04, Grade.UNCERTAIN: 0.5}
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class SlipError(Exception):
    """What a slip in the program looks like from outside; its text quotes a proposal."""


def fake_strategy() -> Strategy:
    """Three spearheads, without any wording that matters."""
    spearheads = tuple(
        Spearhead(name, {"nl": f"Titel {name}"}, {"nl": f"Stelling {name}."}) for name in ("S1", "S2", "S3")
    )
    return Strategy("proef", "1", {"nl": "Proefstrategie"}, "tests", spearheads, "0" * 64)


def fake_grade(text: str, spearhead: str) -> Grade:
    """The grade that a text gives itself, as in `S1=core`; none without it, uncertain without any text."""
    if not text.strip():
        return Grade.UNCERTAIN
    named = re.search(rf"{spearhead}=(core|contributes|none|uncertain)", text)
    return Grade(named[1]) if named else Grade.NONE


@dataclass(frozen=True, slots=True)
class FakeScores:
    """What scoring says of one text."""

    probabilities: dict[str, float]
    grades: dict[str, Grade]


@dataclass(slots=True)
class FakeEngine:
    """Grades by `fake_grade`; a text with the word FAULT meets a slip in the program."""

    strategy: Strategy = field(default_factory=fake_strategy)
    backgrounds: list[Background] = field(default_factory=list)

    @property
    def identity(self) -> EngineIdentity:
        return an_identity()

    def assess(self, document: Document) -> Assessment:
        if "FAULT" in document.text:
            raise SlipError(document.text)
        if "STOP" in document.text:
            raise KeyboardInterrupt
        alignments = [
            an_alignment(spearhead, fake_grade(document.text, spearhead.id), None)
            for spearhead in self.strategy.spearheads
        ]
        return an_assessment(document, split(document), alignments, strategy=self.strategy)

    def weigh(self, _: Document, positions: Sequence[int]) -> Weighed:
        """Each passage weighs a tenth, and without all of them nothing is left."""
        columns = range(len(self.strategy.spearheads))
        nothing = Outcome(Grade.NONE, None, 0.01, 0.02)
        return Weighed(tuple(tuple(0.1 for _ in columns) for _ in positions), tuple(nothing for _ in columns))

    def score(
        self, texts: Sequence[str], *, background: Background, progress: Progress | None = None
    ) -> list[FakeScores]:
        self.backgrounds.append(background)
        if progress is not None:
            progress("score", len(texts), len(texts))
        return [self._scores(text) for text in texts]

    def _scores(self, text: str) -> FakeScores:
        grades = {item.id: fake_grade(text, item.id) for item in self.strategy.spearheads}
        return FakeScores({name: PROBABILITIES[grade] for name, grade in grades.items()}, grades)


def fake_read(path: Path, limits: DocumentLimits) -> Document:
    """A file as a document of one block; DAMAGED content and empty files are refused."""
    content = path.read_bytes()
    if len(content) > limits.bytes:
        raise LimitExceeded(maximum=limits.bytes, unit="bytes")
    if content.startswith(b"DAMAGED"):
        raise DamagedDocument
    text = content.decode()
    if not text:
        raise EmptyDocument
    block = Block(BlockKind.PARAGRAPH, 0, len(text), 1)
    pages = (Page(1, 0, len(text)),)
    return Document(path.name, hashlib.sha256(content).hexdigest(), "text/plain", text, pages, (block,))


def fake_render(
    assessment: Assessment,
    format: str,
    *,
    language: str,
    id: str,
    created_at: datetime,
    applicant: str,
    original: bytes | None = None,
    answers: tuple[Answer, ...] = (),
) -> str | bytes:
    """A report that tells what it was asked for."""
    del answers
    if format == "annotated-pdf":
        return original or b""
    if format in ("pdf", "docx", "xlsx"):
        return f"{format} {language}".encode()
    if format == "row":
        return _fake_row(assessment, language, created_at)
    if format != "json":
        return f"{format} {language} {assessment.document.name}\n"
    return _fake_json(assessment, {"id": id, "createdAt": created_at.isoformat(), "applicant": applicant})


def _fake_json(assessment: Assessment, told: Mapping[str, str]) -> str:
    grades = {item.spearhead.id: item.grade.value for item in assessment.alignments}
    report = {**told, "name": assessment.document.name, "grades": grades}
    return json.dumps(report, ensure_ascii=False, indent=2)


def _fake_row(assessment: Assessment, language: str, created_at: datetime) -> str:
    row = {"names": ["name"], "cells": [assessment.document.name], "language": language}
    return json.dumps({**row, "created": created_at.isoformat()})


def fake_evaluate(
    settings: Settings,
    strategy_name: str,
    *,
    dataset: Path | None = None,
    benchmark: str | None = None,
    output: Path | None = None,
    progress: Progress | None = None,
) -> str:
    """Results that tell what they were asked for."""
    if progress is not None:
        progress("evaluate", 1, 1)
    return f"{settings.language} {strategy_name} {dataset} {benchmark} {output}\n"


def fake_train(
    settings: Settings,
    strategy_name: str,
    *,
    dataset: Path | None = None,
    validation: Path | None = None,
    output: Path | None = None,
    measure: Path | None = None,
    progress: Progress | None = None,
) -> Trained:
    """An artefact that tells what it was made from."""
    if progress is not None:
        progress("train", 1, 1)
    place = output or Path("shipped") / strategy_name / str(dataset or validation or settings.language)
    told = f"Before and after on {measure}\n" if measure else ""
    return Trained(place, strategy_name, "1" * 64, "2" * 64, 54, told)


def fake_card(strategy_name: str, format: str, *, language: str) -> str:
    """A card that tells what it was asked for."""
    if strategy_name == "unmeasured":
        raise WrongUsage("no_card", strategy=strategy_name)
    return f"card {strategy_name} {format} {language}\n"


def fake_dossier(
    settings: Settings, strategy_name: str, *, organisation: str | None = None, contact: str | None = None
) -> dict[str, str]:
    """A dossier of one file that tells what it was asked for."""
    return {"overzicht.md": f"{settings.language} {strategy_name} {organisation} {contact}\n"}


def fake_services(engine: OpenEngine, **settings: object) -> Services:
    """Services around an engine, with settings of the test's own instead of the environment's."""
    counter = iter(range(1, 10_000))

    def open_engine(_: Settings, strategy: str | Strategy, progress: Progress | None) -> OpenEngine:
        if progress is not None:
            progress("unpack encoder", 1, 1)
        if isinstance(strategy, Strategy):
            return FakeEngine(strategy)
        if strategy not in (Settings.model_fields["strategy"].default, engine.strategy.id):
            raise UnknownStrategy(name=strategy, known=engine.strategy.id)
        return engine

    return Services(
        load_settings=lambda: Settings.model_validate(settings),
        open_engine=open_engine,
        read_document=fake_read,
        render=fake_render,
        evaluate=fake_evaluate,
        train=fake_train,
        bench=lambda _settings, strategy, _progress: f"bench {strategy}\n",
        card=fake_card,
        dossier=fake_dossier,
        new_id=lambda: f"id-{next(counter)}",
        now=lambda: NOW,
    )
