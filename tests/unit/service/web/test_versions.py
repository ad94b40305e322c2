"""Versions of a proposal side by side, and the list of proposals."""

import re

from tests.fakes.pages import PLAN, Visitor, words_of


def revised(visitor: Visitor, path: str, text: str) -> str:
    previous = path.rpartition("/")[2]
    return visitor.paste(text, previous=previous, keep="no")


def test_the_form_for_a_new_version_names_the_old_one(visitor: Visitor) -> None:
    path = visitor.paste(title="Digipunt")
    page = visitor.see(f"/?previous={path.rpartition('/')[2]}")
    assert "Nieuwe versie van" in page.text
    assert "Digipunt.txt" in page.text


def test_what_changed_in_the_text_is_shown(visitor: Visitor) -> None:
    first = visitor.paste()
    second = revised(
        visitor, first, PLAN.replace("Drie coaches", "Vijf coaches") + "\n\nEen nieuwe zin over geld."
    )
    page = words_of(visitor.see(f"{second}/versions"))
    assert "Nieuw: 1. Anders verwoord: 1. Weg: 0." in page
    assert "Versie 1" in page
    assert "Versie 2" in page
    assert "Drie coaches" in page
    assert "Vijf coaches" in page


def test_any_two_versions_can_be_compared(visitor: Visitor) -> None:
    first = visitor.paste()
    second = revised(visitor, first, PLAN + "\n\nTweede versie van de tekst.")
    third = revised(visitor, second, PLAN + "\n\nDerde keer, met een heel ander slot.")
    page = visitor.see(f"{third}/versions?with={first.rpartition('/')[2]}").text
    assert re.findall(r'scope="col">Versie (\d)', page) == ["1", "3"]


def test_one_version_alone_invites_a_second(visitor: Visitor) -> None:
    assert "Er is maar één versie" in visitor.see(f"{visitor.paste()}/versions").text


def test_the_list_shows_the_newest_version_of_each_proposal(visitor: Visitor) -> None:
    assert "Nog geen voorstellen" in visitor.see("/proposals").text
    first = visitor.paste(title="Eerste")
    second = revised(visitor, first, PLAN + "\n\nTweede versie.")
    page = visitor.see("/proposals").text
    assert second in page
    assert f'href="{first}"' not in page
    assert "Vergelijk 2 versies" in page
