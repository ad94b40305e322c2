"""Similarity with the texts of one family, in standard deviations of what ordinary text gets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.matrices import Matrix, Vector
from models.reading import ANY_LANGUAGE, by_language

_SMALLEST_SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class Background:
    """Ordinary text to standardise against: vectors (texts, dimensions) and the language of each."""

    vectors: Matrix
    languages: tuple[str, ...]

    def by_language(self) -> dict[str, Matrix]:
        """The vectors of each language, and all of them under the name of any other language."""
        return by_language(self.vectors, self.languages)


@dataclass(frozen=True, slots=True)
class Scale:
    """Mean and spread of ordinary text: for each text of the family, and for each spearhead."""

    centre: Vector
    spread: Vector
    expected: Vector
    expected_spread: Vector


@dataclass(frozen=True, slots=True)
class Family:
    """The texts of one kind that describe the spearheads.

    `texts`: vectors (texts, dimensions), spearhead by spearhead; `borders`: where each spearhead
    begins, with the end behind them. `closest`: how many of a spearhead's texts count, the most
    similar first; None means all.
    """

    name: str
    closest: int | None
    texts: Matrix
    borders: tuple[int, ...]
    scales: Mapping[str, Scale]

    def scores(self, vectors: Matrix, languages: Sequence[str]) -> Matrix:
        """Standard scores of texts in `languages`, (texts, spearheads)."""
        similarities = vectors @ self.texts.T
        known = np.array(languages)
        scores = np.zeros((len(vectors), len(self.borders) - 1))
        for language in sorted(set(languages)):
            rows = known == language
            scale = self.scales.get(language, self.scales[ANY_LANGUAGE])
            found = self._closest_means((similarities[rows] - scale.centre) / scale.spread)
            scores[rows] = (found - scale.expected) / scale.expected_spread
        return scores

    def against(self, background: Background) -> "Family":
        """The same texts, standardised against another background."""
        ordinary = background.by_language()
        return replace(
            self, scales={language: self._scale(vectors) for language, vectors in ordinary.items()}
        )

    def _scale(self, vectors: Matrix) -> Scale:
        similarities = vectors @ self.texts.T
        centre, spread = similarities.mean(axis=0), _spread(similarities)
        means = self._closest_means((similarities - centre) / spread)
        return Scale(centre, spread, means.mean(axis=0), _spread(means))

    def _closest_means(self, scores: Matrix) -> Matrix:
        spans = zip(self.borders, self.borders[1:], strict=False)
        return np.stack([_closest_mean(scores[:, start:end], self.closest) for start, end in spans], axis=1)


def family_of(name: str, closest: int | None, texts: Sequence[Matrix], background: Background) -> Family:
    """A family from the vectors of each spearhead's texts."""
    borders = (0, *(int(border) for border in np.cumsum([len(vectors) for vectors in texts])))
    return Family(name, closest, np.vstack(texts), borders, {}).against(background)


def _spread(values: Matrix) -> Vector:
    return np.asarray(np.maximum(values.std(axis=0), _SMALLEST_SPREAD))


def _closest_mean(scores: Matrix, closest: int | None) -> Vector:
    if closest is None or closest >= scores.shape[1]:
        return np.asarray(scores.mean(axis=1))
    return np.asarray(np.partition(scores, -closest, axis=1)[:, -closest:].mean(axis=1))
