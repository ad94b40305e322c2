"""Zero-label channel: similarity with the strategy's own words, standardised against ordinary text.

Raw cosines of one encoder sit in a narrow band that differs by language and by description, so each
similarity is expressed in standard deviations of what ordinary proposal text in the passage's own
language gets, and each passage is then centred over the spearheads: what counts is which spearhead
a passage is closer to than ordinary text is, and closer than to the other spearheads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from corpus.documents import Passage
from corpus.languages import detect
from corpus.strategies import Strategy
from models.channels.base import Families
from models.channels.facets import EXAMPLES, SCOPE, STATEMENTS, TERMS, Facet, facets_of
from models.channels.similarity import Background, Family, family_of
from models.encoders.base import Progress
from models.matrices import Matrix, Vector, over_spearheads
from models.reading import Reading, VectorSpace

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_FAMILIES: Final = (
    ("statement", STATEMENTS, None),
    ("scope", SCOPE, 5),
    ("terms", TERMS, None),
    ("closest_terms", TERMS, 10),
    ("examples", EXAMPLES, None),
)
"""Name, kind of text, and how many of the most similar texts count (None: all)."""
_SMALLEST_SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class ZeroLabelChannel:
    """Similarity with statements, scope notes, terms and examples, by family and by all of them.

    `spread` is the standard deviation of all families together on ordinary text: a strategy with
    fewer families spreads wider, and is brought back to the same scale.
    """

    facets: tuple[tuple[Facet, ...], ...]
    facet_vectors: tuple[Matrix, ...]
    families: tuple[Family, ...]
    spread: float = 1.0

    def alone(self, passages: Sequence[Passage], vectors: Matrix, words: "csr_matrix") -> Families:
        """Families `zero_label.*` in spreads of ordinary text; what a strategy lacks is absent."""
        return self.scores([passage.language for passage in passages], vectors)

    def scores(self, languages: Sequence[str], vectors: Matrix) -> dict[str, Matrix]:
        """The families of texts in `languages`, each (texts, spearheads)."""
        found = {
            f"zero_label.{family.name}": over_spearheads(family.scores(vectors, languages))
            for family in self.families
        }
        found["zero_label.all"] = np.mean(list(found.values()), axis=0) / self.spread
        return found

    def in_context(self, reading: Reading) -> Families:
        """Nothing: pooling over the proposal already blends what passages say."""
        return {}

    def whole(self, reading: Reading) -> Mapping[str, Vector]:
        """Nothing beside the poolings."""
        return {}


def zero_label_channel(
    strategy: Strategy, space: VectorSpace, background: Background, *, progress: Progress | None = None
) -> ZeroLabelChannel:
    """The channel for any strategy: needs its texts and ordinary text, and no labels."""
    facets = tuple(facets_of(spearhead) for spearhead in strategy.spearheads)
    every = [facet for group in facets for facet in group]
    languages = [facet.language or detect(facet.text) for facet in every]
    flat = space.place([facet.text for facet in every], languages, progress=progress)
    vectors = tuple(np.split(flat, np.cumsum([len(group) for group in facets])[:-1]))
    families = []
    for name, kind, closest in _FAMILIES:
        texts = [_of_kind(kind, *described) for described in zip(facets, vectors, strict=True)]
        if all(len(rows) for rows in texts):
            families.append(family_of(name, closest, texts, background))
    return _scaled(ZeroLabelChannel(facets, vectors, tuple(families)), background)


def against(channel: ZeroLabelChannel, background: Background) -> ZeroLabelChannel:
    """The same channel, standardised against another background."""
    families = tuple(family.against(background) for family in channel.families)
    return _scaled(replace(channel, families=families, spread=1.0), background)


def _of_kind(kind: str, facets: Sequence[Facet], vectors: Matrix) -> Matrix:
    return vectors[[row for row, facet in enumerate(facets) if facet.family == kind]]


def _scaled(channel: ZeroLabelChannel, background: Background) -> ZeroLabelChannel:
    together = channel.scores(background.languages, background.vectors)["zero_label.all"]
    return replace(channel, spread=max(float(together.std()), _SMALLEST_SPREAD))
