"""Where sentences begin and end: the borders of `sentencex`, with those repaired that it gets wrong.

What is repaired was seen in proposals: abbreviations, initials, labels of list items, an apostrophe
that ends up at the wrong side of a border, addresses of web pages. A missing border only gives a
longer sentence; one too many tears a figure from what it counts. In doubt two sentences stay one.
"""

import re
from collections.abc import Iterator
from typing import Final

_COMMON: Final = "dr prof st ir ing max min cf cfr ca resp incl excl tel vs approx"
_NEVER_LAST: Final = {
    "nl": frozenset(
        f"{_COMMON} dhr mevr mej mw mr drs ds lic bv bijv vb nl vgl zgn zog evt vzw nv bvba cvba gem gemidd "
        "oorspr ong versch uitg afb afl bijl hfst afd blz par art div wnd nr nrs".split()
    ),
    "en": frozenset(f"{_COMMON} mr mrs ms messrs rev hon gov dept figs eqs viz".split()),
    "fr": frozenset(f"{_COMMON} mme mmes mlle pr ste env éd réf tél bd asbl chap paragr càd n° nos".split()),
}
"""Abbreviations (without the last dot, in lower case) that a sentence does not end with."""

_MONTHS: Final = "jan janv feb febr févr mrt mar apr avr jun jul juil aug sep sept okt oct nov dec déc"
_BEFORE_NUMBER: Final = frozenset(
    f"{_MONTHS} art nr no n° vol fig tab p pp blz pag hfst hst chap sec par afd bijl lid kap ed".split()
)
"""Abbreviations that go with a number behind them, and are words or ends of sentences elsewhere."""

_MAY_END: Final = frozenset({"enz", "etc", "e.d", "e.a", "a.m", "p.m"})
"""Abbreviations that end a sentence when a capital follows."""

_OPENERS: Final = "'\"‘“„«‹([{"
_FULL_WIDTH_ENDS: Final = "。！？"
_WINDOW: Final = 5_000
_TAIL: Final = 80
_MOST_OPENERS: Final = 4

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_AFTER_SIGN = re.compile(r"['’/]")
_LOWER_DOTTED = re.compile(r"[^\W\d_A-Z]\.-?[^\W\d_A-Z]+(?:[.-]+[^\W\d_A-Z]+)*")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.-?)*[^\W\d_]")
_LABEL = re.compile(
    r"\W*(?:\w{1,12}\.? )?(?:[A-Za-z]{0,4}[- ]?\d{1,3}(?:[.-]\d{1,3})*|[ivx]{1,5}|[IVX]{1,5}|[A-Za-z])[.)]*"
)
"""All there is of a sentence such as `2.`, `WP 3.`, `Stap 1.` or `iv.`: the name of what follows."""

_APOSTROPHE_START = re.compile(r"['’][snt]\s+[^\W\d_a-z]")
_BRAND_START = re.compile(r"[a-z][A-Z]")
_END_BEFORE_CAPITAL = re.compile(r"[.!?]\s+(?=[A-ZÀ-Þ])")
_ADDRESS_MARKS: Final = ("://", "www.", "@")


def sentence_spans(text: str, language: str) -> list[tuple[int, int]]:
    """Start and end (exclusive) of each sentence in `text`, in code points and in order.

    Together the spans hold every character that is not white space; what lies between them is
    white space only. `language` is nl, en, fr or other; a language without rules of its own gets
    the English borders.
    """
    spans = []
    start = 0
    for cut in _candidates(text, language):
        if _is_border(text, start, cut, language):
            spans.append(_trimmed(text, start, cut))
            start = cut
    spans.append(_trimmed(text, start, len(text)))
    return [(first, last) for first, last in spans if first < last]


def _candidates(text: str, language: str) -> list[int]:
    cuts = {_before_opener(text, cut) for cut in _library_cuts(text, language)}
    cuts.update(_missed_cuts(text))
    return sorted(cut for cut in cuts if 0 < cut < len(text))


def _library_cuts(text: str, language: str) -> Iterator[int]:
    from sentencex import get_sentence_boundaries

    # The library needs quadratic time for a long run of signs, so it never sees a long text whole.
    code = language if language in _NEVER_LAST else "en"
    start = 0
    while start < len(text):
        end = start + _WINDOW
        end = text.rfind(" ", start + _WINDOW // 2, end) + 1 or end
        for boundary in get_sentence_boundaries(code, text[start:end]):
            if not boundary["is_paragraph_break"]:
                yield start + boundary["start_index"]
        start = end


def _missed_cuts(text: str) -> Iterator[int]:
    """Ends of sentences in a web or mail address, or in an abbreviation that may end one."""
    for match in _END_BEFORE_CAPITAL.finditer(text):
        words = text[max(0, match.start() - _TAIL) : match.start()].split()
        last = words[-1].lower() if words else ""
        if last in _MAY_END or any(mark in last for mark in _ADDRESS_MARKS):
            yield match.end()


def _before_opener(text: str, cut: int) -> int:
    """Move a cut to before the quotes or brackets that open the next sentence."""
    before = text[max(0, cut - _MOST_OPENERS) : cut]
    moved = cut - len(before) + len(before.rstrip(_OPENERS))
    stands_free = moved > 0 and text[moved - 1].isspace()
    return moved if stands_free else cut


def _is_border(text: str, start: int, cut: int, language: str) -> bool:
    piece = text[max(start, cut - _TAIL) : cut]
    left, right = piece.rstrip(), text[cut : cut + _TAIL]
    if _BLANK_LINE.search(piece, len(left)):
        return True
    if left == piece:
        return piece[-1] in _FULL_WIDTH_ENDS
    if not _has_word(left) or not _has_word(right) or _continues(right):
        return False
    is_whole = cut - start <= _TAIL
    if is_whole and _LABEL.fullmatch(left):
        return False
    last = left.split()[-1].lstrip(_OPENERS)
    return not (last.endswith(".") and _is_abbreviation(last[:-1], right, language))


def _continues(right: str) -> bool:
    """Whether the text goes on in lower case, as a new sentence does not."""
    if _APOSTROPHE_START.match(right):
        return False
    word = right.lstrip(_OPENERS + " ")
    return word[:1].islower() and not _BRAND_START.match(word)


def _is_abbreviation(token: str, right: str, language: str) -> bool:
    """Whether the dot behind `token` belongs to it and ends no sentence before `right`."""
    word = _AFTER_SIGN.split(token.lower())[-1]
    if word in _MAY_END or any(mark in token for mark in _ADDRESS_MARKS):
        return False
    if word in _BEFORE_NUMBER and right[0].isdigit():
        return True
    if word in _NEVER_LAST.get(language, frozenset()):
        return True
    return bool(_LOWER_DOTTED.fullmatch(token) or _INITIALS.fullmatch(token))


def _has_word(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
