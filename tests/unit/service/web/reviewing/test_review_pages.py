"""The pages of reviewers: who gets in, what is covered, what a form does."""

import re

import pytest

from service.ports import ADMINISTRATOR, PORTAL, REVIEWER, SUBMITTER, Principal
from service.reviewing.handling import add_tag
from service.reviewing.reviews import Intent
from service.store.page_tables import Reply
from service.store.review_tables import Dossier
from tests.fakes.backends import TestService
from tests.fakes.reviewing import ADA, ANNA, BRAM, SPEARHEADS, STRANGER, ACall, a_call, all_grades, grade
from tests.fakes.visitors import Visitor

TEXT = "Wij openen een digipunt voor inwoners. De stad bouwt een loket dat gegevens deelt."
HOSTILE = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"
TABS = ("", "/portfolio", "/overlap", "/agreement")
MACHINE = re.compile(r'class="(?:badge|machine|bar|over)|class="mini|<mark|data-machine|Kans op|probability')


@pytest.fixture
def call(service: TestService) -> ACall:
    return a_call(service, [TEXT, f"FLAGS {TEXT}"])


def filled_in(intent: Intent = Intent.SHOW, **grades: str) -> dict[str, str]:
    given = {f"grade-{name}": value for name, value in all_grades(**grades).items()}
    return {**given, "intent": intent}


def places(call: ACall) -> list[str]:
    tabs = [f"/review/calls/{call.id}{tab}" for tab in TABS]
    return ["/review", *tabs, f"/review/dossiers/{call.dossiers[0]}"]


def test_nobody_is_led_to_signing_in(visitor: Visitor, call: ACall) -> None:
    for path in places(call):
        page = visitor.get(path)
        assert page.status_code == 303
        assert page.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("role", [SUBMITTER, PORTAL])
def test_other_roles_are_turned_away(visitor: Visitor, call: ACall, role: str) -> None:
    visitor.become(Principal("iemand", "test", frozenset({role})))
    assert [visitor.get(path).status_code for path in places(call)] == [403] * len(places(call))


def test_another_organisation_finds_nothing(visitor: Visitor, call: ACall) -> None:
    visitor.become(STRANGER)
    assert call.id not in visitor.get("/review").text
    assert [visitor.get(path).status_code for path in places(call)[1:]] == [404] * (len(places(call)) - 1)


def test_a_reviewer_of_another_call_finds_nothing(visitor: Visitor, call: ACall) -> None:
    visitor.become(Principal("carl", "test", frozenset({REVIEWER})))
    assert visitor.get(f"/review/calls/{call.id}").status_code == 404


def test_every_page_answers_in_every_language(visitor: Visitor, call: ACall, service: TestService) -> None:
    visitor.become(ANNA)
    grade(service, ANNA, call.dossiers[0])
    grade(service, BRAM, call.dossiers[0], S1="core")
    for language in ("nl", "en", "fr"):
        visitor.client.cookies.set("language", language)
        for path in [*places(call), f"/review/dossiers/{call.dossiers[0]}/compare"]:
            page = visitor.get(path)
            assert page.status_code == 200
            assert f'<html lang="{language}"' in page.text


def test_nothing_of_the_checker_is_in_any_page_before_own_grades(visitor: Visitor, call: ACall) -> None:
    visitor.become(ANNA)
    desk = f"/review/dossiers/{call.dossiers[0]}"
    main = visitor.get(desk).text
    assert MACHINE.findall(main) == []
    visitor.post(desk, {"grade-S1": "core", "intent": "draft"})
    assert MACHINE.findall(visitor.get(desk).text) == []
    for tab in ("", "/portfolio"):
        page = visitor.get(f"/review/calls/{call.id}{tab}").text
        assert 'class="mini' not in re.sub(r'<p class="legend.*?</p>', "", page, flags=re.S)
    assert visitor.post(desk, filled_in()).status_code == 303
    assert MACHINE.findall(visitor.get(desk).text)


def test_a_review_from_blind_to_finished_without_a_script(visitor: Visitor, call: ACall) -> None:
    visitor.become(ANNA)
    desk = f"/review/dossiers/{call.dossiers[0]}"
    visitor.get(desk)
    visitor.post(desk, filled_in())
    owed = visitor.post(desk, filled_in(Intent.FINISH))
    assert owed.status_code == 422
    assert "S1, S2, S5, S6, S9" in owed.text
    reasons = {f"reason-{name}": f"Reden bij {name}." for name in SPEARHEADS}
    done = visitor.post(desk, {**filled_in(Intent.FINISH), **reasons, "onward": "yes"})
    assert done.headers["location"] == f"/review/dossiers/{call.dossiers[1]}?done=finish"
    page = visitor.get(desk).text
    assert "Reden bij S1." in page
    assert "Afgerond op" in page


def test_a_script_that_saves_gets_no_page(visitor: Visitor, call: ACall) -> None:
    visitor.become(ANNA)
    desk = f"/review/dossiers/{call.dossiers[0]}"
    visitor.get(desk)
    form = {"grade-S1": "core", "notes": "Nog nalezen", "quietly": "yes"}
    assert visitor.post(desk, form).status_code == 204
    assert visitor.post(desk, {**form, "notes": "x" * 20_001}).status_code == 422
    assert "Nog nalezen" in visitor.get(desk).text


