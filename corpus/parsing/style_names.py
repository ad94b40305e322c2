"""What a paragraph is by the name of its style, in the languages that office programs speak here."""

import re
from collections.abc import Iterable

from corpus.documents import BlockKind

_HEADING = re.compile(r"(?:heading|kop|titre|überschrift|berschrift)(\d)")
_TITLES = frozenset({"title", "titel", "titre"})
_CONTENTS = re.compile(
    r"(?:toc|inhopg|inhoudsopgave|contents|tm)\d|tocheading|kopvaninhoudsopgave|contentsheading"
)


def role(names: Iterable[str]) -> tuple[BlockKind, int | None] | None:
    """Return the kind and level that the first telling name of a style and its ancestors stands for."""
    for plain in map(_plain, names):
        if plain in _TITLES:
            return BlockKind.TITLE, None
        if match := _HEADING.match(plain):
            return BlockKind.HEADING, max(int(match[1]), 1)
    return None


def is_contents(names: Iterable[str]) -> bool:
    """Whether the style is that of a table of contents, which only repeats the headings."""
    return any(_CONTENTS.match(_plain(name)) for name in names)


def _plain(name: str) -> str:
    return name.replace("_20_", "").replace(" ", "").replace("_", "").lower()
