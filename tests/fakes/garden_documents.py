"""Documents about the garden strategy, in a few sentences each."""

import hashlib
from collections.abc import Sequence

from corpus.annotated import as_document
from corpus.documents import Block, BlockKind, Document, Page, Remark
from tests.fakes.artefacts import FILLERS, Claim, annotated


def a_document(*paragraphs: str, title: str = "", remarks: Sequence[Remark] = ()) -> Document:
    """A document of `paragraphs`, each a block of its own."""
    blocks, start = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(paragraph), 1))
        start += len(paragraph) + 1
    text = "\n".join(paragraphs)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    pages = (Page(1, 0, len(text)),)
    return Document("proef.txt", sha256, "text/plain", text, pages, tuple(blocks), title, tuple(remarks))


def padded(*paragraphs: str) -> Document:
    """The same, with paragraphs about nothing so that it is long enough to be graded."""
    return a_document(*paragraphs, *(text for _, text in FILLERS))


def a_garden_document(*claims: Claim, number: int = 77) -> Document:
    """A document that makes `claims`, as the annotated proposals do."""
    document, _ = as_document(annotated(number, "west", claims))
    return document
