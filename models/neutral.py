"""What no channel gets to see: which municipality a text tells of, how much money, which gender.

None of it may move a grade. Each is replaced by one and the same before a text is encoded or its words are
counted, so that this holds by the way the engine is made. Quotes and places are those of the text itself.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache

from corpus.neutral_words import gendered_words, municipalities

_NAME = "Gent"
_AMOUNT = "100.000 euro"
_NUMBER = r"\d(?:[\d.,\u00a0\u202f ]*\d)?"
_MULTIPLE = r"(?:\s?(?:miljoen|miljard|million|billion|milliard|mln|mio)s?\.?(?:\sd['’])?)?"
_CURRENCY = r"(?:€|EUR\b|[Ee]uros?\b)"


def neutral(text: str) -> str:
    """The text with one name for all municipalities, one amount for all, and one form for all genders."""
    named = _names().sub(_NAME, text)
    return _gender()(_amounts().sub(_AMOUNT, named))


def word_replacer(words: Mapping[str, str]) -> Callable[[str], str]:
    """A function that replaces whole words, longest first; a capital at the start of a word stays."""
    lowered = {word.lower(): other for word, other in words.items()}
    pattern = re.compile(rf"(?<!\w)(?:{_longest_first(words)})(?![\w'’])", re.IGNORECASE)

    def other(match: re.Match[str]) -> str:
        word = lowered[match[0].lower()]
        return word[:1].upper() + word[1:] if match[0][:1].isupper() else word

    return lambda text: pattern.sub(other, text)


@cache
def _gender() -> Callable[[str], str]:
    return word_replacer(gendered_words())


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_longest_first(dict.fromkeys(municipalities(), _NAME))})(?!\w)")


@cache
def _amounts() -> re.Pattern[str]:
    return re.compile(rf"{_CURRENCY}\s?{_NUMBER}{_MULTIPLE}|(?<![\w.,]){_NUMBER}{_MULTIPLE}\s?{_CURRENCY}")


def _longest_first(words: Mapping[str, str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
