"""A proposal as numbers: its passages with their vectors, row by row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from corpus.documents import Passage
from models.encoders.base import Encoder, Progress
from models.matrices import Mask, Matrix, Vector, unit_rows

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
        return replace(
            self,
            passages=tuple(passage for passage, kept in zip(self.passages, keep, strict=True) if kept),
            vectors=self.vectors[keep],
            sections=self.sections[keep],
            words=self.words[np.flatnonzero(keep)],
            copied=self.copied[keep],
            listed=self.listed[keep],
            word_rows=tuple(rows for rows, kept in zip(self.word_rows, keep, strict=True) if kept),
            cues=self.cues[keep],
            alone={family: scores[keep] for family, scores in self.alone.items()},
        )


@dataclass(frozen=True, slots=True)
class VectorSpace:
    """Unit vectors about a centre: cosine between them is not drowned by what all text shares.

    e5 puts any two texts at a cosine of 0.75 or more; subtracting the mean of ordinary text
    (Mu and Viswanath, 2018, "All-but-the-Top", section 2) leaves what is particular to a text.
    """

    encoder: Encoder
    centre: Vector

    def place(self, texts: Sequence[str], *, progress: Progress | None = None) -> Matrix:
        """Centred unit vectors, shape (texts, dimensions); an empty text is the zero vector.

        Text in capitals is read as a sentence: encoders know little of capitals.
        """
        texts = [_calm(text) for text in texts]
        distinct = sorted({text for text in texts if text.strip()})
        rows = {text: row for row, text in enumerate(distinct)}
        if not distinct:
            return np.zeros((len(texts), len(self.centre)))
        encoded = self.encoder.encode(distinct, progress=progress).astype(np.float64)
        placed = np.vstack([unit_rows(encoded - self.centre), np.zeros((1, len(self.centre)))])
        return np.asarray(placed[[rows.get(text, -1) for text in texts]])


def _calm(text: str) -> str:
    letters = [sign for sign in text if sign.isalpha()]
    shouted = sum(sign.isupper() for sign in letters)
    if len(letters) < _FEWEST_LETTERS or shouted < _SHOUTED_SHARE * len(letters):
        return text
    return text.capitalize()
