import pytest

from corpus.documents import Passage
from corpus.languages import detect, detect_within, shares


def passage(language: str, words: int) -> Passage:
    return Passage("p001", 0, 0, 1, "", language, " ".join(["woord"] * words))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wij openen drie digitale loketten in de bibliotheek.", "nl"),
        ("We open three digital help desks in the library.", "en"),
        ("Nous ouvrons trois guichets numériques à la bibliothèque.", "fr"),
        ("Die Gemeinde eröffnet drei neue Beratungsstellen in der Bibliothek.", "other"),
        ("El ayuntamiento abre tres puntos de ayuda digital en la biblioteca.", "other"),
        ("Il comune apre tre sportelli digitali nella biblioteca del quartiere.", "other"),
        ("A câmara abre três balcões de ajuda digital na biblioteca do bairro.", "other"),
        ("Kommunen åbner tre nye rådgivningssteder på biblioteket.", "other"),
        ("Gmina otwiera trzy nowe punkty pomocy cyfrowej w bibliotece.", "other"),
        ("Belediye kütüphanede üç yeni dijital yardım masası açıyor.", "other"),
        ("تفتح البلدية ثلاث نقاط مساعدة رقمية جديدة في المكتبة.", "other"),
        ("WIJ OPENEN DRIE DIGITALE LOKETTEN IN DE BIBLIOTHEEK.", "nl"),
    ],
)
def test_a_sentence_is_recognised(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "2026", "12 345,67", "—"])
def test_a_text_that_tells_nothing_is_not_another_language(text: str) -> None:
    assert detect(text) != "other"


@pytest.mark.parametrize("around", ["nl", "en", "fr", "other"])
@pytest.mark.parametrize(
    "text", ["", "1.500 euro", "Data platform", "Jan Peeters, Gent", "3.4.2026 12:00 9 8 7 6"]
)
def test_a_short_passage_has_the_language_around_it(text: str, around: str) -> None:
    assert detect_within(text, around) == around


@pytest.mark.parametrize("around", ["nl", "fr"])
def test_names_have_the_language_around_them(around: str) -> None:
    assert detect_within("Jan Peeters, Piet Claes, An Maes, Els De Wit, Bo Smets", around) == around


@pytest.mark.parametrize("around", ["nl", "en", "fr", "other"])
def test_a_clear_passage_keeps_its_own_language(around: str) -> None:
    assert detect_within("Nous ouvrons trois guichets numériques à la bibliothèque.", around) == "fr"


def test_another_language_inside_a_dutch_document_is_seen() -> None:
    assert (
        detect_within("Die Gemeinde eröffnet drei neue Beratungsstellen in der Bibliothek.", "nl") == "other"
    )


def test_shares_count_words_and_put_the_largest_first() -> None:
    assert list(shares([passage("fr", 1), passage("nl", 6), passage("en", 3)]).items()) == [
        ("nl", 0.6),
        ("en", 0.3),
        ("fr", 0.1),
    ]


def test_equal_shares_stand_in_alphabetical_order() -> None:
    assert list(shares([passage("nl", 2), passage("en", 2)])) == ["en", "nl"]


def test_shares_sum_to_one() -> None:
    mixed = [passage("nl", 3), passage("en", 5), passage("fr", 7), passage("other", 11)]
    assert sum(shares(mixed).values()) == pytest.approx(1)


def test_no_passages_have_no_shares() -> None:
    assert shares([]) == {}
