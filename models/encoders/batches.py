"""Which texts are encoded together, chosen so that no text changes another one's vector."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

ROWS = 16
"""Most texts in a batch; more is not faster on a processor."""
TOKENS = 2048
"""Most tokens in a batch, which bounds memory."""
FEWEST_TOKENS = 16
"""Below this many tokens the matrix library takes another path, with other rounding."""


def batches(lengths: Sequence[int], *, rows: int = ROWS) -> Iterator[tuple[int, ...]]:
    """Positions of texts of the same length in tokens, so that nothing is padded.

    Padding would change the order of additions, and so the last bits of a vector. Long texts come
    first, so that the threads finish together.
    """
    same_length: dict[int, list[int]] = defaultdict(list)
    for position, length in enumerate(lengths):
        same_length[length].append(position)
    for length in sorted(same_length, reverse=True):
        positions = same_length[length]
        size = max(1, min(rows, TOKENS // max(length, 1)))
        for start in range(0, len(positions), size):
            yield tuple(positions[start : start + size])


def copies(length: int) -> int:
    """How often a text of `length` tokens that stands alone is repeated to reach FEWEST_TOKENS."""
    return -(-FEWEST_TOKENS // max(length, 1))
