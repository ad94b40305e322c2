"""Short texts: a probability and a grade for each spearhead, each text by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from corpus.documents import Document, Page
from corpus.languages import detect
from corpus.passages import split
from models.abstention import document_reason
from models.alignment import Grade
from models.encoders.base import Progress
from models.engine import Engine, standardised_against
from models.reading import Reading

FEWEST_WORDS = 8
"""A text of fewer words is a title, and gets a probability but no grade."""
_CHUNK = 1024
"""Texts read together: texts of one length are encoded faster beside each other."""


@dataclass(frozen=True, slots=True)
class ScoredText:
    """Calibrated probabilities of at least contributes, and grades, by spearhead."""

    probabilities: Mapping[str, float]
    grades: Mapping[str, Grade]


def score_texts(
    texts: Sequence[str],
    engine: Engine,
    *,
    background: Literal["shipped", "batch"] = "shipped",
    progress: Progress | None = None,
) -> list[ScoredText]:
    """Score each text by itself; with `batch`, similarities are standardised against the texts themselves."""
    if background == "batch":
        filled = [text for text in texts if text.strip()]
        engine = standardised_against(engine, filled, [detect(text) for text in filled]) if filled else engine
    scored: list[ScoredText] = []
    for start in range(0, len(texts), _CHUNK):
        scored += _score_chunk(texts[start : start + _CHUNK], engine)
        if progress is not None:
            progress("score", len(scored), len(texts))
    return scored


def _score_chunk(texts: Sequence[str], engine: Engine) -> list[ScoredText]:
    """Read the passages of all texts together: faster, and each is scored by itself all the same."""
    divided = [split(_as_document(text)) for text in texts]
    together = engine.reader.read("", [passage for passages in divided for passage in passages])
    ends = np.cumsum([len(passages) for passages in divided])
    return [
        _score(together.only(np.arange(end - len(passages), end)), engine)
        for passages, end in zip(divided, ends, strict=True)
    ]


def _as_document(text: str) -> Document:
    return Document("", "", "text/plain", text, (Page(1, 0, len(text)),), ())


def _score(reading: Reading, engine: Engine) -> ScoredText:
    cores, at_least = engine.grader.probabilities(engine.features(reading))
    unsure = document_reason(reading.passages, (), fewest_words=FEWEST_WORDS) is not None
    thresholds = engine.grader.thresholds
    probabilities, grades = {}, {}
    for column, spearhead in enumerate(engine.strategy.spearheads):
        core, contributes = float(cores[column]), float(at_least[column])
        probabilities[spearhead.id] = contributes
        near = unsure or thresholds.is_near(core, contributes)
        grades[spearhead.id] = Grade.UNCERTAIN if near else thresholds.grade(core, contributes)
    return ScoredText(probabilities, grades)
