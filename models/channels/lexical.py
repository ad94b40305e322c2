"""Lexical channel: the words themselves, as a check on what an encoder believes to be similar."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from corpus.documents import Passage
from corpus.strategies import Spearhead, Strategy
from models.channels.base import Families
from models.linear import Linear
from models.matrices import Matrix, Vector, over_spearheads
from models.reading import Reading

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_WEAK_WEIGHT = 0.25
_SHORTEST_COMPOUND = 5
"""Terms of fewer letters must be a whole word: "AI" is not in "aide", "IoT" is not in "Ioteren"."""


@dataclass(frozen=True, slots=True)
class TermFinder:
    """Finds the terms of one spearhead; a longer term also counts as the start of a compound."""

    strong: re.Pattern[str] | None
    weak: re.Pattern[str] | None

    def found(self, text: str) -> tuple[str, ...]:
        """The distinct terms in `text` as they stand there, strong ones first."""
        matches = (
            match for pattern in (self.strong, self.weak) if pattern for match in pattern.finditer(text)
        )
        return tuple(dict.fromkeys(match.group(1) for match in matches))

    def score(self, text: str) -> float:
        """ln(1 + distinct strong terms + a quarter for each weak one)."""
        strong, weak = (_distinct(pattern, text) for pattern in (self.strong, self.weak))
        return float(np.log1p(strong + _WEAK_WEIGHT * weak)) if strong or weak else 0.0


def term_finder(spearhead: Spearhead) -> TermFinder:
    """A finder for the terms of `spearhead` in all its languages."""
    terms = [term for group in spearhead.terms.values() for term in group]
    return TermFinder(
        _pattern([term.text for term in terms if not term.weak]),
        _pattern([term.text for term in terms if term.weak]),
    )


@dataclass(frozen=True, slots=True)
class LexicalChannel:
    """Terms of the strategy, and word features of annotated proposals where there are any."""

    finders: tuple[TermFinder, ...]
    inverse_frequency: Vector | None = None
    topic: Linear | None = None

    def alone(self, passages: Sequence[Passage], vectors: Matrix, words: "csr_matrix") -> Families:
        """Families `lexical.terms` and, when trained, `lexical.words` (decision values)."""
        found = np.array([[finder.score(passage.text) for finder in self.finders] for passage in passages])
        families = {"lexical.terms": over_spearheads(found.reshape(len(passages), len(self.finders)))}
        if self.topic is not None and self.inverse_frequency is not None:
            families["lexical.words"] = self.topic(weighted(words, self.inverse_frequency))
        return families

    def in_context(self, reading: Reading) -> Families:
        """Nothing: words are counted where they stand."""
        return {}

    def whole(self, reading: Reading) -> Mapping[str, Vector]:
        """Nothing beside the poolings."""
        return {}


def lexical_channel(strategy: Strategy) -> LexicalChannel:
    """The channel for any strategy: its terms, and nothing where it has none."""
    return LexicalChannel(tuple(term_finder(spearhead) for spearhead in strategy.spearheads))


def weighted(words: "csr_matrix", inverse_frequency: Vector) -> "csr_matrix":
    """Unit rows of `words` by inverse document frequency (tf-idf with sublinear counts)."""
    from scipy.sparse import csr_matrix, diags_array

    matrix = csr_matrix(words.multiply(inverse_frequency))
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return csr_matrix(diags_array(1.0 / np.where(lengths > 0, lengths, 1.0)) @ matrix)


def _distinct(pattern: re.Pattern[str] | None, text: str) -> int:
    return len({match.group(1).lower() for match in pattern.finditer(text)}) if pattern else 0


def _pattern(terms: Sequence[str]) -> re.Pattern[str] | None:
    if not terms:
        return None
    by_letter = groupby(sorted(set(terms), key=_search_order), key=lambda term: term[0].lower())
    groups = (
        f"{re.escape(letter)}(?:{'|'.join(_rest(term) for term in group)})" for letter, group in by_letter
    )
    return re.compile(rf"\b({'|'.join(groups)})", re.IGNORECASE)


def _search_order(term: str) -> tuple[str, int, str]:
    """By first letter, so that a search looks at few terms in each place; the longest first."""
    return term[0].lower(), -len(term), term


def _rest(term: str) -> str:
    words = re.escape(term[1:]).replace(r"\ ", r"\s+")
    return words if len(term) >= _SHORTEST_COMPOUND else rf"{words}\b"
