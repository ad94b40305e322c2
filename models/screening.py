"""Passages that may not earn a grade, whatever they say: copies of the strategy, lists of keywords."""

import re
from collections.abc import Sequence

import numpy as np

from corpus.documents import Passage
from corpus.strategies import Strategy
from models.channels.lexical import TermFinder
from models.matrices import Mask

_SHINGLE = 5
"""Words in a row that must be the same for text to count as copied."""
_COPIED_SHARE = 0.6
_LISTED_SHARE = 0.5
_LEAST_TERMS = 4
_WORD = re.compile(r"\w+")


def copied(passages: Sequence[Passage], strategy: Strategy) -> Mask:
    """Which passages are for the larger part the strategy's own wording, in rows of five words."""
    official = {
        shingle
        for spearhead in strategy.spearheads
        for text in (*spearhead.title.values(), *spearhead.statement.values())
        for shingle in _shingles(text)
    }
    return np.array(
        [_share(_shingles(passage.text), official) >= _COPIED_SHARE for passage in passages], dtype=bool
    )


def keyword_lists(passages: Sequence[Passage], finders: Sequence[TermFinder]) -> Mask:
    """Which passages are little else than terms of the strategy, four or more of them."""
    return np.array([_is_keyword_list(passage.text, finders) for passage in passages], dtype=bool)


def _is_keyword_list(text: str, finders: Sequence[TermFinder]) -> bool:
    terms = {term.lower() for finder in finders for term in finder.found(text)}
    covered = sum(len(_words(term)) for term in terms)
    return len(terms) >= _LEAST_TERMS and covered >= _LISTED_SHARE * len(_words(text))


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _shingles(text: str) -> list[tuple[str, ...]]:
    words = _words(text)
    return [tuple(words[start : start + _SHINGLE]) for start in range(len(words) - _SHINGLE + 1)]


def _share(shingles: Sequence[tuple[str, ...]], official: set[tuple[str, ...]]) -> float:
    return sum(shingle in official for shingle in shingles) / len(shingles) if shingles else 0.0
