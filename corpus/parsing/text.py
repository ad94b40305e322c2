"""The characters of the canonical text, and how wrapped lines become running text again."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "ĳ": "ij", "Ĳ": "IJ",
}  # fmt: skip
# Office programs draw their bullets with symbol fonts, whose characters sit in the private use area.
_SYMBOL_FONT_BULLETS = dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d", "•")
_TO_SPACE = {"Zs", "Zl", "Zp"}
_DROPPED = {"Cc", "Cf", "Cs", "Co"}
_WHITESPACE = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"

_LONGEST_WORD = 200
_HYPHENS = "-\u2010"
_SOFT_HYPHEN = "\u00ad"
_SUSPENDED_BEFORE = frozenset({"en", "of", "and", "or", "et", "ou", "und", "tot", "to", "dan", "als"})
_KEEPS_HYPHEN = frozenset(
    {"non", "niet", "ex", "quasi", "self", "co", "sint", "oud", "real", "know", "follow", "vice"}
)
_LINKING_WORDS = frozenset(
    {"to", "of", "the", "in", "by", "up", "and", "op", "aan", "tot", "de", "en", "la", "le"}
)
# Two vowels that would be read as one sound: Dutch parts the halves of a compound with a hyphen there.
_VOWEL_CLASHES = frozenset(
    {"aa", "ae", "ai", "au", "ee", "ei", "eu", "ii", "oo", "oe", "oi", "ou", "uu", "ui"}
)
_DIAERESIS = {"a": "ä", "e": "ë", "i": "ï", "o": "ö", "u": "ü"}
_DIAERESIS_PREFIXES = frozenset({"be", "ge"})
_DIAERESIS_SUFFIXES = ("eren", "eerd", "eert", "ering", "ele", "isch", "isme", "ist", "inen")
_LATIN_ENDINGS = frozenset({"um", "ums", "us"})

_LAST_WORD = re.compile(r"[^\W_](?:[\w'’.&+-]*[^\W_])?$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_URL = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_URL_CONTINUES = re.compile(r"[\w%#?&=~+./:@-]+[/.=?&_#%-][\w%#?&=~+/:@-]|\S+$")


def normalise(text: str) -> str:
    """Return `text` as it stands in the canonical text: NFC, plain spaces, nothing invisible.

    Ligatures are expanded; soft hyphens, zero-width, direction and control characters dropped;
    every run of white space becomes one space. Applying it twice changes nothing.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    cleaned = "".join(map(_cleaned, text))
    return unicodedata.normalize("NFC", " ".join(cleaned.split()))


def rejoin_lines(lines: Sequence[str]) -> str:
    """Join the lines of one paragraph that a page width had wrapped.

    A word broken at a line end is made whole. The hyphen stays where Dutch, English and French
    spelling ask for one, in suspended compounds ("op- en bijscholing") and inside URLs.
    """
    finished: list[str] = []
    tail = ""
    for line in lines:
        stripped = line.strip()
        if stripped:
            joined = _joined(tail, stripped) if tail else stripped
            # Only the last word can still change; looking at no more keeps long paragraphs fast.
            cut = max(joined.rfind(" ") + 1, len(joined) - _LONGEST_WORD)
            finished.append(joined[:cut])
            tail = joined[cut:]
    return "".join(finished) + tail.rstrip(_SOFT_HYPHEN)


@lru_cache(maxsize=4096)
def _cleaned(character: str) -> str:
    if character in _WHITESPACE:
        return " "
    replacement = _LIGATURES.get(character) or _SYMBOL_FONT_BULLETS.get(character)
    if replacement:
        return replacement
    category = unicodedata.category(character)
    if category in _TO_SPACE:
        return " "
    return "" if category in _DROPPED else character


def _joined(before: str, after: str) -> str:
    if before[-1] == _SOFT_HYPHEN:
        return before[:-1] + after
    if _URL.search(before):
        return before + ("" if _url_goes_on(before, after) else " ") + after
    if before[-1] in _HYPHENS:
        return _joined_at_hyphen(before, after)
    if before[-1] == "/" and before[-2:-1].isalpha() and after[0].isalpha():
        return before + after
    return f"{before} {after}"


def _url_goes_on(before: str, after: str) -> bool:
    if before[-1] in "-_=&?%#":
        return True
    return before[-1] == "/" and _URL_CONTINUES.match(after) is not None


def _joined_at_hyphen(before: str, after: str) -> str:
    word = _LAST_WORD.search(before[:-1])
    first = _FIRST_WORD.match(after)
    if word is None:
        return f"{before} {after}"
    if first is None or not after[0].islower():
        return before + after if after[0].isalnum() else f"{before} {after}"
    if first.group() in _SUSPENDED_BEFORE and len(first.group()) == len(after.split(maxsplit=1)[0]):
        return f"{before} {after}"
    if _keeps_hyphen(word.group(), first.group()):
        return before + after
    return before[:-1] + _with_diaeresis(word.group(), first.group()) + after[1:]


def _keeps_hyphen(word: str, rest: str) -> bool:
    """Whether the hyphen after `word` belongs to the spelling and not to the line end."""
    *earlier, part = re.split(f"[{_HYPHENS}]", word)
    if len(part) == 1 or not part.isalpha() or (part.isupper() and len(part) > 1):
        return True
    if part.lower() in _KEEPS_HYPHEN or (earlier and part.lower() in _LINKING_WORDS):
        return True
    return _clash(part, rest) and not _takes_diaeresis(part, rest) and rest not in _LATIN_ENDINGS


def _clash(part: str, rest: str) -> bool:
    return (part[-1] + rest[0]).lower() in _VOWEL_CLASHES


def _takes_diaeresis(part: str, rest: str) -> bool:
    return part.lower() in _DIAERESIS_PREFIXES or rest.startswith(_DIAERESIS_SUFFIXES)


def _with_diaeresis(word: str, rest: str) -> str:
    """First letter of `rest`; Dutch drops a diaeresis at a line end ("ge-" + "integreerd")."""
    if _clash(word, rest) and _takes_diaeresis(re.split(f"[{_HYPHENS}]", word)[-1], rest):
        return _DIAERESIS[rest[0]]
    return rest[0]
