"""Proposals that share text: rows of five words that stand in both, and the passages they stand in.

Every row of words becomes a number. A fixed part of those numbers is kept as the sketch of a text, so
that thousands of texts can be laid beside each other; what the sketches point at is then compared in full.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from corpus.documents import Passage

ROW = 5
"""Words in a row."""
KEPT = 8
"""One of so many numbers is kept in a sketch."""
FEWEST_SHARED = 3
"""Numbers that two sketches share before the texts are compared: about 24 rows of words."""
MOST_COMMON = 0.2
"""A row in more than this share of the proposals belongs to the form of the call, and tells nothing."""
_COMMON_AT_LEAST = 5
_SHARED_PASSAGE = 0.5
"""Share of a passage's rows, 0 to 1, from which it counts as standing in another text too."""
_WORD = re.compile(r"\w+")
Numbers = np.ndarray[tuple[int], np.dtype[np.uint64]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two texts by position, and how many numbers their sketches share."""

    first: int
    second: int
    shared: int


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A passage of the first text, the passage of the second that shares most with it, and how much.

    `share` is the share of the first passage's rows that stand in the second text, 0 to 1.
    """

    first: "Passage"
    second: "Passage"
    share: float


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts share: the share of the rows of the shorter that stand in both, 0 to 1."""

    share: float
    passages: Sequence[SharedPassage]


def rows_of(text: str) -> list[int]:
    """The numbers of all rows of words in a text, in its order."""
    words = _WORD.findall(text.casefold())
    return [_number(" ".join(words[at : at + ROW])) for at in range(len(words) - ROW + 1)]


def _number(row: str) -> int:
    return int.from_bytes(hashlib.blake2b(row.encode(), digest_size=8).digest(), "big")


def sketch(text: str) -> bytes:
    """The sketch of a text: the same text gives the same bytes."""
    kept = sorted({number for number in rows_of(text) if number % KEPT == 0})
    return np.array(kept, dtype=">u8").tobytes()


def candidates(sketches: Sequence[bytes]) -> list[Candidate]:
    """The pairs of texts whose sketches share enough, most first."""
    lists: list[Numbers] = [np.frombuffer(each, dtype=">u8").astype(np.uint64) for each in sketches]
    if not lists:
        return []
    numbers = np.concatenate(lists)
    owners = np.repeat(np.arange(len(lists)), [len(each) for each in lists])
    order = np.argsort(numbers, kind="stable")
    numbers, owners = numbers[order], owners[order]
    starts = np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1]))
    sizes = np.diff(np.append(starts, len(numbers)))
    most = max(_COMMON_AT_LEAST, MOST_COMMON * len(lists))
    shared = (sizes > 1) & (sizes <= most)
    counted: dict[tuple[int, int], int] = {}
    for start, size in zip(starts[shared].tolist(), sizes[shared].tolist(), strict=True):
        for pair in combinations(owners[start : start + size].tolist(), 2):
            counted[pair] = counted.get(pair, 0) + 1
    found = [Candidate(*pair, shared) for pair, shared in counted.items() if shared >= FEWEST_SHARED]
    return sorted(found, key=lambda each: (-each.shared, each.first, each.second))


def compare(first: "Sequence[Passage]", second: "Sequence[Passage]") -> Overlap:
    """Lay two texts beside each other, passage by passage."""
    mine = [set(rows_of(passage.text)) for passage in first]
    theirs = [set(rows_of(passage.text)) for passage in second]
    all_mine, all_theirs = set[int]().union(*mine), set[int]().union(*theirs)
    shorter = min(len(all_mine), len(all_theirs))
    share = len(all_mine & all_theirs) / shorter if shorter else 0.0
    found = []
    for passage, rows in zip(first, mine, strict=True):
        part = len(rows & all_theirs) / len(rows) if rows else 0.0
        if part >= _SHARED_PASSAGE:
            best = max(range(len(theirs)), key=lambda at: (len(rows & theirs[at]), -at))
            found.append(SharedPassage(passage, second[best], part))
    return Overlap(share, found)
