"""A call as a whole: map, shared text and portfolio, what they tell of their state and what they weigh."""

import io
import re
import zipfile
from dataclasses import replace

import pytest

from service.ports import ADMINISTRATOR, REVIEWER
from tests.fakes.backends import TestService
from tests.fakes.reviewing import ANNA, BRAM, STRANGER, ACall, a_call, grade
from tests.fakes.visitors import Visitor

TEXTS = [f"S{number}=core Wij openen een digipunt. De stad bouwt loket {number}." for number in range(1, 7)]
COPIED = " ".join(f"woord{number}" for number in range(300))
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def call(service: TestService) -> ACall:
    return a_call(service, [*TEXTS, COPIED, f"{COPIED} {HOSTILE}"], blind=False)


def test_a_pair_is_a_row_that_leads_to_the_passages(visitor: Visitor, call: ACall) -> None:
    visitor.become(ANNA)
    page = visitor.get(f"/review/calls/{call.id}/overlap").text
    (link,) = set(re.findall(r'href="(/review/calls/[^"]+/overlap/\d+/\d+)"', page))
    assert link.endswith("/overlap/7/8")
    pair = visitor.get(link).text
    assert "woord10 woord11" in pair
    assert HOSTILE not in pair
    assert visitor.get(link.replace("/7/8", "/7/99")).status_code == 404
    assert visitor.become(STRANGER).get(link).status_code == 404


def test_a_page_without_a_digest_says_so_and_has_one_made(
    visitor: Visitor, service: TestService, call: ACall
) -> None:
    visitor.become(ANNA)
    service.backend.files.delete("test", f"{call.id}.digest")
    first = visitor.get(f"/review/calls/{call.id}/overlap")
    assert first.headers["refresh"] == "5"
    assert "8 nieuwe voorstellen" in first.text
    second = visitor.get(f"/review/calls/{call.id}/overlap")
    assert "refresh" not in second.headers
    assert "/overlap/7/8" in second.text


def test_a_call_with_nothing_in_it_has_nothing_to_show(visitor: Visitor, service: TestService) -> None:
    empty = a_call(service, [])
    visitor.become(ANNA)
    for tab in ("map", "overlap", "portfolio"):
        page = visitor.get(f"/review/calls/{empty.id}/{tab}")
        assert 'class="empty"' in page.text
        assert "refresh" not in page.headers


def test_points_that_are_covered_are_not_on_the_map(visitor: Visitor, service: TestService) -> None:
    blind = a_call(service, TEXTS)
    visitor.become(BRAM)
    page = visitor.get(f"/review/calls/{blind.id}/map").text
    assert "<circle" not in page.partition("<main")[2]
    assert "6 dossiers staan nog niet op de kaart" in page


def test_every_sign_in_the_heat_map_has_a_word(visitor: Visitor, call: ACall, service: TestService) -> None:
    grade(service, ANNA, call.dossiers[0])
    page = visitor.become(ANNA).get(f"/review/calls/{call.id}/portfolio").text
    cells = re.findall(r'<td class="mini ([a-z]+)"><i>([^<]+)</i></td>', page)
    assert len(cells) == 9 * len(call.dossiers)
    assert set(cells) <= {
        ("core", "kern"),
        ("contributes", "draagt bij"),
        ("none", "niet"),
        ("uncertain", "onzeker"),
    }


def test_the_sample_is_told_of_as_a_whole(visitor: Visitor, service: TestService) -> None:
    drawn = a_call(service, ["plan over iets anders"] * 3, share=0.999999, blind=False, focus=("S3",))
    visitor.become(ANNA)
    path = f"/review/calls/{drawn.id}/agreement"
    assert "zodra elk bestand van de steekproef beoordeeld is" in visitor.get(path).text
    for dossier in drawn.dossiers:
        grade(service, ANNA, dossier, S3="core")
    page = visitor.get(path).text
    found = re.search(r"In (\d) van (\d) gaf een beoordelaar", page)
    assert found is not None
    assert found[2] == str(len(drawn.dossiers))


def test_a_call_can_be_taken_along_as_one_archive(
    visitor: Visitor, service: TestService, call: ACall
) -> None:
    queue = f"/review/calls/{call.id}"
    visitor.become(ANNA).get(queue)
    answer = visitor.post(f"{queue}/archive", {"dossier": list(call.dossiers[:2]), "redacted": "yes"})
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert {"00001/replies.json", "00002/report.html"} <= set(packed.namelist())
    blind = a_call(service, TEXTS[:1])
    visitor.get(f"/review/calls/{blind.id}")
    nothing = visitor.post(f"/review/calls/{blind.id}/archive")
    assert nothing.headers["location"].endswith("fault=own_grades_first")
    assert visitor.post(f"{queue}/archive", token="forged").status_code == 403


def test_who_may_make_a_call_is_led_there_when_there_is_none(visitor: Visitor) -> None:
    both = replace(ANNA, roles=frozenset({REVIEWER, ADMINISTRATOR}))
    assert 'href="/admin/calls"' in visitor.become(both).get("/review").text.partition("<main")[2]
    assert 'href="/admin/calls"' not in visitor.become(ANNA).get("/review").text.partition("<main")[2]
