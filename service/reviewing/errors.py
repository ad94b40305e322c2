"""What a reviewer or administrator can put right; `key` names the sentence under `review.error`."""

from collections.abc import Iterable


class ReviewingError(Exception):
    """Something that is still missing or cannot be used."""

    def __init__(self, key: str, spearheads: Iterable[str] = ()) -> None:
        self.key = key
        self.spearheads = tuple(spearheads)
        super().__init__(key)
