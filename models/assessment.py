"""One proposal against one strategy."""

import hashlib
import json
from dataclasses import asdict, dataclass
from importlib.metadata import version

from corpus.documents import Document, Passage
from corpus.languages import shares
from corpus.passages import split
from corpus.strategies import Strategy
from models.abstention import document_reason
from models.alignment import Alignment, Flag, Role
from models.code import code_sha256
from models.engine import Engine
from models.explaining.findings import findings
from models.explanation import explain
from models.flags import flags_of


@dataclass(frozen=True, slots=True)
class EngineIdentity:
    """Everything that decides a grade, by name and hash.

    The thresholds are the probabilities from which a grade is given, 0 to 1, and the bands how near to them
    none is given. `trained` is False for
    a strategy without annotated proposals, which is graded by similarity alone. `code_sha256` is over
    the source files of the packages that decide.
    """

    version: str
    encoder: str
    encoder_sha256: str
    artefact_sha256: str
    settings_sha256: str
    code_sha256: str
    core_threshold: float
    contributes_threshold: float
    core_band: float
    contributes_band: float
    trained: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """One proposal against one strategy: one alignment a spearhead, in the strategy's order.

    `passages` are all passages of the proposal in reading order, `roles` the role of each.
    `languages` holds the share of words by language code. Identity and time of the run belong
    to the edge: two runs on the same input give equal assessments.
    """

    document: Document
    passages: tuple[Passage, ...]
    roles: tuple[Role, ...]
    languages: dict[str, float]
    strategy: Strategy
    engine: EngineIdentity
    alignments: tuple[Alignment, ...]
    flags: tuple[Flag, ...]


def assess(document: Document, engine: Engine) -> Assessment:
    """Hold a proposal against the engine's strategy: read, judge, explain."""
    passages = split(document)
    reading = engine.reader.read(document.title or "", passages)
    found = findings(engine, reading)
    reason = document_reason(passages, document.remarks)
    return Assessment(
        document=document,
        passages=passages,
        roles=found.roles,
        languages=shares(passages),
        strategy=engine.strategy,
        engine=identity(engine),
        alignments=tuple(explain(found, column, reason) for column in range(len(engine.strategy.spearheads))),
        flags=flags_of(engine, reading, document.remarks),
    )


def identity(engine: Engine) -> EngineIdentity:
    """Name and hashes of everything that decides a grade."""
    thresholds = engine.grader.thresholds
    settings = {"thresholds": asdict(thresholds), "trained": engine.trained}
    return EngineIdentity(
        version=version("speerwijzer"),
        encoder=engine.encoder.name,
        encoder_sha256=engine.encoder.sha256,
        artefact_sha256=engine.artefact_sha256,
        settings_sha256=hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest(),
        code_sha256=code_sha256(),
        core_threshold=thresholds.core,
        contributes_threshold=thresholds.contributes,
        core_band=thresholds.core_band,
        contributes_band=thresholds.contributes_band,
        trained=engine.trained,
    )
