"""What the shipped engine says of documents that it was not trained on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.annotated import AnnotatedProposal, as_document, read_labelled_folder, read_proposals
from corpus.documents import Document, Passage
from corpus.limits import DocumentLimits
from corpus.parsing import parse
from corpus.passages import split
from evaluation.cross_fitting import UNKNOWN, one_prediction, stacked, with_unreadable, words_of
from evaluation.predictions import Facts, Predictions
from models.abstention import document_reason
from models.encoders.base import Progress
from models.engine import Engine


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document with its passages, what is known of it, and its true grades by spearhead."""

    document: Document
    passages: tuple[Passage, ...]
    facts: Facts
    grades: dict[str, int]


def read_folder(folder: Path) -> tuple[Labelled, ...]:
    """Documents of a folder with labels.jsonl and texts, or else of a folder of annotated proposals.

    Raises:
        InvalidAnnotation: labels or annotations have problems, or there are none.
        UnreadableDocument: a text cannot be read as a proposal.
    """
    if (folder / "labels.jsonl").is_file():
        return tuple(_labelled_texts(folder))
    return tuple(annotated(proposal) for proposal in read_proposals(folder))


def annotated(proposal: AnnotatedProposal) -> Labelled:
    """An annotated proposal as a document with known grades."""
    document, passages = as_document(proposal)
    facts = Facts(
        (proposal.id,),
        (proposal.group,),
        (proposal.language,),
        (proposal.kind,),
        (proposal.applicant,),
        (words_of(proposal),),
    )
    return Labelled(document, passages, facts, dict(proposal.grades))


def measure_engine(
    engine: Engine, documents: Sequence[Labelled], *, progress: Progress | None = None
) -> Predictions:
    """Read and judge every document by the chain that assesses one, explanations apart."""
    names = tuple(spearhead.id for spearhead in engine.strategy.spearheads)
    _encode_together(engine, documents, progress)
    parts, refused = [], []
    for done, item in enumerate(documents, start=1):
        reading = engine.reader.read(item.document.title or "", item.passages)
        true = np.array([[float(item.grades.get(name, 0)) for name in names]])
        parts.append(one_prediction(engine.judge(reading), engine.grader, item.facts, names, true))
        refused.append(document_reason(item.passages, item.document.remarks) is not None)
        if progress is not None:
            progress("evaluate", done, len(documents))
    return with_unreadable(stacked(parts), np.array(refused))


def _encode_together(engine: Engine, documents: Sequence[Labelled], progress: Progress | None) -> None:
    """Fill the encoder's memory in large batches, which is faster than reading one by one."""
    passages = [passage for item in documents for passage in item.passages]
    texts = {text for passage in passages for text in (passage.text, passage.section)}
    texts |= {item.document.title or "" for item in documents}
    engine.reader.space.encoded(sorted(texts), progress=progress)


def _labelled_texts(folder: Path) -> Iterable[Labelled]:
    for text in read_labelled_folder(folder):
        document = parse(text.path.read_bytes(), text.path.name, DocumentLimits())
        passages = split(document)
        facts = Facts((text.id,), (folder.name,), (text.language,), (UNKNOWN,), (UNKNOWN,), (document.words,))
        yield Labelled(document, passages, facts, dict(text.grades))
