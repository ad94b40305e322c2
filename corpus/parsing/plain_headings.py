"""Which lines of a text file are headings, though nothing marks them as such."""

import re

from corpus.documents import BlockKind
from corpus.parsing.plain_lines import Segment

_NUMBER = re.compile(r"\s*(\d{1,2}(?:\.\d{1,2}){0,4})[.)]?\s+(?=[^\W\d_])")
_CHAPTER = re.compile(
    r"\s*(?:hoofdstuk|deel|bijlage|werkpakket|chapter|part|annex|chapitre|partie|annexe)\s+\w+\b",
    re.IGNORECASE,
)
_MOST_WORDS = 10
_MOST_TITLE_WORDS = 16
_MOST_LABEL_WORDS = 3
_FEWEST_CAPITALS = 4
_SHORT_LINE_LEVEL = 2


def is_title(part: Segment, after: Segment | None) -> bool:
    """Whether the first lines of a file name it: few words, open at the end, and text below.

    A line with a colon only counts alone: right above other lines it is the first field of a form.
    """
    text = " ".join(part.lines).strip()
    if after is None or not _is_open(text, _MOST_TITLE_WORDS) or (":" in text and not part.alone):
        return False
    return text[0].isupper() or text[0].isdigit()


def heading_level(part: Segment, before: Segment | None, after: Segment | None) -> int | None:
    """Return the level (from 1) of a segment that reads as a heading, or None.

    Numbered, in capitals, or a short line that starts with a capital, has no full stop and is
    followed by running text.
    """
    if len(part.lines) != 1 or after is None:
        return None
    text = part.lines[0].strip()
    if number := _NUMBER.match(text):
        return _numbered_level(number[1], text, before, after)
    if not _is_open(text, _MOST_WORDS):
        return _SHORT_LINE_LEVEL if _is_label(text, after) else None
    if sum(1 for character in text if character.isalpha()) >= _FEWEST_CAPITALS and text.isupper():
        return 1
    if _CHAPTER.match(text):
        return 1
    return _SHORT_LINE_LEVEL if text[0].isupper() and ":" not in text and _is_running(after) else None


def _numbered_level(number: str, text: str, before: Segment | None, after: Segment) -> int | None:
    """A lone numbered line heads what follows; in a row of them it is an item of a list."""
    level = number.count(".") + 1
    neighbours = [part for part in (before, after) if part is not None and len(part.lines) == 1]
    siblings = [match for part in neighbours if (match := _NUMBER.match(part.lines[0]))]
    in_row = level == 1 and any("." not in match[1] for match in siblings)
    return level if _is_open(text, _MOST_WORDS + 1) and not in_row else None


def _is_open(text: str, most_words: int) -> bool:
    stripped = text.strip()
    return len(stripped.split()) <= most_words and stripped[-1] not in ".,;:!" and "\t" not in stripped


def _is_label(text: str, after: Segment) -> bool:
    words = text.split()
    return text[-1] == ":" and len(words) <= _MOST_LABEL_WORDS and text[0].isupper() and _is_running(after)


def _is_running(part: Segment) -> bool:
    """Whether a segment is text that a heading could stand above, and no further short line."""
    text = " ".join(part.lines).strip()
    if part.kind is not BlockKind.PARAGRAPH:
        return part.kind is BlockKind.LIST_ITEM and text[0].isupper()
    return len(text.split()) > _MOST_WORDS or text[-1] in ".!?;:"
