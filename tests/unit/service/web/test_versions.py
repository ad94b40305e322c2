"""Versions of a proposal side by side, and the list of proposals."""

import json
import re

from models.comparison import compare, side_of
from service.comparing.rendering import render_comparison
from service.renderings import outcome_of
from service.store.tables import Assessment
from tests.fakes.page_engine import PageEngine
from tests.fakes.pages import PLAN, Visitor, words_of


def revised(visitor: Visitor, path: str, text: str, **fields: str) -> str:
    previous = path.rpartition("/")[2]
    return visitor.paste(text, previous=previous, keep="no", **fields)


def test_the_form_for_a_new_version_names_the_old_one(visitor: Visitor) -> None:
    path = visitor.paste(title="Digipunt")
    page = visitor.see(f"/?previous={path.rpartition('/')[2]}")
    assert "Nieuwe versie van" in page.text
    assert "Digipunt.txt" in page.text


def test_what_changed_in_the_text_is_shown_and_what_it_did(visitor: Visitor) -> None:
    first, engine = visitor.paste(), visitor.service.engine
    assert isinstance(engine, PageEngine)
    engine.shift = 1
    second = revised(
        visitor, first, PLAN.replace("Drie coaches", "Vijf coaches") + "\n\nEen nieuwe zin over geld."
    )
    page = words_of(visitor.see(f"{second}/versions"))
    assert "Herschreven: 1. Toegevoegd: 1. Geschrapt: 0." in page
    assert "Herschreven, was (passage p002) Drie coaches" in page
    assert "Herschreven, nu (passage p002) Vijf coaches" in page
    cause = "Zonder deze passage daalt de kans op ‘draagt bij’ of meer met 21 procentpunten."
    assert f"Toegevoegd (passage p004) – {cause}" in page
    assert "Nagerekend" not in page  # that takes an engine


def test_the_page_says_what_the_command_says(visitor: Visitor) -> None:
    first = visitor.paste()
    second = revised(visitor, first, PLAN.replace("200", "300"))
    backend = visitor.service.backend
    with backend.database.read() as session:
        both = [session.get_one(Assessment, path.rpartition("/")[2]) for path in (first, second)]
    old, new = (outcome_of(backend, each) for each in both)
    told = render_comparison(compare(side_of(old), side_of(new)), "json", language="nl")
    page = words_of(visitor.see(f"{second}/versions"))
    for alignment in json.loads(told)["alignments"]:
        assert alignment["title"] in page
    assert f"Herschreven: {json.loads(told)['passages']['counts']['changed']}." in page


def test_any_two_versions_can_be_compared(visitor: Visitor) -> None:
    first = visitor.paste()
    second = revised(visitor, first, PLAN + "\n\nTweede versie van de tekst.")
    third = revised(visitor, second, PLAN + "\n\nDerde keer, met een heel ander slot.")
    page = visitor.see(f"{third}/versions?with={first.rpartition('/')[2]}").text
    pair = re.search(r'<ol class="pair">(.*?)</ol>', page, re.DOTALL)
    assert pair
    assert re.findall(r">Versie (\d)", pair[1]) == ["1", "3"]


def test_versions_against_other_spearheads_are_not_compared(visitor: Visitor) -> None:
    first = visitor.paste()
    second = revised(visitor, first, PLAN + "\n\nTegen andere doelen.", strategy="sdg-2030")
    page = words_of(visitor.see(f"{second}/versions"))
    assert "Hun graden zijn niet te vergelijken." in page


def test_a_page_shows_two_hundred_passages_and_says_how_many_more(visitor: Visitor) -> None:
    lines = [f"Zin {number} over hulp met een computer in de buurt." for number in range(300)]
    first = visitor.paste("\n\n".join(lines))
    second = revised(
        visitor, first, "\n\n".join(f"Heel iets anders: {n} bomen en {n} bloemen." for n in range(300))
    )
    page = visitor.see(f"{second}/versions").text
    assert page.count('class="quoted"') == 200
    assert re.search(r"Nog \d+ passages verschillen", page)
    assert len(page) < 150_000


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
