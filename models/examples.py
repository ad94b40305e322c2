"""Annotated proposals as rows to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.annotated import AnnotatedPassage, AnnotatedProposal, as_document
from models.alignment import Role
from models.commitment import ROLES
from models.encoders.base import Progress
from models.engine import Reader
from models.matrices import Mask, Matrix
from models.reading import Reading

CORE = 2
"""The number that annotations give to the grade core."""

ROLE_OF_TAG = {
    "act": Role.ACTIVITY,
    "goal": Role.GOAL,
    "ctx": Role.CONTEXT,
    "bp": Role.BOILERPLATE,
    "excl": Role.EXCLUDED,
}


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated proposal, read: `topics` (passages, spearheads) and `roles` (passages, 5) are 0 or 1.

    `grades` (spearheads,) are 0, 1 or 2.
    """

    proposal: AnnotatedProposal
    reading: Reading
    topics: Matrix
    roles: Matrix
    grades: np.ndarray[tuple[int], np.dtype[np.int64]]

    @property
    def committed(self) -> Mask:
        """Which passages are an activity or a goal."""
        return np.asarray(self.roles[:, :2].any(axis=1))


def read_examples(
    reader: Reader, proposals: Sequence[AnnotatedProposal], *, progress: Progress | None = None
) -> tuple[Example, ...]:
    """Read every proposal by the chain that assesses one."""
    _encode_together(reader, proposals, progress)
    spearheads = [spearhead.id for spearhead in reader.strategy.spearheads]
    return tuple(_example(reader, proposal, spearheads) for proposal in proposals)


def _encode_together(
    reader: Reader, proposals: Sequence[AnnotatedProposal], progress: Progress | None
) -> None:
    """Fill the encoder's cache in large batches, so that reading one by one costs nothing more."""
    texts = {text for proposal in proposals for text in (proposal.title, *_texts(proposal.passages))}
    reader.space.encoded(sorted(texts), progress=progress)


def _texts(passages: Sequence[AnnotatedPassage]) -> list[str]:
    return [text for passage in passages for text in (passage.text, passage.section)]


def _example(reader: Reader, proposal: AnnotatedProposal, spearheads: Sequence[str]) -> Example:
    document, passages = as_document(proposal)
    tags = [ROLE_OF_TAG[passage.role] for passage in proposal.passages]
    topics = [[name in passage.spearheads for name in spearheads] for passage in proposal.passages]
    return Example(
        proposal,
        reader.read(document.title or "", passages),
        np.array(topics, dtype=float),
        np.array([[tag is role for role in ROLES] for tag in tags], dtype=float),
        np.array([proposal.grades.get(name, 0) for name in spearheads]),
    )
