"""What became of each passage between two versions of a proposal, told by their words alone."""

import re
import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scipy.sparse import csr_array

LEAST_SIMILAR = 0.5
"""Dice coefficient of two passages' words from which the one is a new wording of the other."""

_WORD = re.compile(r"\w+")
_ROWS = 256
"""Passages compared at a time, so that memory stays small for long proposals."""


class Change(StrEnum):
    """What became of a passage."""

    KEPT = "kept"
    MOVED = "moved"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Revision:
    """A passage of the old version, of the new one, or one of each that belong together.

    `old` and `new` are positions, None where there is no such passage. `similarity` is 1 for the
    same words, 0 for a passage without a partner, and the Dice coefficient of the words elsewhere.
    """

    change: Change
    old: int | None
    new: int | None
    similarity: float


def revisions(old: Sequence[str], new: Sequence[str]) -> tuple[Revision, ...]:
    """Every passage of both versions exactly once, in the order of the new version.

    The longest runs of equal passages are kept (Ratcliff and Obershelp, as in difflib); equal
    passages elsewhere were moved; of the rest, pairs that share most words were changed. Capitals
    and white space are no difference. A removed passage stands behind what it followed.
    """
    before, after = [_normal(text) for text in old], [_normal(text) for text in new]
    kept = dict(_kept(before, after))
    moved = dict(_moved(before, after, kept))
    changed = {place: (found, share) for share, found, place in _changed(before, after, kept | moved)}
    pairs = [
        *(Revision(Change.KEPT, found, place, 1.0) for place, found in kept.items()),
        *(Revision(Change.MOVED, found, place, 1.0) for place, found in moved.items()),
        *(Revision(Change.CHANGED, found, place, share) for place, (found, share) in changed.items()),
    ]
    used_old = {pair.old for pair in pairs}
    used_new = {pair.new for pair in pairs}
    added = [Revision(Change.ADDED, None, place, 0.0) for place in range(len(new)) if place not in used_new]
    gone = [Revision(Change.REMOVED, place, None, 0.0) for place in range(len(old)) if place not in used_old]
    return _in_order([*pairs, *added], gone)


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _kept(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs (new, old) of the runs that both versions share."""
    for run in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        yield from ((run.b + step, run.a + step) for step in range(run.size))


def _moved(before: Sequence[str], after: Sequence[str], kept: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Pairs (new, old) of equal passages outside the shared runs, each used once."""
    used = set(kept.values())
    waiting: defaultdict[str, deque[int]] = defaultdict(deque)
    for place, text in enumerate(before):
        if place not in used:
            waiting[text].append(place)
    for place, text in enumerate(after):
        if place not in kept and waiting[text]:
            yield place, waiting[text].popleft()


def _changed(
    before: Sequence[str], after: Sequence[str], partner: Mapping[int, int]
) -> Iterator[tuple[float, int, int]]:
    """Triples (similarity, old, new): the most similar first, no passage twice."""
    used = set(partner.values())
    old = [place for place in range(len(before)) if place not in used]
    new = [place for place in range(len(after)) if place not in partner]
    found = (
        (share, old[row], new[column])
        for share, row, column in _similar([before[at] for at in old], [after[at] for at in new])
    )
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for share, one, other in sorted(found, key=lambda pair: (-pair[0], abs(pair[1] - pair[2]), pair[1:])):
        if one not in taken_old and other not in taken_new:
            taken_old.add(one)
            taken_new.add(other)
            yield share, one, other


def _similar(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[float, int, int]]:
    """Pairs of texts with a Dice coefficient of at least LEAST_SIMILAR, by their positions."""
    if not old or not new:
        return
    import numpy as np

    numbers: dict[str, int] = {}
    for text in (*old, *new):
        for word in _WORD.findall(text):
            numbers.setdefault(word, len(numbers))
    rows, columns = _incidence(old, numbers), _incidence(new, numbers)
    sizes = columns.sum(axis=1)
    for start in range(0, len(old), _ROWS):
        part = rows[start : start + _ROWS]
        shared = (part @ columns.T).toarray()
        shares = 2.0 * shared / np.maximum(part.sum(axis=1)[:, np.newaxis] + sizes[np.newaxis, :], 1.0)
        for row, column in np.argwhere(shares >= LEAST_SIMILAR):
            yield float(shares[row, column]), start + int(row), int(column)


def _incidence(texts: Sequence[str], numbers: Mapping[str, int]) -> "csr_array":
    """Which text holds which word, shape (texts, words), 0 or 1."""
    from scipy.sparse import csr_array

    places = sorted({(row, numbers[word]) for row, text in enumerate(texts) for word in _WORD.findall(text)})
    coordinates = ([row for row, _ in places], [column for _, column in places])
    return csr_array(([1.0] * len(places), coordinates), shape=(len(texts), max(len(numbers), 1)))


def _in_order(there: Sequence[Revision], gone: Sequence[Revision]) -> tuple[Revision, ...]:
    """The new version's order, with each removed passage behind the one that it stood behind."""
    places = {revision.old: revision.new or 0 for revision in there if revision.old is not None}
    ordered = [((revision.new or 0, -1), revision) for revision in there]
    behind, following = -1, iter(sorted(places))
    coming = next(following, None)
    for revision in sorted(gone, key=lambda item: item.old or 0):
        while coming is not None and coming < (revision.old or 0):
            behind = places[coming]
            coming = next(following, None)
        ordered.append(((behind, revision.old or 0), revision))
    return tuple(revision for _, revision in sorted(ordered, key=lambda item: item[0]))
