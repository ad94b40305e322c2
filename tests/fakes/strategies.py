"""A strategy about things that no other text in the product is about, so that scores can be foreseen."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.documents import Passage
from corpus.strategies import Confusable, Spearhead, Strategy, Term

WORDS = {
    "W": ("waterput", "regenton", "pompgemaal", "grachten", "bevloeiing", "sluisdeur"),
    "B": ("boomgaard", "loofbos", "snoeischaar", "kwekerij", "houtwal", "wilgenrij"),
    "M": ("harmonie", "koorzang", "beiaard", "trompetten", "partituur", "muziekkiosk"),
}
"""What each spearhead of the garden strategy is about."""
TITLES = {"W": "Water voor later", "B": "Bomen in de buurt", "M": "Muziek op het plein"}
PAIRS = (
    Confusable(("W", "B"), {"nl": "Stroomt het of groeit het?", "en": "Does it flow or grow?"}),
    Confusable(("M", "W"), {"nl": "Klinkt het of stroomt het?"}),
)
ORDINARY_SHA256 = "1" * 64


def garden_strategy(*, only: Sequence[str] = ("W", "B", "M")) -> Strategy:
    """Three spearheads with all that a strategy file can hold."""
    spearheads = tuple(_spearhead(name) for name in only)
    pairs = tuple(pair for pair in PAIRS if set(pair.pair) <= set(only))
    return Strategy("tuinproef", "1", {"nl": "Tuinproef"}, "tests", spearheads, ORDINARY_SHA256, pairs)


def bare_strategy(number: int) -> Strategy:
    """A strategy of `number` spearheads with titles and statements, and nothing else."""
    spearheads = tuple(
        Spearhead(
            f"T{index}",
            {"nl": f"Thema {_syllables(index)}"},
            {"nl": f"Dit thema gaat over {_syllables(index)} en {_syllables(index + 100)} voor iedereen."},
        )
        for index in range(number)
    )
    return Strategy("kaal", "1", {"nl": "Kaal"}, "tests", spearheads, "2" * 64)


def without_terms(strategy: Strategy) -> Strategy:
    """The same strategy with no terms at all."""
    spearheads = tuple(replace(spearhead, terms={}) for spearhead in strategy.spearheads)
    return replace(strategy, spearheads=spearheads, sha256="3" * 64)


def passages_of(*texts: str, section: str = "", language: str = "nl") -> tuple[Passage, ...]:
    """A passage for each text, as if they stood below one another in a document."""
    passages, start = [], 0
    for number, text in enumerate(texts, start=1):
        end = start + len(text)
        passages.append(Passage(f"p{number:03}", start, end, 1, section, language, text))
        start = end + 1
    return tuple(passages)


def _spearhead(name: str) -> Spearhead:
    first, second, third, *others = WORDS[name]
    return Spearhead(
        name,
        {"nl": TITLES[name]},
        {"nl": f"Dit speerpunt steunt {first}, {second}, {third} en {others[0]} in elk dorp."},
        belongs={"nl": f"Een dorp legt een {first} aan. Vrijwilligers herstellen een {others[0]}."},
        terms={"nl": (*(Term(word) for word in WORDS[name]), Term(f"{first}je", weak=True))},
        examples=(f"De ploeg plaatst dit jaar een {second} naast de {others[1]}.",),
    )


def _syllables(index: int) -> str:
    """A word that no other index has."""
    return "".join(
        ("ba", "ke", "li", "mo", "nu", "pe", "ri", "sa", "to", "vu")[int(digit)] for digit in f"{index:03}"
    )
