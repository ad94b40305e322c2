"""Neutral remarks about a proposal: what a reader should know, never a judgement."""

from collections.abc import Iterator, Sequence

import numpy as np

from corpus.documents import Passage, Remark, RemarkKind
from models.alignment import Flag, FlagKind
from models.engine import Engine
from models.matrices import Mask
from models.reading import Reading

_KIND_OF = {
    RemarkKind.HIDDEN_TEXT: FlagKind.HIDDEN_TEXT,
    RemarkKind.PERSONAL_DATA_MASKED: FlagKind.PERSONAL_DATA_MASKED,
    RemarkKind.PICTURE_OF_TEXT: FlagKind.OCR,
    RemarkKind.RECOGNISED_TEXT: FlagKind.OCR,
    RemarkKind.POOR_TEXT: FlagKind.POOR_TEXT,
    RemarkKind.PAGES_WITHOUT_TEXT: FlagKind.TRUNCATED,
    RemarkKind.NOT_READ: FlagKind.TRUNCATED,
}
_DETAIL_OF = {
    RemarkKind.PICTURE_OF_TEXT: "picture of text",
    RemarkKind.RECOGNISED_TEXT: "recognised text",
    RemarkKind.PAGES_WITHOUT_TEXT: "page without text",
}


def flags_of(engine: Engine, reading: Reading, remarks: Sequence[Remark]) -> tuple[Flag, ...]:
    """What stands out in the passages, and what the parser confessed; each with its place."""
    cues, passages = engine.reader.cues, reading.passages
    foreign = np.array([cues.found("foreign_scheme", passage.text) for passage in passages], dtype=bool)
    marked = (
        (FlagKind.COPIED_TEXT, reading.copied),
        (FlagKind.KEYWORD_STUFFING, reading.listed),
        (FlagKind.FOREIGN_SCHEME, foreign),
    )
    seen = (Flag(kind, _ids(passages, mask)) for kind, mask in marked if mask.any())
    return (*seen, *_confessed(passages, _with_masks_as_one(remarks)))


def _with_masks_as_one(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """The remarks with all masked kinds of personal data in one, which names them between commas."""
    masked = [remark for remark in remarks if remark.kind is RemarkKind.PERSONAL_DATA_MASKED]
    others = tuple(remark for remark in remarks if remark.kind is not RemarkKind.PERSONAL_DATA_MASKED)
    if not masked:
        return others
    pages = sorted({page for remark in masked for page in remark.pages})
    spans = tuple(span for remark in masked for span in remark.spans)
    detail = ", ".join(remark.detail for remark in masked)
    return (*others, Remark(RemarkKind.PERSONAL_DATA_MASKED, tuple(pages), detail, spans))


def _confessed(passages: Sequence[Passage], remarks: Sequence[Remark]) -> Iterator[Flag]:
    for remark in remarks:
        mask = np.array([_touches(passage, remark) for passage in passages], dtype=bool)
        detail = _DETAIL_OF.get(remark.kind, remark.detail)
        yield Flag(_KIND_OF[remark.kind], _ids(passages, mask), remark.pages, detail)


def _touches(passage: Passage, remark: Remark) -> bool:
    return any(passage.start <= end and passage.end >= start for start, end in remark.spans)


def _ids(passages: Sequence[Passage], mask: Mask) -> tuple[str, ...]:
    return tuple(passage.id for passage, marked in zip(passages, mask, strict=True) if marked)
