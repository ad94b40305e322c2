"""The shipped engine: what a comparison says of added passages is what assessing again gives."""

from dataclasses import replace
from functools import partial

import pytest

from corpus.annotated import as_document, read_proposals
from corpus.documents import Document
from corpus.passages import split
from corpus.revisions import Change
from models.assessment import assess
from models.comparison import compare, side_of
from models.engine import Engine
from models.weighing import weigh

pytestmark = pytest.mark.encoder

TOLERANCE = 1e-6


def some_documents() -> list[Document]:
    """A few proposals from all over the annotated ones."""
    found = read_proposals()
    return [as_document(proposal)[0] for proposal in found[:: len(found) // 4]]


def without_last_block(document: Document) -> Document:
    """The version before its last block was written."""
    last = document.blocks[-1]
    text = document.text[: last.start].rstrip("\n")
    pages = (*document.pages[:-1], replace(document.pages[-1], end=len(text)))
    return replace(document, text=text, blocks=document.blocks[:-1], pages=pages)


def test_without_the_added_passages_the_old_probabilities_come_back(real_engine: Engine) -> None:
    compared = 0
    for new in some_documents():
        old = without_last_block(new)
        found = compare(
            side_of(assess(old, real_engine)),
            side_of(assess(new, real_engine)),
            weigh_new=partial(weigh, real_engine, new),
        )
        changes = [item.change for item in found.passages]
        if set(changes) != {Change.KEPT, Change.ADDED}:  # the last passage ran on over the cut
            continue
        compared += 1
        for change in found.spearheads:
            assert change.without_added is not None
            assert change.without_added.core == pytest.approx(change.old.probability.core, abs=TOLERANCE)
            assert change.without_added.grade is change.old.grade
        assert changes.count(Change.KEPT) == len(split(old))
    assert compared >= 2
