"""Zero-label channel: similarity with the strategy's own words, standardised against ordinary text.

Raw cosines of one encoder sit in a narrow band that differs by language and by description, so each
similarity is expressed in standard deviations of what ordinary proposal text in the passage's own
language gets, and each passage is then centred over the spearheads: what counts is which spearhead
a passage is closer to than ordinary text is, and closer than to the other spearheads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corpus.documents import Passage
from corpus.strategies import Strategy
from models.channels.base import Families
from models.channels.facets import EXAMPLES, FAMILIES, SCOPE, STATEMENTS, TERMS, Facet, facets_of
from models.encoders.base import Progress
from models.matrices import Matrix, Vector, over_spearheads
from models.reading import Reading, VectorSpace

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_CLOSEST: Mapping[str, int | None] = {STATEMENTS: None, SCOPE: 5, TERMS: None, EXAMPLES: 3}
"""How many of a family's closest texts count; None means all."""
_CLOSEST_TERMS = 10
_SMALLEST_SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class Background:
    """Ordinary text to standardise against: vectors (texts, dimensions) and the language of each."""

    vectors: Matrix
    languages: tuple[str, ...]

    def rows_of(self, language: str) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Which texts are in `language`; all of them for a language without background."""
        rows = np.array([known == language for known in self.languages])
        return rows if rows.any() else np.ones(len(self.languages), dtype=bool)


@dataclass(frozen=True, slots=True)
class ZeroLabelChannel:
    """Similarity with statements, scope notes, terms and examples, by family and by all of them."""

    facets: tuple[tuple[Facet, ...], ...]
    facet_vectors: tuple[Matrix, ...]
    background: Background
    spread: float = 1.0
    """Standard deviation of the blend of families on ordinary text: fewer families spread wider."""

    def alone(self, passages: Sequence[Passage], vectors: Matrix, words: "csr_matrix") -> Families:
        """Families `zero_label.*` in standard deviations of ordinary text; what a strategy lacks is absent."""
        return self.families([passage.language for passage in passages], vectors)

    def families(self, languages: Sequence[str], vectors: Matrix) -> dict[str, Matrix]:
        """The families of texts in `languages`, each (texts, spearheads)."""
        families = {
            f"zero_label.{name}": over_spearheads(self._standardised(family, closest, vectors, languages))
            for name, family, closest in self._present()
        }
        families["zero_label.all"] = np.mean(list(families.values()), axis=0) / self.spread
        return families

    def in_context(self, reading: Reading) -> Families:
        """Nothing: pooling over the proposal already blends what passages say."""
        return {}

    def whole(self, reading: Reading) -> Mapping[str, Vector]:
        """Nothing beside the poolings."""
        return {}

    def _present(self) -> list[tuple[str, str, int | None]]:
        kinds = [{facet.family for facet in facets} for facets in self.facets]
        present = [
            (family, family, _CLOSEST[family])
            for family in FAMILIES
            if all(family in families for families in kinds)
        ]
        if any(family == TERMS for _, family, _ in present):
            present.append(("closest_terms", TERMS, _CLOSEST_TERMS))
        return present

    def _standardised(
        self, family: str, closest: int | None, vectors: Matrix, languages: Sequence[str]
    ) -> Matrix:
        scores = np.zeros((len(vectors), len(self.facets)))
        for language in sorted(set(languages)):
            mine = np.array([known == language for known in languages])
            ordinary = self.background.vectors[self.background.rows_of(language)]
            for column in range(len(self.facets)):
                compared = self._compared(column, family)
                scores[mine, column] = _standard_scores(
                    vectors[mine] @ compared, ordinary @ compared, closest
                )
        return scores

    def _compared(self, column: int, family: str) -> Matrix:
        rows = [row for row, facet in enumerate(self.facets[column]) if facet.family == family]
        return self.facet_vectors[column][rows].T


def _standard_scores(similarities: Matrix, ordinary: Matrix, closest: int | None) -> Vector:
    centre, spread = ordinary.mean(axis=0), np.maximum(ordinary.std(axis=0), _SMALLEST_SPREAD)
    expected = _closest_mean((ordinary - centre) / spread, closest)
    found = _closest_mean((similarities - centre) / spread, closest)
    return np.asarray((found - expected.mean()) / max(expected.std(), _SMALLEST_SPREAD))


def _closest_mean(scores: Matrix, closest: int | None) -> Vector:
    if closest is None or closest >= scores.shape[1]:
        return np.asarray(scores.mean(axis=1))
    return np.asarray(np.partition(scores, -closest, axis=1)[:, -closest:].mean(axis=1))


def zero_label_channel(
    strategy: Strategy, space: VectorSpace, background: Background, *, progress: Progress | None = None
) -> ZeroLabelChannel:
    """The channel for any strategy: needs its texts and ordinary text, and no labels."""
    facets = tuple(facets_of(spearhead) for spearhead in strategy.spearheads)
    flat = space.place([facet.text for group in facets for facet in group], progress=progress)
    borders = np.cumsum([len(group) for group in facets])[:-1]
    return against(ZeroLabelChannel(facets, tuple(np.split(flat, borders)), background), background)


def against(channel: ZeroLabelChannel, background: Background) -> ZeroLabelChannel:
    """The same channel, standardised against another background."""
    unscaled = replace(channel, background=background, spread=1.0)
    families = unscaled.families(background.languages, background.vectors)
    return replace(unscaled, spread=max(float(families["zero_label.all"].std()), _SMALLEST_SPREAD))
