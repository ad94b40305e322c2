"""Passages that may not earn a grade, whatever they say."""

import pytest

from models.channels.lexical import lexical_channel
from models.screening import copied, keyword_lists
from tests.fakes.strategies import WORDS, garden_strategy, passages_of

STATEMENT = garden_strategy().spearheads[0].statement["nl"]
OWN = "We plaatsen in de lente een waterput en herstellen daarna de regenton met twaalf vrijwilligers."


def is_copied(text: str) -> bool:
    return bool(copied(passages_of(text), garden_strategy())[0])


@pytest.mark.parametrize(
    "text",
    [
        STATEMENT,
        STATEMENT.upper(),
        f"“{STATEMENT}”",
        STATEMENT.replace(" ", "\n"),
        f"{STATEMENT} Dat willen wij ook.",
        " ".join(word for place, word in enumerate(STATEMENT.split(), 1) if place % 4),
        "Water voor later",
    ],
)
def test_the_strategys_own_wording_is_a_copy(text: str) -> None:
    assert is_copied(text)


@pytest.mark.parametrize("text", ["", "Water voor", OWN, f"{OWN} {OWN} {STATEMENT[:60]}"])
def test_ones_own_wording_is_not(text: str) -> None:
    assert not is_copied(text)


def listed(text: str) -> bool:
    return bool(keyword_lists(passages_of(text), lexical_channel(garden_strategy()).finders)[0])


def test_a_list_of_terms_is_a_keyword_list() -> None:
    assert listed(", ".join(WORDS["W"]))
    assert listed("; ".join((*WORDS["W"][:2], *WORDS["M"][:2])))


@pytest.mark.parametrize(
    "text",
    [
        OWN,
        "waterput, regenton, pompgemaal",
        "waterput " * 9,
        "De waterput, de regenton, het pompgemaal en de grachten worden in het voorjaar door twaalf mensen "
        "uit het dorp hersteld en daarna elk jaar nagekeken.",
    ],
)
def test_sentences_and_short_lists_are_not(text: str) -> None:
    assert not listed(text)


def test_no_passages_no_masks() -> None:
    strategy = garden_strategy()
    assert copied((), strategy).shape == (0,)
    assert keyword_lists((), lexical_channel(strategy).finders).shape == (0,)
