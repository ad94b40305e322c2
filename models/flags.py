"""Neutral remarks about a proposal: what a reader should know, never a judgement."""

from collections.abc import Sequence

import numpy as np

from corpus.documents import Passage, Remark, RemarkKind
from models.alignment import Flag, FlagKind
from models.engine import Engine
from models.matrices import Mask
from models.reading import Reading

_KIND_OF = {
    RemarkKind.HIDDEN_TEXT: FlagKind.HIDDEN_TEXT,
    RemarkKind.POOR_TEXT: FlagKind.POOR_TEXT,
    RemarkKind.PAGES_WITHOUT_TEXT: FlagKind.TRUNCATED,
    RemarkKind.NOT_READ: FlagKind.TRUNCATED,
}


def flags_of(engine: Engine, reading: Reading, remarks: Sequence[Remark]) -> tuple[Flag, ...]:
    """What the parser confessed, and what stands out in the passages."""
    cues, passages = engine.reader.cues, reading.passages
    foreign = np.array([cues.found("foreign_scheme", passage.text) for passage in passages], dtype=bool)
    marked = (
        (FlagKind.COPIED_TEXT, reading.copied),
        (FlagKind.KEYWORD_STUFFING, reading.listed),
        (FlagKind.FOREIGN_SCHEME, foreign),
    )
    confessed = [Flag(_KIND_OF[remark.kind], (), remark.pages, remark.detail) for remark in remarks]
    return (*(Flag(kind, _ids(passages, mask)) for kind, mask in marked if mask.any()), *confessed)


def _ids(passages: Sequence[Passage], mask: Mask) -> tuple[str, ...]:
    return tuple(passage.id for passage, marked in zip(passages, mask, strict=True) if marked)
