"""The pages of administrators: nobody else gets in, and every form does what it says."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete, select, update

from service.app import create_app
from service.retention_choices import ages_of
from service.reviewing.arriving import Arrival, add_files
from service.reviewing.filters import Filters
from service.reviewing.queue import queue_page
from service.store.review_tables import Call
from service.store.tables import ApiKey, Assessment, AuditEntry
from tests.fakes.backends import TestService, a_service
from tests.fakes.reviewing import ADA, ANNA, STRANGER, a_call, dossiers_of
from tests.fakes.visitors import Doorman, Visitor

DAY = timedelta(days=1)


def test_forms_that_are_not_ours_change_nothing(visitor: Visitor) -> None:
    visitor.become(ADA).get("/admin/calls")
    for path in (
        "calls",
        "calls/x",
        "calls/x/proposals",
        "keys",
        "keys/revoke",
        "strategies",
        "strategies/withdraw",
        "strategies/trials/x/install",
        "work/requeue",
        "work/cancel",
        "work/dismiss",
        "retention",
        "audit",
    ):
        assert visitor.post(f"/admin/{path}", {"title": "x"}, token="forged").status_code == 403


NEW_CALL = {"title": "Najaar", "reviewers": "anna\r\n\r\nbram", "blind": "yes", "sample": "12,5"}


def make_call(visitor: Visitor) -> str:
    visitor.become(ADA).get("/admin/calls")
    page = str(visitor.post("/admin/calls", NEW_CALL).headers["location"])
    return page.split("?", maxsplit=1)[0].rsplit("/", 1)[-1]


def test_a_call_is_made_and_changed(visitor: Visitor, service: TestService) -> None:
    call_id = make_call(visitor)
    visitor.post(f"/admin/calls/{call_id}", {**NEW_CALL, "title": "Winter", "blind": "no"})
    with service.backend.database.read() as session:
        call = session.get_one(Call, call_id)
    assert (call.title, call.blind, call.sample_share) == ("Winter", False, 0.125)
    assert call.reviewers == ["anna", "bram"]


def test_files_and_tables_come_into_a_call(visitor: Visitor, service: TestService) -> None:
    call_id = make_call(visitor)
    names = ("a.txt", "b.txt", ".verborgen")
    files = [("file", (f"map/{name}", b"Wij openen een digipunt.")) for name in names]
    added = visitor.post(f"/admin/calls/{call_id}/proposals", {"way": "files", "applicant": "Gent"}, files)
    assert added.headers["location"].endswith("done=added")
    table = [("file", ("lijst.csv", b"name,text\nLoket,Wij bouwen een loket.\n"))]
    visitor.post(f"/admin/calls/{call_id}/proposals", {"way": "table"}, table)
    service.work_off()
    assert len(dossiers_of(service, call_id)) == 3


@pytest.mark.parametrize(
    "form",
    [
        {"title": " "},
        {"title": "x", "sample": "101"},
        {"title": "x", "opens": "2026-02-01", "closes": "2026-01-01"},
    ],
)
def test_a_call_that_cannot_be_is_refused_with_a_reason(visitor: Visitor, form: dict[str, str]) -> None:
    visitor.become(ADA).get("/admin/calls")
    page = visitor.post("/admin/calls", form)
    assert page.status_code == 422
    assert 'role="alert"' in page.text


def test_a_batch_of_a_portal_joins_a_call(visitor: Visitor, service: TestService) -> None:
    call = a_call(service, [])
    visitor.become(ADA).get("/admin/calls")
    items = {"items": [{"sections": [{"text": "Wij openen een digipunt."}]}] * 2}
    batch = visitor.client.post("/v1/batches", json=items).json()["id"]
    visitor.post(f"/admin/calls/{call.id}/proposals", {"way": "batch", "batch": batch})
    service.work_off()
    assert len(queue_page(service.backend, ANNA, call.id, Filters()).rows) == 2
    visitor.become(STRANGER)
    assert visitor.get(f"/admin/calls/{call.id}").status_code == 404


def test_a_key_is_shown_once_and_can_be_taken_back(visitor: Visitor, service: TestService) -> None:
    visitor.become(ADA).get("/admin/keys")
    page = visitor.post("/admin/keys", {"name": "Portaal", "role": ["portal"], "days": "30"}).text
    (secret,) = re.findall(r'class="secret">([^<]+)<', page)
    assert secret not in visitor.get("/admin/keys").text
    with service.backend.database.read() as session:
        key = session.scalars(select(ApiKey)).one()
    assert key.hash != secret
    visitor.become(STRANGER)
    visitor.get("/admin/keys")
    assert visitor.post("/admin/keys/revoke", {"key": key.prefix}).status_code == 404
    visitor.become(ADA).get("/admin/keys")
    visitor.post("/admin/keys/revoke", {"key": key.prefix})
    assert "Ingetrokken op" in visitor.get("/admin/keys").text
    assert visitor.post("/admin/keys", {"name": "Niets"}).status_code == 422


def test_retention_is_shortened_only_after_saying_what_goes(visitor: Visitor, service: TestService) -> None:
    a_call(service, ["Wij openen een digipunt."])
    with service.backend.database.write() as session:
        session.execute(update(Assessment).values(finished_at=service.backend.services.now() - 50 * DAY))
    visitor.become(ADA).get("/admin/retention")
    wish = {"files": "40", "texts": "365", "reports": "0"}
    asked = visitor.post("/admin/retention", wish).text
    assert "1 controle is ouder" in asked
    assert ages_of(service.backend, "test")[0].days == 90
    answer = visitor.post("/admin/retention", {**wish, "sure": "yes"})
    assert "De bewaring is aangepast" in visitor.get(answer.headers["location"]).text
    assert "Gekozen door ada" in visitor.get("/admin/retention").text
    assert visitor.post("/admin/retention", {"files": "lang"}).headers["location"].endswith("fault=days")
    assert [age.days for age in ages_of(service.backend, "test")] == [40, 365, 0]


def test_what_the_operator_fixed_cannot_be_changed(tmp_path: Path) -> None:
    made = a_service(tmp_path, migrated=False, keep_files_days=90)
    with TestClient(create_app(made.backend), follow_redirects=False) as client:
        visitor = Visitor(client, Doorman())
        page = visitor.get("/admin/retention").text
        assert "SPEERWIJZER_KEEP_FILES_DAYS" in page
        assert re.search(r'id="files"[^>]* disabled', page)
        visitor.post("/admin/retention", {"files": "500", "texts": "500", "reports": "0"})
    assert [age.days for age in ages_of(made.backend, "test")] == [90, 500, 0]


def test_the_audit_log_is_shown_and_verified(visitor: Visitor, service: TestService) -> None:
    a_call(service, ["Wij openen een digipunt."])
    visitor.become(ADA)
    assert "call.created" in visitor.get("/admin/audit").text
    assert "De keten klopt" in visitor.post("/admin/audit").text
    with service.backend.database.write() as session:
        session.execute(update(AuditEntry).where(AuditEntry.number == 2).values(principal="iemand"))
    assert "breekt bij regel 2" in visitor.post("/admin/audit").text


def test_an_end_that_was_cut_off_is_noticed_by_a_line_that_was_kept(
    visitor: Visitor, service: TestService
) -> None:
    a_call(service, ["Wij openen een digipunt."])
    visitor.become(ADA).get("/admin/audit")
    (kept,) = re.findall(r'class="hash">(\d+:[0-9a-f]{64})<', visitor.post("/admin/audit").text)
    assert "staat er nog onveranderd" in visitor.post("/admin/audit", {"known": kept}).text
    with service.backend.database.write() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.number == int(kept.split(":")[0])))
    assert "De keten klopt" in visitor.post("/admin/audit").text
    assert "er ontbreekt een regel" in visitor.post("/admin/audit", {"known": kept}).text


def test_a_job_that_was_given_up_can_be_tried_again(visitor: Visitor, service: TestService) -> None:
    from service.store.tables import Job

    a_call(service, ["Wij openen een digipunt."])
    with service.backend.database.write() as session:
        session.execute(update(Job).values(state="failed", stopped=True))
        job = session.scalars(select(Job.id)).one()
    visitor.become(ADA)
    assert job in visitor.get("/admin/work").text
    visitor.post("/admin/work/requeue", {"job": job})
    assert "Geen taak is opgegeven" in visitor.get("/admin/work").text
    service.work_off()
    assert job not in visitor.get("/admin/work").text


def test_a_job_that_was_given_up_tells_the_kind_of_fault_and_no_text(
    visitor: Visitor, service: TestService
) -> None:
    a_call(service, ["FAULT Zeldzaamwoord in een voorstel."])
    page = visitor.become(ADA).get("/admin/work").text
    assert "SlipError" in page
    assert "Zeldzaamwoord" not in page
    (job,) = re.findall(r'action="/admin/work/dismiss">.*?name="job" value="([^"]+)"', page)
    visitor.post("/admin/work/dismiss", {"job": job})
    assert "Geen taak is opgegeven" in visitor.get("/admin/work").text
    assert visitor.post("/admin/work/requeue", {"job": job}).status_code == 404


def test_a_job_that_waits_can_be_stopped(visitor: Visitor, service: TestService) -> None:
    call = a_call(service, [])
    add_files(service.backend, ADA, call.id, [Arrival("plan.txt", b"Wij openen een digipunt.")], "nl")
    page = visitor.become(ADA).get("/admin/work").text
    (job,) = re.findall(r'action="/admin/work/cancel">.*?name="job" value="([^"]+)"', page)
    visitor.become(STRANGER).get("/admin/work")
    assert visitor.post("/admin/work/cancel", {"job": job}).status_code == 404
    visitor.become(ADA).get("/admin/work")
    visitor.post("/admin/work/cancel", {"job": job})
    assert "Er is nu niets te doen" in visitor.get("/admin/work").text
    with service.backend.database.read() as session:
        assert session.scalars(select(Assessment.state)).all() == ["cancelled"]
    assert visitor.post("/admin/work/cancel", {"job": job}).status_code == 404


def test_what_could_not_be_read_is_listed_with_its_reason(visitor: Visitor, service: TestService) -> None:
    call = a_call(service, [])
    add_files(service.backend, ADA, call.id, [Arrival("plan.pdf", b"%PDF-1.7 kapot")], "nl")
    service.work_off()
    visitor.become(ADA)
    page = visitor.get("/admin/work").text.split('id="unreadable"')[1]
    assert "beschadigd" in page
    visitor.client.cookies.set("language", "en")
    assert "beschadigd" not in visitor.get("/admin/work").text
