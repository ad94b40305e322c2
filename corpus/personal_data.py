"""Masks personal data in a text: national numbers, account numbers, e-mail addresses, phone numbers.

Names of persons are not looked for: no rule tells a name from any other word, and a guess would mask
places and organisations as well. A mask is rather missing than wrong: a number without separators
that could as well be something else stays, unless a word such as "gsm" stands before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class PersonalData(StrEnum):
    """The kinds that are looked for; a value names the kind to readers of a report."""

    EMAIL = "e-mail address"
    ACCOUNT = "account number"
    NATIONAL = "national number"
    PHONE = "phone number"


MASKS: Final = {
    PersonalData.EMAIL: "[e-mailadres]",
    PersonalData.ACCOUNT: "[rekeningnummer]",
    PersonalData.NATIONAL: "[rijksregisternummer]",
    PersonalData.PHONE: "[telefoonnummer]",
}
"""What stands in the canonical text instead."""

# Every repetition below has a bound, so that no text can make a search slow.
_EMAIL: Final = re.compile(
    r"[\w.+%'-]{0,63}\w@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,9}[^\W\d_]{2,24}(?![\w-])"
)
_ACCOUNT_START: Final = re.compile(r"(?<!\w)[A-Z]{2}\d\d(?=[ .-]?[A-Z\d]{2})", re.IGNORECASE)
_ACCOUNT_SIGNS: Final = re.compile(r"(?:[ .-]?[A-Z\d]){1,34}", re.IGNORECASE)
_SHORTEST_ACCOUNT: Final = 15
_NATIONAL: Final = re.compile(
    r"(?<![\w.,/-])\d\d[. ]?\d\d[. ]?\d\d ?[-/. ]? ?\d{3}[-. ]?\d\d(?![\w-]|[.,]\d)"
)
_BEFORE, _AFTER = r"(?<![\w+])(?<![\d)][.,/ -])", r"(?![\w%]|[.,/-]\d| \d\d(?!\d)| ?(?:%|€|euro?\b))"
_GAP: Final = r"[ ./-]?"
_PHONE: Final = re.compile(
    rf"{_BEFORE}(?:"
    rf"(?:\+|00)(?:32|31|33){_GAP}(?:\(0\){_GAP})?\d(?:{_GAP}\d){{7,8}}"  # with the country in front
    rf"|(?:04\d\d|\(04\d\d\)) ?[/. -]? ?(?:\d\d[. ]?\d\d[. ]?\d\d|\d{{3}}[. ]\d{{3}})"  # Belgian mobile
    rf"|(?:0[2349]|\(0[2349]\)) ?[/. -] ?\d\d\d[. ]\d\d[. ]\d\d"  # Belgian landline, large cities
    rf"|(?:0[1-8]\d|\(0[1-8]\d\)) ?[/. -] ?\d\d[. ]\d\d[. ]\d\d"  # Belgian landline
    rf"|06[ -]?\d{{4}}[ ]?\d{{4}}|06[ -]\d\d \d\d \d\d \d\d"  # Dutch mobile
    rf"|0[1-9](?:([ .-])\d\d)(?:\1\d\d){{3}}"  # French
    rf"){_AFTER}"
)
_ANNOUNCED: Final = re.compile(
    r"\b(?:tel|telefoon\w*|tél|téléphone|telephone|phone|gsm(?:-?nummer)?|mobiel|mobile|portable|fax)"
    r"(?:[ -]?(?:nr|nummer|number|numéro))?[ .:(]{1,4}(\+?\d(?:[ ./-]?[()]?\d[()]?){7,12})(?![\w.,/-]?\d)",
    re.IGNORECASE,
)
_ENTERPRISE_DIGITS: Final = 10
_MODULUS: Final = 97

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Masked:
    """A text after masking; `places` holds each mask's kind, start and end (exclusive) in `text`."""

    text: str
    places: tuple[tuple[PersonalData, int, int], ...]


def mask(text: str) -> Masked:
    """Replace personal data by masks; a text without any comes back as it is.

    Masking twice changes nothing more: it goes on until nothing is found, since a mask may lay bare
    what stood against it.
    """
    masked = Masked(text, ())
    while found := _first_kind(masked.text):
        masked = _replaced(masked, *found)
    return masked


def _first_kind(text: str) -> tuple[PersonalData, list[_Span]] | None:
    """The first kind, in the order in which they are looked for, that the text holds, with its places."""
    finders = (
        (PersonalData.EMAIL, _emails),
        (PersonalData.ACCOUNT, _accounts),
        (PersonalData.NATIONAL, _nationals),
        (PersonalData.PHONE, _phones),
    )
    return next(((kind, spans) for kind, finder in finders if (spans := list(finder(text)))), None)


def _replaced(masked: Masked, kind: PersonalData, spans: list[_Span]) -> Masked:
    """Put masks in place of `spans`, which are in order, and move the masks that stand between them."""
    old = [(start, end, other) for other, start, end in masked.places]
    parts: list[str] = []
    places: list[tuple[PersonalData, int, int]] = []
    last = length = 0
    for start, end, which in sorted([*old, *((start, end, kind) for start, end in spans)]):
        parts += (masked.text[last:start], MASKS[which])
        length += start - last
        places.append((which, length, length + len(MASKS[which])))
        last, length = end, places[-1][2]
    return Masked("".join((*parts, masked.text[last:])), tuple(places))


def _emails(text: str) -> Iterator[_Span]:
    if "@" in text:
        yield from (match.span() for match in _EMAIL.finditer(text))


def _accounts(text: str) -> Iterator[_Span]:
    for match in _ACCOUNT_START.finditer(text):
        from stdnum import iban

        signs = _ACCOUNT_SIGNS.match(text, match.start())
        run = signs.group() if signs else ""
        for length in range(len(run), _SHORTEST_ACCOUNT - 1, -1):
            following = text[match.start() + length : match.start() + length + 1]
            if not following.isalnum() and iban.is_valid(run[:length], check_country=False):
                yield match.start(), match.start() + length
                break


def _nationals(text: str) -> Iterator[_Span]:
    for match in _NATIONAL.finditer(text):
        if _is_national(_digits(match.group())):
            yield match.span()


def _is_national(digits: str) -> bool:
    """Whether a Belgian national or bis number checks out, for births before and after 2000.

    python-stdnum has this rule too, but asks the clock which births lie ahead.
    """
    month, day, check = int(digits[2:4]) % 20, int(digits[4:6]), int(digits[9:])
    is_date = month <= 12 and day <= 31 and int(digits[2:4]) < 60  # noqa: PLR2004 - a calendar's own numbers
    numbers = (int(digits[:9]), int(f"2{digits[:9]}"))
    return is_date and any(_MODULUS - number % _MODULUS == check for number in numbers)


def _phones(text: str) -> Iterator[_Span]:
    shaped = [found.span() for found in _PHONE.finditer(text) if not _may_be_an_enterprise(found.group())]
    yield from shaped or (found.span(1) for found in _ANNOUNCED.finditer(text))


def _may_be_an_enterprise(number: str) -> bool:
    """Whether ten digits pass the check of Belgian enterprise numbers, written as those are."""
    digits = _digits(number)
    if len(digits) != _ENTERPRISE_DIGITS or not re.fullmatch(r"\d{4}[. ]?\d{3}[. ]?\d{3}", number):
        return False
    return _MODULUS - int(digits[:8]) % _MODULUS == int(digits[8:])


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
