"""The proposal on the desk: pages as pictures, evidence over the words, definitions and keys at hand."""

import re
from html import unescape
from pathlib import Path

import pytest

from service.reviewing.arriving import Arrival, add_files
from tests.fakes.backends import TestService
from tests.fakes.reviewing import ADA, ANNA, STRANGER, a_call, dossiers_of, grade
from tests.fakes.visitors import Visitor

ROOT = Path(__file__).parents[5]
PDF = ROOT / "corpus" / "examples" / "afsprakenbouwsteen.pdf"
SCRIPT = ROOT / "service" / "web" / "static" / "desk.js"


@pytest.fixture
def desk(service: TestService) -> str:
    """The address of a dossier that is a PDF, in a blind call."""
    call = a_call(service, [])
    add_files(service.backend, ADA, call.id, [Arrival(PDF.name, PDF.read_bytes(), "Gent")], "nl")
    service.work_off()
    return f"/review/dossiers/{dossiers_of(service, call.id)[0]}"


def test_pages_are_pictures_and_what_the_checker_found_lies_over_them_later(
    visitor: Visitor, service: TestService, desk: str
) -> None:
    visitor.become(ANNA)
    covered = visitor.get(desk).text
    assert covered.count('loading="lazy"') == 6
    assert 'class="over' not in covered
    grade(service, ANNA, desk.rpartition("/")[2])
    opened = visitor.get(desk).text
    marks = set(re.findall(r'class="over[^"]*" id="([^"]+)"', opened))
    assert marks <= set(re.findall(r'data-evidence="([^"]+)"', opened))
    assert len(marks) > 10
    back = set(re.findall(r'class="over[^"]*"[^>]* href="#([^"]+)"', opened))
    assert back <= set(re.findall(r'class="evidence" id="([^"]+)"', opened))


def test_places_are_found_before_they_are_asked_for(
    visitor: Visitor, service: TestService, desk: str
) -> None:
    visitor.become(ANNA).get(desk)
    stored = [path.rpartition(".")[2] for path in service.backend.files.storage.paths()]
    assert "places" in stored


def test_a_page_is_for_the_reviewers_of_the_call(visitor: Visitor, desk: str) -> None:
    assert visitor.get(f"{desk}/pages/1.png").status_code == 303
    assert visitor.become(STRANGER).get(f"{desk}/pages/1.png").status_code == 404
    picture = visitor.become(ANNA).get(f"{desk}/pages/1.png")
    assert picture.content.startswith(b"\x89PNG")
    assert picture.headers["cache-control"] == "private, max-age=3600"
    assert visitor.get(f"{desk}/pages/7.png").status_code == 404


def test_the_text_can_be_read_instead_and_stays_in_view(visitor: Visitor, desk: str) -> None:
    page = visitor.become(ANNA).get(f"{desk}?view=text").text
    assert "<img" not in page
    assert f'action="{desk}?view=text"' in page
    saved = visitor.post(f"{desk}?view=text", {"grade-S1": "none", "intent": "draft"})
    assert saved.headers["location"].endswith("view=text")


def test_definitions_and_deciding_questions_are_there_before_any_grade(visitor: Visitor, desk: str) -> None:
    page = unescape(visitor.become(ANNA).get(desk).text)
    question = "Gebruikt het project een dienst voor zijn eigen gebruikers"
    assert page.count(question) == len(("S5", "S8"))
    assert page.count("data-definition") == 9


def test_every_key_that_is_told_does_something(visitor: Visitor, service: TestService, desk: str) -> None:
    second = a_call(service, ["Wij openen een digipunt."] * 3, blind=False)
    visitor.become(ANNA)
    middle = f"/review/dossiers/{second.dossiers[1]}"
    pages = visitor.get(middle).text
    grade(service, ANNA, second.dossiers[1])
    grade(service, ADA, second.dossiers[1])
    pages += visitor.get(middle).text
    told = [unescape(key) for key in re.findall(r"<kbd>([^<]+)</kbd>", visitor.get(desk).text)]
    bound = set(re.findall(r'data-key="([^"]+)"', pages))
    script = SCRIPT.read_text(encoding="utf-8")
    bound |= set(re.findall(r"^  \"?([^\s\"]{1,3})\"?: ", script, flags=re.M)) | {"Esc"}
    assert set(told) <= bound


def test_a_file_without_a_report_takes_a_note_and_no_grades(visitor: Visitor, service: TestService) -> None:
    call = a_call(service, ["FAULT Wij openen een digipunt."], blind=False)
    add_files(service.backend, ADA, call.id, [Arrival("kapot.pdf", b"%PDF-1.7 broken", "Gent")], "nl")
    service.work_off()
    visitor.become(ANNA)
    for dossier, told in zip(dossiers_of(service, call.id), ("beheerder", "Vraag de indiener"), strict=True):
        path = f"/review/dossiers/{dossier}"
        page = visitor.get(path).text
        assert told in page
        assert 'type="radio"' not in page
        assert 'value="finish"' not in page
        assert visitor.post(path, {"notes": "Nagevraagd.", "intent": "draft"}).status_code == 303
        assert "Nagevraagd." in visitor.get(path).text


def test_an_address_cannot_make_up_half_a_sentence(visitor: Visitor, desk: str) -> None:
    page = visitor.become(ANNA).get(f"{desk}?fault=reasons_missing").text
    assert "{spearheads}" not in page
