"""The language of a text: Dutch, English, French or another; why so stands in decision 0003."""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Final, Protocol

from corpus.documents import Passage

LANGUAGES: Final = ("nl", "en", "fr")
"""The languages that the product reads; the first is taken when a text tells nothing."""

OTHER: Final = "other"
"""Any language that the product does not read."""

# Chosen on measurements, see the decision: below these bounds a short text is guessed wrong too often.
_FEWEST_WORDS = 5
_SURE_OF_OTHER = 0.6
_SURE_AMONG_OURS = 0.9
_LEAST_LEFT_FOR_OURS = 0.01


class _Identifier(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]: ...


def detect(text: str) -> str:
    """Language of a text that stands alone: nl, en, fr or other.

    It is `other` only when that is likely; of a text that tells too little, such as numbers or an
    empty text, the likeliest of nl, en and fr is given.
    """
    language, _ = _judge(text)
    return language


def detect_within(text: str, around: str) -> str:
    """Language of a passage in a document whose language is `around`.

    A passage of fewer than five words with a letter, or one that leaves doubt (names, codes,
    numbers), has the language of the text around it.
    """
    words = sum(any(character.isalpha() for character in word) for word in text.split())
    if words < _FEWEST_WORDS:
        return around
    language, sure = _judge(text)
    return language if sure else around


def shares(passages: Iterable[Passage]) -> dict[str, float]:
    """Share of the words by language code, the largest first; sums to 1, or is empty without words."""
    words: Counter[str] = Counter()
    for passage in passages:
        words[passage.language] += len(passage.text.split())
    total = words.total()
    by_share = sorted(words.items(), key=lambda item: (-item[1], item[0]))
    return {language: count / total for language, count in by_share if count}


def _judge(text: str) -> tuple[str, bool]:
    """Likeliest language, and whether the text leaves no doubt about it."""
    likelihoods = dict(_identifier().rank(text))
    best = max(likelihoods, key=likelihoods.__getitem__)
    ours = {language: likelihoods[language] for language in LANGUAGES}
    ours_together = sum(ours.values())
    is_other = best not in ours and likelihoods[best] >= _SURE_OF_OTHER
    if is_other or ours_together < _LEAST_LEFT_FOR_OURS:
        return OTHER, True
    likeliest = max(ours, key=ours.__getitem__)
    return likeliest, ours[likeliest] / ours_together >= _SURE_AMONG_OURS


@cache
def _identifier() -> _Identifier:
    # All languages stay in: restricted to the few that border ours, it takes Turkish for English.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return identifier
