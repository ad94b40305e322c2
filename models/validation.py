"""Labelled texts that the stack may know by their features only: numbers, one row a text, no wording."""

from collections.abc import Sequence

import numpy as np

from corpus.annotated import LabelledText
from corpus.parsing import parse
from corpus.passages import split
from models.engine import Reader
from models.features import Features
from models.heads import Heads
from models.stacking import VALIDATION
from models.tables import FeatureTable, table_of


def validation_table(reader: Reader, heads: Heads, texts: Sequence[LabelledText]) -> FeatureTable:
    """Features of labelled texts, made by heads that never saw them.

    Raises UnreadableDocument for a text that cannot be parsed.
    """
    spearheads = [spearhead.id for spearhead in reader.strategy.spearheads]
    return table_of(
        [text.id for text in texts],
        [VALIDATION] * len(texts),
        [_features(reader, heads, text) for text in texts],
        [np.array([float(text.grades.get(name, 0)) for name in spearheads]) for text in texts],
    )


def _features(reader: Reader, heads: Heads, text: LabelledText) -> Features:
    document = parse(text.path.read_bytes(), text.path.name)
    return heads.features(reader, reader.read(document.title or "", split(document)))
