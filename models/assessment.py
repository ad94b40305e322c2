"""One proposal against one strategy."""

from dataclasses import dataclass

from corpus.documents import Document, Passage
from corpus.strategies import Strategy
from models.alignment import Alignment, Flag, Role


@dataclass(frozen=True, slots=True)
class EngineIdentity:
    """Everything that decides a grade, by name and hash."""

    version: str
    encoder: str
    encoder_sha256: str
    artefact_sha256: str
    settings_sha256: str


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
