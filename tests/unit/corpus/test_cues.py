"""Cues: what a passage does, whatever it is about."""

import re
from pathlib import Path

import pytest

from corpus.cues import Cues, load_cues

KINDS = {"excluded", "postponed", "deliverable", "indicator", "target", "budget", "foreign_scheme"}


@pytest.fixture(scope="module")
def cues() -> Cues:
    return load_cues()


def test_the_kinds_that_the_engine_asks_for_are_there(cues: Cues) -> None:
    assert set(cues.patterns) >= KINDS


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("excluded", "Glasvezel valt buiten de scope van dit project."),
        ("excluded", "We bouwen in dit dossier geen eigen model."),
        ("excluded", "Artificial intelligence is out of scope."),
        ("excluded", "Les réseaux ne font pas partie de ce projet."),
        ("postponed", "In een latere fase volgt een app."),
        ("postponed", "A chatbot may follow in a later phase."),
        ("postponed", "L'application viendra dans une étape ultérieure."),
        ("deliverable", "De ploeg bouwt een prototype."),
        ("deliverable", "We publish the manual."),
        ("indicator", "We meten de tevredenheid van de bezoekers."),
        ("indicator", "Nous suivons le taux de participation."),
        ("target", "Tegen 2027 doen minstens 40 gemeenten mee."),
        ("target", "At least 30 SMEs take part."),
        ("budget", "De kostprijs bedraagt 12.000 euro."),
        ("budget", "Samen goed voor € 12.000."),
        ("foreign_scheme", "Dit past in VRD 3 van het relanceplan."),
    ],
)
def test_wording_is_found(cues: Cues, kind: str, text: str) -> None:
    assert cues.found(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("excluded", "De ploeg bouwt een loket voor alle inwoners."),
        ("postponed", "De eerste fase start in mei."),
        ("deliverable", "De vergadering is op dinsdag."),
        ("indicator", "De vergadering is op dinsdag."),
        ("target", "Tegen de muur staat een fiets."),
        ("budget", "De vergadering is op dinsdag."),
        ("foreign_scheme", "De voortgang meten we elk jaar."),
    ],
)
def test_ordinary_wording_is_not(cues: Cues, kind: str, text: str) -> None:
    assert not cues.found(kind, text)


def test_case_and_language_do_not_matter(cues: Cues) -> None:
    assert cues.found("excluded", "dit is OUT OF SCOPE voor ons")


def test_an_unknown_kind_is_a_mistake(cues: Cues) -> None:
    with pytest.raises(KeyError):
        cues.found("mood", "tekst")


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "cues.yaml"
    path.write_text("mood:\n  nl: ['\\bblij\\b', 'vrolijk']\n  fr: ['content']\n", encoding="utf-8")
    cues = load_cues(path)
    assert [cues.found("mood", text) for text in ("Wij zijn blij.", "blijven", "Vrolijk!", "contents")] == [
        True,
        False,
        True,
        True,
    ]


def test_no_line_matches_an_empty_text(cues: Cues) -> None:
    assert all(re.search(pattern, "") is None for pattern in cues.patterns.values())
