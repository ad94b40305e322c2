"""What no channel gets to see: which municipality a text tells of, and how much money.

Neither may move a grade. Names and amounts are replaced by one of each before a text is encoded, so
that this holds by the way the engine is made. Quotes and places are those of the text itself.
"""

import re
from functools import cache

from corpus.places import municipalities

_NAME = "Gent"
_AMOUNT = "100.000 euro"
_NUMBER = r"\d(?:[\d.,\u00a0\u202f ]*\d)?"
_MULTIPLE = r"(?:\s?(?:miljoen|miljard|million|billion|milliard|mln|mio)s?\.?(?:\sd['’])?)?"
_CURRENCY = r"(?:€|EUR\b|[Ee]uros?\b)"


def neutral(text: str) -> str:
    """The text with one and the same name for every municipality, and one amount for every amount."""
    named = _names().sub(_NAME, text)
    return _amounts().sub(_AMOUNT, named)


@cache
def _names() -> re.Pattern[str]:
    longest_first = sorted(municipalities(), key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


@cache
def _amounts() -> re.Pattern[str]:
    return re.compile(rf"{_CURRENCY}\s?{_NUMBER}{_MULTIPLE}|(?<![\w.,]){_NUMBER}{_MULTIPLE}\s?{_CURRENCY}")