def test_forms_that_are_not_ours_change_nothing(visitor: Visitor, call: ACall) -> None:
    visitor.become(ADA)
    visitor.get(f"/review/dossiers/{call.dossiers[0]}")
    for path in (
        f"/review/dossiers/{call.dossiers[0]}",
        f"/review/dossiers/{call.dossiers[0]}/handling",
        f"/review/dossiers/{call.dossiers[0]}/archive",
        f"/review/calls/{call.id}/dossiers",
        f"/review/calls/{call.id}/grades",
        f"/review/calls/{call.id}/views",
        f"/review/calls/{call.id}/export",
        f"/review/calls/{call.id}/labels",
    ):
        assert visitor.post(path, {"act": "tag"}, token="forged").status_code == 403


def test_looking_by_grade_asks_for_the_choice_first(visitor: Visitor, call: ACall) -> None:
    visitor.become(ANNA)
    queue = f"/review/calls/{call.id}"
    assert "Wie op graad wil kijken" in visitor.get(f"{queue}?sort=S1").text
    assert 'name="sort"' not in visitor.get(queue).text
    visitor.post(f"{queue}/grades")
    assert 'name="sort"' in visitor.get(f"{queue}?sort=S1").text


def test_hostile_words_are_only_words(visitor: Visitor, service: TestService) -> None:
    visitor.become(ANNA)
    call = a_call(service, [f"{TEXT} {HOSTILE}"])
    desk = f"/review/dossiers/{call.dossiers[0]}"
    visitor.get(desk)
    visitor.post(desk, {**filled_in(), "notes": HOSTILE, "reason-S1": HOSTILE})
    reply_to(service, call, HOSTILE)
    for path in (
        desk,
        f"/review/calls/{call.id}?words={HOSTILE}",
        f"/review/calls/{call.id}?fault={HOSTILE}",
    ):
        page = visitor.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "&lt;script&gt;alert" in visitor.get(desk).text


def reply_to(service: TestService, call: ACall, text: str) -> None:
    now = service.backend.services.now()
    with service.backend.database.write() as session:
        assessment_id = session.get_one(Dossier, call.dossiers[0]).assessment_id
        reply = Reply(id="r", number=1, spearhead="S3", text=text, created_by="lead", created_at=now)
        reply.assessment_id = assessment_id
        session.add(reply)


def test_the_reply_of_an_applicant_is_shown_and_no_form_takes_it_away(
    visitor: Visitor, call: ACall, service: TestService
) -> None:
    reply_to(service, call, "Wij zien dit anders.")
    covered = visitor.become(ANNA).get(f"/review/dossiers/{call.dossiers[0]}").text
    assert "Wij zien dit anders." not in covered
    assert "De indiener reageerde" in covered
    grade(service, ANNA, call.dossiers[0])
    page = visitor.get(f"/review/dossiers/{call.dossiers[0]}").text
    assert "Wij zien dit anders." in page
    assert not re.search(r"<(?:button|a|form)[^>]*repl", page)


def test_two_readers_are_put_side_by_side(visitor: Visitor, call: ACall, service: TestService) -> None:
    visitor.become(ANNA)
    desk = f"/review/dossiers/{call.dossiers[0]}"
    grade(service, BRAM, call.dossiers[0], S1="core", S3="contributes")
    assert visitor.get(f"{desk}/compare").headers["location"] == f"{desk}?fault=own_grades_first"
    grade(service, ANNA, call.dossiers[0], S1="core")
    page = visitor.get(f"{desk}/compare").text
    assert "bram" in page
    assert page.count('class="differs"') == 1


def test_exports_and_archive(visitor: Visitor, call: ACall, service: TestService) -> None:
    visitor.become(ANNA)
    grade(service, ANNA, call.dossiers[0], Intent.FINISH, dict.fromkeys(SPEARHEADS, "Neen."))
    visitor.get(f"/review/calls/{call.id}")
    table = visitor.post(
        f"/review/calls/{call.id}/export", {"format": "xlsx", "dossier": list(call.dossiers)}
    )
    assert table.content.startswith(b"PK")
    kept = visitor.post(f"/review/dossiers/{call.dossiers[0]}/archive", {"redacted": "yes"})
    assert kept.headers["content-type"] == "application/zip"
    assert visitor.post(f"/review/calls/{call.id}/labels").status_code == 403
    assert visitor.become(ADA).post(f"/review/calls/{call.id}/labels").content.startswith(b"PK")


def test_bulk_actions_and_views_keep_the_place(visitor: Visitor, call: ACall) -> None:
    visitor.become(ANNA)
    queue = f"/review/calls/{call.id}"
    visitor.get(queue)
    done = visitor.post(
        f"{queue}/dossiers",
        {"act": "tag", "tag": "navragen", "dossier": list(call.dossiers), "at-words": "plan"},
    )
    assert done.headers["location"] == f"{queue}?words=plan&page=&done=tagged".replace("&page=", "")
    visitor.post(f"{queue}/views", {"name": "Navragen", "tag": "navragen"})
    page = visitor.get(f"{queue}?tag=navragen").text
    assert f'href="{queue}?tag=navragen">Navragen' in page
    nothing = visitor.post(f"{queue}/dossiers", {"act": "tag", "tag": "x"})
    assert nothing.headers["location"].endswith("fault=nothing_chosen")


def test_an_administrator_alone_sees_no_more_than_a_reviewer(
    visitor: Visitor, call: ACall, service: TestService
) -> None:
    add_tag(service.backend, ADA, call.id, call.dossiers, "gezien")
    visitor.become(Principal("ada", "test", frozenset({ADMINISTRATOR})))
    page = visitor.get(f"/review/dossiers/{call.dossiers[0]}").text
    assert MACHINE.findall(page) == []
