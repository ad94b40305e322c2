"""The first page and its three forms."""

import re

import pytest

from service.states import State
from service.store.tables import Assessment
from tests.fakes.pages import PLAN, Visitor, words_of


def test_the_notice_comes_before_the_form(visitor: Visitor) -> None:
    page = visitor.see("/").text
    assert page.index("statistische taalmodellen (AI) leest je tekst") < page.index('type="file"')


@pytest.mark.parametrize(("path", "field"), [("/check/text", "text"), ("/check/form", "section-goal")])
def test_a_proposal_can_be_pasted_or_filled_in(visitor: Visitor, path: str, field: str) -> None:
    assert f'name="{field}"' in visitor.see(path).text
    answer = visitor.send("/check", way=path.rpartition("/")[2], title="Plan", **{field: PLAN})
    assert visitor.service.work_off() == 1
    assert "200 burgers" in visitor.see(answer.headers["location"]).text


def test_a_file_keeps_its_name_without_the_folders_of_its_sender(visitor: Visitor) -> None:
    answer = visitor.send("/check", way="file", file=("C:\\geheim\\plan\x07.txt", PLAN.encode()))
    visitor.service.work_off()
    page = words_of(visitor.see(answer.headers["location"]))
    assert "plan" in page
    assert "geheim" not in page


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"way": "file"}, "Kies eerst een bestand."),
        ({"way": "text", "text": "  "}, "Er staat nog geen tekst."),
        ({"way": "form", "section-goal": ""}, "Er staat nog geen tekst."),
    ],
)
def test_an_empty_form_comes_back_with_what_is_wrong(
    visitor: Visitor, fields: dict[str, str], told: str
) -> None:
    answer = visitor.send("/check", title="Mijn plan", aim=["S2"], **fields)
    assert answer.status_code == 422
    assert told in words_of(answer)
    assert 'value="S2" checked' in answer.text


def test_a_form_of_another_site_changes_nothing(visitor: Visitor) -> None:
    answer = visitor.send("/check", token="guessed", way="text", text=PLAN)
    assert answer.status_code == 403
    assert "Dit mag niet" in answer.text
    assert visitor.service.work_off() == 0


def test_a_file_that_cannot_be_read_says_what_to_do(visitor: Visitor) -> None:
    answer = visitor.send("/check", way="file", file=("kapot.pdf", b"%PDF-1.4 broken"))
    visitor.service.work_off()
    page = words_of(visitor.see(answer.headers["location"]))
    assert "Dit voorstel kunnen we niet lezen" in page
    assert "bewaar het opnieuw" in page


def test_progress_is_told_to_the_script_and_to_browsers_without(visitor: Visitor) -> None:
    answer = visitor.send("/check", way="text", text=PLAN)
    path = answer.headers["location"]
    assert '<meta http-equiv="refresh"' in visitor.see(path).text
    told = visitor.see(f"{path}/progress").json()
    assert (told["open"], told["progress"], told["step"]) == (True, 0, 0)
    assert told["told"].startswith("Je voorstel staat in de rij.")
    visitor.service.work_off()
    assert visitor.see(f"{path}/progress").json() == {"open": False, "progress": 100}


def test_a_fault_of_ours_is_not_blamed_on_the_proposal(visitor: Visitor) -> None:
    page = words_of(visitor.see(visitor.paste(f"{PLAN} FAULT")))
    assert "De controle is niet gelukt" in page
    assert "kunnen we niet lezen" not in page


@pytest.mark.parametrize("path", ["/", "/check/text", "/check/form"])
def test_the_navigation_shows_where_one_is(visitor: Visitor, path: str) -> None:
    assert '<a href="/" aria-current="page">Nieuwe controle</a>' in visitor.see(path).text


@pytest.mark.parametrize(("progress", "step"), [(0, 1), (20, 2), (89, 2), (90, 3)])
def test_the_step_that_is_being_taken_stands_out(visitor: Visitor, progress: int, step: int) -> None:
    path = visitor.send("/check", way="text", text=PLAN).headers["location"]
    with visitor.service.backend.database.write() as session:
        assessment = session.get_one(Assessment, path.rpartition("/")[2])
        assessment.state = State.RUNNING
        assessment.job.state, assessment.job.progress = State.RUNNING, progress
    page = visitor.see(path).text
    items = re.findall(r"<li([^>]*)>", page[page.index('<ol class="steps">') :])[:3]
    assert [number for number, item in enumerate(items, 1) if "aria-current" in item] == [step]
    assert visitor.see(f"{path}/progress").json()["step"] == step
