"""The pages on which an administrator tries, installs and withdraws strategies."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from service.ports import SUBMITTER, Principal
from service.store.page_tables import Version
from service.store.tables import Assessment
from tests.fakes.backends import TestService
from tests.fakes.reviewing import ADA, STRANGER
from tests.fakes.strategy_files import TermEngine, a_file
from tests.fakes.visitors import Visitor

PATH = "/admin/strategies"
LEAD = Principal("lea", "test", frozenset({SUBMITTER}))
SECOND = a_file("2", {"W": "beek", "B": "boomgaard"})


@pytest.fixture
def service(service: TestService) -> TestService:
    return replace(service, engine=TermEngine(service.engine.strategy))


def upload(visitor: Visitor, content: str | bytes = "") -> str:
    """Hand a file in; gives the address of its trial."""
    visitor.become(ADA).get(PATH)
    answer = visitor.post(PATH, files=[("file", ("tuin.yaml", content or a_file()))])
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def install(visitor: Visitor, content: str = "") -> str:
    place = upload(visitor, content)
    answer = visitor.post(f"{place}/install")
    assert "done=strategy_installed" in answer.headers["location"]
    return place


def check(visitor: Visitor, service: TestService, strategy: str, text: str, **form: str) -> str:
    """A project lead has a text checked; gives the id of the assessment."""
    visitor.become(LEAD).get("/check/text")
    answer = visitor.post(
        "/check", {"way": "text", "text": text, "strategy": strategy, "keep": "yes", **form}
    )
    assert answer.status_code == 303, answer.text
    service.work_off()
    return str(answer.headers["location"]).rsplit("/", 1)[-1]


@pytest.mark.parametrize("content", ["id: tuin\nversie: 2\nspearheads: []\n", b"id: tuin\ntitle: \xff\n"])
def test_all_problems_of_a_file_are_told_with_their_lines(visitor: Visitor, content: str | bytes) -> None:
    visitor.become(ADA).get(PATH)
    page = visitor.post(PATH, files=[("file", ("a.yaml", content))])
    assert page.status_code == 422
    (told,) = re.findall(r'role="alert".*?</section>', page.text, re.S)
    assert re.findall(r"regel \d+", told)
    assert told.count("<li>") == (5 if isinstance(content, str) else 1)


def test_installed_strategy_can_be_chosen_everywhere(visitor: Visitor, service: TestService) -> None:
    install(visitor)
    assert 'value="tuin"' in visitor.get("/admin/calls").text
    listed = visitor.client.get("/v1/strategies").json()["items"]
    assert {each["id"] for each in listed} >= {"tuin", "vlaanderen-2025"}
    page = visitor.become(LEAD).get("/check/text").text
    assert 'value="tuin"' in page
    assert re.search(r'<fieldset data-strategy="tuin">.*?value="W"', page, re.S)
    kept = check(visitor, service, "tuin", "Wij graven een waterput.")
    private = check(visitor, service, "tuin", "Wij planten een boomgaard.", keep="no")
    for id in (kept, private):
        assert visitor.get(f"/assessments/{id}").status_code == 200
    assert 'value="tuin"' not in visitor.become(STRANGER).get("/check/text").text
    for form in ({"keep": "yes"}, {}):  # not even in a drawer of one's own
        refused = visitor.post(
            "/check", {"way": "text", "text": "Een boomgaard.", "strategy": "tuin", **form}
        )
        assert refused.status_code == 400


def test_preview_tells_what_would_change_and_installs(visitor: Visitor, service: TestService) -> None:
    install(visitor)
    check(visitor, service, "tuin", "Wij graven een waterput.")
    place = upload(visitor, SECOND)
    assert "anders: officiële tekst, woorden" in visitor.get(place).text
    visitor.post(f"{place}/preview", {"base": "tuin", "extent": "all"})
    running = visitor.get(place).text
    assert "data-progress" in running
    assert visitor.client.get(f"{place}/progress").json() == {"open": True, "progress": 0}
    service.work_off()
    assert visitor.client.get(f"{place}/progress").json() == {"open": False, "progress": 100}
    page = re.sub(r"<[^>]+>", " ", visitor.get(place).text)
    assert re.search(r"W\s+0\s+1 × kern → niet", page)
    assert "Bij 1 ervan" in page


def test_chosen_assessments_are_made_anew_as_versions(visitor: Visitor, service: TestService) -> None:
    install(visitor)
    moved, stays = (check(visitor, service, "tuin", f"Een {word}.") for word in ("waterput", "boomgaard"))
    place = upload(visitor, SECOND)
    visitor.post(f"{place}/preview", {"base": "tuin", "extent": "all"})
    service.work_off()
    visitor.post(f"{place}/install")
    ticked = re.findall(r'name="assessment" value="([^"]+)" checked', visitor.get(place).text)
    assert ticked == [moved]
    answer = visitor.post(f"{place}/regrade", {"assessment": ticked})
    assert "1 controle wordt opnieuw gedaan" in visitor.get(answer.headers["location"]).text
    service.work_off()
    with service.backend.database.read() as session:
        proposal = session.get_one(Version, moved).proposal_id
        made = select(Assessment).join(Version, Version.assessment_id == Assessment.id)
        both = list(session.scalars(made.where(Version.proposal_id == proposal).order_by(Version.number)))
    assert [each.strategy for each in both] == ["tuin", "tuin_2"]
    grades = [{each.spearhead: each.grade for each in version.grades} for version in both]
    assert [each["W"] for each in grades] == ["core", "none"]
    assert re.findall(r'name="assessment" value="([^"]+)"', visitor.get(place).text) == [stays]
    assert "fault=nothing_chosen" in visitor.post(f"{place}/regrade").headers["location"]


def test_what_is_used_stays_and_what_is_idle_goes(visitor: Visitor, service: TestService) -> None:
    install(visitor)
    check(visitor, service, "tuin", "Een waterput.")
    visitor.become(ADA).get(PATH)
    assert "fault=strategy_used" in visitor.post(f"{PATH}/withdraw", {"name": "tuin"}).headers["location"]
    assert "Trek in</button>" not in visitor.get(PATH).text
    install(visitor, SECOND)
    assert "Trek in</button>" in visitor.get(PATH).text
    visitor.post(f"{PATH}/withdraw", {"name": "tuin_2"})
    assert "tuin_2" not in visitor.get(PATH).text
    assert visitor.post(f"{PATH}/withdraw", {"name": "vlaanderen-2025"}).status_code == 404


def test_files_of_another_organisation_are_not_there(visitor: Visitor) -> None:
    place = install(visitor)
    assert visitor.get(f"{PATH}/file/tuin").text == a_file()
    assert "spearheads:" in visitor.get(f"{PATH}/file/vlaanderen-2025").text
    visitor.become(STRANGER).get(PATH)
    assert visitor.get(f"{PATH}/file/tuin").status_code == 404
    assert visitor.get(place).status_code == 404
    for act in ("preview", "install", "discard", "regrade"):
        assert visitor.post(f"{place}/{act}", {"assessment": "x"}).status_code == 404


def test_a_file_that_was_tried_can_be_thrown_away(visitor: Visitor) -> None:
    place = upload(visitor)
    visitor.post(f"{place}/discard")
    assert visitor.get(place).status_code == 404
    assert "<script>" not in upload_hostile(visitor)


def upload_hostile(visitor: Visitor) -> str:
    content = a_file().replace("Tuinplan", "'<script>alert(1)</script>'")
    return str(visitor.get(upload(visitor, content)).text)
