"""Names of municipalities and amounts are made the same; everything else stays."""

import pytest

from corpus.neutral_words import gendered_words, municipalities
from models.neutral import neutral, word_replacer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In Sint-Niklaas en Nazareth-De Pinte.", "In Gent en Gent."),
        ("The city of Bruges, in Tongeren-Borgloon", "The city of Gent, in Gent"),
        ("Bruggenhoofd, Gentenaars, leuven", "Bruggenhoofd, Gentenaars, leuven"),
        ("Wij vragen € 14.000.000.", "Wij vragen 100.000 euro."),
        ("un budget de 1,2 million d’euros", "un budget de 100.000 euro"),
        ("EUR 30 000 a year, or 2.5 million euros", "100.000 euro a year, or 100.000 euro"),
        ("12 500 euro en 4 euro", "100.000 euro en 100.000 euro"),
        ("5G in 2027 volgens ISO 27001, 40 gemeenten", "5G in 2027 volgens ISO 27001, 40 gemeenten"),
        ("Zij en hij, met hem en haar.", "Zij en zij, met haar en haar."),
        ("Een projectleidster; vrouwen in technologie", "Een projectleider; vrouwen in technologie"),
        ("He said that his mother knew", "They said that their parent knew"),
        ("avec une collaboratrice", "avec un collaborateur"),
        ("", ""),
    ],
)
def test_names_and_amounts(text: str, expected: str) -> None:
    assert neutral(text) == expected


def test_neutral_text_is_neutral_already() -> None:
    once = neutral("Stad Hasselt, 10 euro")
    assert neutral(once) == once


def test_every_municipality_is_made_the_same() -> None:
    assert {neutral(f"in {name} wonen") for name in municipalities()} == {"in Gent wonen"}


def test_no_name_is_an_ordinary_word_at_the_start_of_a_sentence() -> None:
    ordinary = {
        "As",
        "Mol",
        "Ham",
        "Peer",
        "Boom",
        "Bever",
        "Hove",
        "Lint",
        "Halle",
        "Halen",
        "Menen",
        "Geel",
        "Balen",
        "Hal",
    }
    assert not ordinary & municipalities()


def test_one_form_stands_for_all_and_is_replaced_by_no_other() -> None:
    forms = set(gendered_words().values())
    assert {neutral(form) for form in forms} == forms


def test_words_are_replaced_whole_and_keep_their_capital() -> None:
    words = {"kmo": "mkb-bedrijf", "kmo's": "mkb-bedrijven", "gsm": "mobieltje"}
    replaced = word_replacer(words)
    assert replaced("Kmo's en een kmo met een gsm-mast.") == (
        "Mkb-bedrijven en een mkb-bedrijf met een mobieltje-mast."
    )
    assert replaced("De kmodienst") == "De kmodienst"
