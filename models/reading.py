"""A proposal as numbers: its passages with their vectors, row by row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Passage
from models.encoders.base import Encoder, Progress
from models.matrices import Mask, Matrix, Vector, unit_rows
from models.neutral import neutral

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

REPEATED_SHARE = 0.6
"""Share of a passage's rows of words that must stand earlier for it to be a repeat."""
_SHOUTED_SHARE = 0.7
_FEWEST_LETTERS = 20
NEIGHBOUR_WEIGHT = 0.5
"""Weight of the passage before and after in a passage's context vector."""
TITLE_WEIGHT = 0.3
"""Weight of the proposal's title in a passage's context vector."""
ANY_LANGUAGE = ""
"""Stands for a language without ordinary text of its own."""


@dataclass(frozen=True)
class Reading:
    """A proposal as numbers.

    `vectors`, `sections`: shape (passages, dimensions), unit rows about the background's centre;
    a section is the heading that a passage stands under, zero without one. `title`: (dimensions,).
    `words`: hashed lexical features, (passages, features). `copied`, `listed`: passages that repeat
    the strategy's wording, or are a list of its terms. `word_rows`: five words in a row, by which
    repeats are found. `cues`: (passages, cues). `alone`: scores of each passage by itself, by
    family, (passages, spearheads). All of it holds for a passage whatever stands around it, so that
    `without` can take passages out exactly.
    """

    passages: tuple[Passage, ...]
    vectors: Matrix
    sections: Matrix
    title: Vector
    words: "csr_matrix"
    copied: Mask
    listed: Mask
    word_rows: tuple[frozenset[str], ...]
    cues: Matrix
    alone: Mapping[str, Matrix] = field(default_factory=dict)

    def in_context(self) -> Matrix:
        """Each passage's vector mixed with its neighbours' and the title's; unit rows.

        A neighbour that may not earn a grade lends nothing either: a pasted statement would
        otherwise colour the passages around it.
        """
        lent = NEIGHBOUR_WEIGHT * self.vectors * self.counted()[:, np.newaxis]
        mixed = self.vectors + TITLE_WEIGHT * self.title
        mixed[1:] += lent[:-1]
        mixed[:-1] += lent[1:]
        return unit_rows(mixed)

    @property
    def admissible(self) -> Mask:
        """The passages that are neither a copy of the strategy nor a list of its terms."""
        return np.asarray(~(self.copied | self.listed))

    def counted(self) -> Mask:
        """The passages that may earn a grade: admissible, and saying something new.

        A passage repeats when most of its rows of five words stood earlier in the proposal.
        """
        return self._counted

    @cached_property
    def _counted(self) -> Mask:
        # Every channel and pooling of a judgement asks for it, and an explanation judges hundreds of times.
        seen: set[str] = set()
        fresh = np.ones(len(self.passages), dtype=bool)
        for position, rows in enumerate(self.word_rows):
            fresh[position] = len(rows & seen) < REPEATED_SHARE * len(rows)
            seen |= rows
        return np.asarray(self.admissible & fresh)

    def without(self, positions: Collection[int]) -> "Reading":
        """The reading of the same proposal after deleting the passages at `positions`."""
        keep = np.ones(len(self.passages), dtype=bool)
        keep[list(positions)] = False
        return self.only(np.flatnonzero(keep))

    def only(self, rows: Sequence[int] | NDArray[np.intp]) -> "Reading":
        """The reading of the passages at `rows` alone, as if nothing else had stood in the proposal."""
        kept = np.asarray(rows, dtype=np.intp)
        return replace(
            self,
            passages=tuple(self.passages[row] for row in kept),
            vectors=self.vectors[kept],
            sections=self.sections[kept],
            words=self.words[kept],
            copied=self.copied[kept],
            listed=self.listed[kept],
            word_rows=tuple(self.word_rows[row] for row in kept),
            cues=self.cues[kept],
            alone={family: scores[kept] for family, scores in self.alone.items()},
        )


@dataclass(frozen=True, slots=True)
class VectorSpace:
    """Unit vectors about the centre of ordinary text in their own language.

    e5 puts any two texts at a cosine of 0.75 or more, and part of that is the language they share.
    Subtracting the mean of ordinary text in that language (Mu and Viswanath, 2018,
    "All-but-the-Top", section 2) leaves what is particular to a text. `centres` are by language; the one of
    any other language stands under ANY_LANGUAGE.
    """

    encoder: Encoder
    centres: Mapping[str, Vector]

    def place(
        self, texts: Sequence[str], languages: Sequence[str], *, progress: Progress | None = None
    ) -> Matrix:
        """Centred unit vectors, shape (texts, dimensions); an empty text is the zero vector."""
        encoded = self.encoded(texts, progress=progress)
        other = self.centres[ANY_LANGUAGE]
        placed = np.zeros((len(texts), len(other)))
        filled = [row for row, text in enumerate(texts) if text.strip()]
        centres = [self.centres.get(languages[row], other) for row in filled]
        if filled:
            placed[filled] = unit_rows(encoded[filled] - np.stack(centres))
        return placed

    def encoded(self, texts: Sequence[str], *, progress: Progress | None = None) -> Matrix:
        """Vectors as the encoder gives them; empty texts are zero.

        Text in capitals is read as a sentence: encoders know little of capitals.
        """
        read = [_calm(neutral(text)) for text in texts]
        distinct = sorted({text for text in read if text.strip()})
        rows = {text: row for row, text in enumerate(distinct)}
        vectors = np.zeros((len(distinct) + 1, len(self.centres[ANY_LANGUAGE])))
        if distinct:
            vectors[:-1] = self.encoder.encode(distinct, progress=progress)
        return np.asarray(vectors[[rows.get(text, -1) for text in read]])


def by_language(vectors: Matrix, languages: Sequence[str]) -> dict[str, Matrix]:
    """The vectors of each language, and all of them for any other language."""
    known = np.array(languages)
    return {ANY_LANGUAGE: vectors} | {name: vectors[known == name] for name in sorted(set(languages))}


def centres_of(vectors: Matrix, languages: Sequence[str]) -> dict[str, Vector]:
    """The mean of the vectors of each language, and of all of them for any other language."""
    return {name: rows.mean(axis=0) for name, rows in by_language(vectors, languages).items()}


def _calm(text: str) -> str:
    letters = [sign for sign in text if sign.isalpha()]
    shouted = sum(sign.isupper() for sign in letters)
    if len(letters) < _FEWEST_LETTERS or shouted < _SHOUTED_SHARE * len(letters):
        return text
    return text.capitalize()
