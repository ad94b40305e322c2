"""Cases come from the way proposals are written: each joined pair was torn apart by a plain splitter."""

import pytest

from corpus.sentences import sentence_spans


def sentences(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, language)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dat is o.a. een loket voor wie thuis geen toestel heeft.",
        "De raming bedraagt 870.000 euro excl. btw en incl. ereloon.",
        "Zie art. 3, blz. 4, p. 5, hfst. 2, afd. 3 en par. 6 van nr. 12.",
        "Wij kozen dhr. Jansen, mevr. De Smet, ir. Maes en prof. dr. Claes.",
        "Het loket helpt bv. Oekraïners, bijv. Aisha, d.w.z. iedereen.",
        "We werken m.b.t. Gent i.s.m. Aalst, t.o.v. Brugge en i.f.v. Leuven.",
        "De proef loopt t.e.m. 31 dec. 2026, m.i.v. Sinterklaas, op ca. 20 plaatsen.",
        "Er komen max. 12 en min. 3 deelnemers, resp. Vlamingen en Brusselaars.",
        "De vzw. De Brug en de nv. Waterweg bouwen samen in St. Niklaas.",
        "Het project kost 1.500 euro per school en 1.200.000 euro samen.",
        "Het loket opent op 3.4.2026 om 9.30 uur met versie v2.1 van Node.js.",
        "Coördinator is J. P. Janssens, samen met A.-M. De Smet.",
        "Meer staat op https://www.voorbeeld.be/digitaal.html?jaar=2026 en op voorbeeld.be.",
        "Eerst oefenen ... en dan pas kopen… zo gaat dat.",
        "'Help!' roept de bezoeker aan het loket.",
        "Art. 12. De gemeente bezorgt het afschrift.",
        "2. Een schoolstraat met een klaphek.",
        "WP 3. Uitrol bij de gemeenten.",
        "B4. Is het project nieuw?",
    ],
)
def test_a_dutch_sentence_stays_whole(sentence: str) -> None:
    assert sentences(sentence, "nl") == [sentence]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "M. Dupont et Mme Leroy viennent, p. ex. Jeudi prochain, avec Dr. Petit."),
        ("fr", "L'asbl. Le Pont, c.-à-d. Les voisins, reçoit env. 1.500 euros (cf. art. 5 et n° 4)."),
        ("en", "Dr. Smith and Mrs. Lee, e.g. Monday or i.e. Tuesday, paid approx. 5.5 million."),
        ("en", "See Fig. 3, No. 4 and vol. 2 of St. Mary's plan."),
        ("other", "Das kostet z.B. für A. Müller 3.500 Euro."),
    ],
)
def test_a_sentence_in_another_language_stays_whole(language: str, sentence: str) -> None:
    assert sentences(sentence, language) == [sentence]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "nl",
            ["Wij openen een loket.", "Het kost 1.500 euro.", "20 mensen komen langs.", "Klaar!", "En dan?"],
        ),
        ("nl", ["Foto's van de collega's hangen uit.", "'s Morgens is het dicht.", "Baby's mogen mee."]),
        ("nl", ["De bib leent tablets, laptops enz.", "Wie wil, krijgt les."]),
        ("nl", ["Alles staat op https://www.voorbeeld.be.", "Daar vindt u ook de prijzen."]),
        ("nl", ["Er hangen 44 camera's.", "Meer palen komen er niet."]),
        ("nl", ["Wij kiezen wat werkt.", "iPads horen daarbij."]),
        ("fr", ["Il dit : « Oui. »", "Ensuite, il part."]),
        ("en", ["Bring tablets, laptops etc.", "Everyone gets a lesson."]),
        ("en", ["It starts at 5 p.m.", "We leave at six."]),
    ],
)
def test_sentences_are_told_apart(language: str, expected: list[str]) -> None:
    assert sentences(" ".join(expected), language) == expected


def test_a_blank_line_ends_a_sentence() -> None:
    assert sentences("Doelstelling\n\nwij openen een loket", "nl") == ["Doelstelling", "wij openen een loket"]


def test_offsets_count_characters_and_not_bytes() -> None:
    assert sentence_spans("Één. 😀 Twee.", "nl") == [(0, 4), (5, 12)]


@pytest.mark.parametrize("blank", ["", " ", "\n\n \t"])
def test_a_blank_text_has_no_sentences(blank: str) -> None:
    assert sentence_spans(blank, "nl") == []


def test_a_text_longer_than_the_library_is_given_at_once_keeps_all_its_sentences() -> None:
    text = "Dit is een zin van zeven gewone woorden. " * 1_000
    assert len(sentence_spans(text, "nl")) == 1_000
