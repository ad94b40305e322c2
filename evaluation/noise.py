"""The same proposal read badly: slips of the typist and of the scanner, drawn by lot."""

from collections.abc import Callable, Iterator, Sequence
from random import Random

from corpus.annotated import AnnotatedProposal
from evaluation.trials import Family, Pair, Trial, by_lot, rewritten

TYPOS = 0.02
"""Share of the letters that the typist gets wrong."""
MISREADINGS = 0.05
"""Share of the confusable characters that the scanner gets wrong."""

_CONFUSED = {
    "rn": "m", "cl": "d", "ij": "y", "vv": "w", "m": "rn", "d": "cl", "l": "1", "i": "l", "e": "c",
    "o": "0", "a": "o", "u": "ii", "h": "b", "n": "u", "S": "5", "B": "8", "O": "0", "I": "l", "t": "f",
}  # fmt: skip
"""What a scanner takes for what, two characters before one."""


def noises(proposals: Sequence[AnnotatedProposal]) -> Iterator[Trial]:
    """Typing errors and character confusions in titles, headings and passages."""
    for name, change in (("typing errors", mistyped), ("scanner errors", misread)):
        pairs = (Pair(proposal, _noisy(proposal, name, change)) for proposal in proposals)
        yield Trial(name, Family.NOISE, tuple(pairs))


def mistyped(text: str, chance: Random) -> str:
    """The text with TYPOS of its letters dropped, doubled, or changed places with the next."""
    letters = list(text)
    for place, letter in enumerate(text[:-1]):
        if letter.isalpha() and chance.random() < TYPOS:
            match chance.randrange(3):
                case 0:
                    letters[place] = ""
                case 1:
                    letters[place] = letter * 2
                case _:
                    letters[place : place + 2] = text[place + 1], letter
    return "".join(letters)


def misread(text: str, chance: Random) -> str:
    """The text with MISREADINGS of its confusable characters confused."""
    read, place = [], 0
    while place < len(text):
        seen = next(
            (text[place : place + size] for size in (2, 1) if text[place : place + size] in _CONFUSED), ""
        )
        confused = bool(seen) and chance.random() < MISREADINGS
        read.append(_CONFUSED[seen] if confused else text[place])
        place += len(seen) if confused else 1
    return "".join(read)


def _noisy(
    proposal: AnnotatedProposal, purpose: str, change: Callable[[str, Random], str]
) -> AnnotatedProposal:
    # A heading is the same heading above each of its passages, so equal texts get equal errors.
    known: dict[str, str] = {}
    chance = by_lot(proposal, purpose)

    def changed(text: str) -> str:
        if text not in known:
            known[text] = change(text, chance)
        return known[text]

    return rewritten(proposal, changed)
