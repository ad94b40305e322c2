"""Bounds how deep HTML nests before the library sees it: its time grows with the square of the depth."""

import re
from collections import Counter

from corpus.errors import LimitExceeded

_DEEPEST = 2_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})")
# Elements that hold nothing, and elements that HTML closes by itself when the next one begins.
_NEVER_NEST = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input"}
    | {"link", "meta", "param", "source", "track", "wbr"}
    | {"p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup"}
    | {"html", "head", "body"}
)


def check_nesting(markup: str) -> None:
    """Raise `LimitExceeded` when elements stand open over 2000 deep."""
    open_elements: Counter[str] = Counter()
    depth = 0
    for match in _TAG.finditer(markup):
        tag = match[2].lower()
        if tag in _NEVER_NEST:
            continue
        if not match[1]:
            open_elements[tag] += 1
            depth += 1
        elif open_elements[tag]:
            open_elements[tag] -= 1
            depth -= 1
        if depth > _DEEPEST:
            raise LimitExceeded(maximum=_DEEPEST, unit="nested elements")
