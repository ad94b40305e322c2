"""Passages that may not earn a grade, whatever they say: copies of the strategy, lists of keywords."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from corpus.documents import Passage
from corpus.strategies import Strategy
from models.channels.lexical import TermFinder
from models.matrices import Mask

_FEWEST_PAIRS = 4
"""Pairs of words from which a passage can be called a copy; shorter ones must be a whole title."""
_COPIED_SHARE = 0.5
"""Share of a passage's pairs of words that one official text holds."""
_COPIED_SCOPE_SHARE = 0.6
"""The same for our own scope notes, which ordinary proposals resemble more."""
_LISTED_SHARE = 0.35
_FEWEST_TERMS = 4
_REPEATED_ROW = 5
_WORD = re.compile(r"\w+")

Pairs = frozenset[tuple[str, str]]


def copied(passages: Sequence[Passage], strategy: Strategy) -> Mask:
    """Which passages are for the larger part the wording of one text of the strategy.

    Pairs of neighbouring words are compared, so that leaving out a word here and there hides nothing.
    """
    official = tuple(_official(strategy))
    titles = {tuple(_words(title)) for spearhead in strategy.spearheads for title in spearhead.title.values()}
    return np.array([_is_copied(passage.text, official, titles) for passage in passages], dtype=bool)


def keyword_lists(passages: Sequence[Passage], finders: Sequence[TermFinder]) -> Mask:
    """Which passages are little else than terms of the strategy, four or more of them."""
    return np.array([_is_keyword_list(passage.text, finders) for passage in passages], dtype=bool)


def word_rows(text: str) -> frozenset[str]:
    """Every five words in a row, in small letters; the whole text where it has fewer."""
    words = _words(text)
    starts = range(max(1, len(words) - _REPEATED_ROW + 1))
    return frozenset(" ".join(words[start : start + _REPEATED_ROW]) for start in starts)


def _official(strategy: Strategy) -> Iterator[tuple[Pairs, float]]:
    for spearhead in strategy.spearheads:
        for text in (*spearhead.title.values(), *spearhead.statement.values()):
            yield frozenset(_pairs(_words(text))), _COPIED_SHARE
        for text in spearhead.belongs.values():
            yield frozenset(_pairs(_words(text))), _COPIED_SCOPE_SHARE
    titles = [title for spearhead in strategy.spearheads for title in spearhead.title.values()]
    yield frozenset(pair for title in titles for pair in _pairs(_words(title))), _COPIED_SHARE


def _is_copied(text: str, official: Sequence[tuple[Pairs, float]], titles: set[tuple[str, ...]]) -> bool:
    words = _words(text)
    pairs = _pairs(words)
    if len(pairs) < _FEWEST_PAIRS:
        return tuple(words) in titles
    return any(sum(pair in known for pair in pairs) >= share * len(pairs) for known, share in official)


def _is_keyword_list(text: str, finders: Sequence[TermFinder]) -> bool:
    terms = {term.lower() for finder in finders for term in finder.found(text)}
    covered = sum(len(_words(term)) for term in terms)
    return len(terms) >= _FEWEST_TERMS and covered >= _LISTED_SHARE * len(_words(text))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _pairs(words: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(words))
