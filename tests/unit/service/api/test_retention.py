"""What is kept for how long, and that nothing of it is left behind afterwards."""

from datetime import timedelta
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import select

from service.erasure import left_file
from service.retention import Removed, Rules, apply_rules
from service.store.dossiers import digest_file
from service.store.tables import Base
from tests.fakes.backends import TestService

MARKER = "Zeldzaamwoordvoorditonderzoek"
PLAN = f"S3=core We delen gegevens. {MARKER} staat hier.\n".encode()
DAY = timedelta(days=1)


def _handed_in(client: TestClient, service: TestService) -> str:
    files = {"file": (f"{MARKER}.txt", PLAN)}
    sent = {"reference": MARKER}
    answer = client.post("/v1/assessments", files=files, data=sent, headers={"Idempotency-Key": MARKER})
    service.work_off()
    id = str(answer.json()["id"])
    for suffix in ("report.html", "report.md", "text"):
        assert client.get(f"/v1/assessments/{id}/{suffix}").status_code == 200
    return id


def _bytes_left(service: TestService) -> bytes:
    """All that is on disk, the database with its journals included; on PostgreSQL all rows of all tables."""
    folder = service.backend.settings.data_folder
    found = [path.read_bytes() + path.name.encode() for path in folder.rglob("*") if path.is_file()]
    with service.backend.database.read() as session:
        for table in Base.metadata.sorted_tables:
            found += [repr(tuple(row)).encode() for row in session.execute(select(table))]
    return b"".join(found)


def _applied(service: TestService, rules: Rules, days: int) -> Removed:
    return apply_rules(
        service.backend, lambda _: rules, service.backend.services.now() + timedelta(days=days)
    )


def test_erasing_leaves_no_byte_of_a_proposal(client: TestClient, service: TestService) -> None:
    id = _handed_in(client, service)
    assert MARKER.encode() in _bytes_left(service)
    assert client.delete(f"/v1/assessments/{id}").status_code == 204
    assert MARKER.encode() not in _bytes_left(service)


def test_report_that_is_old_leaves_no_byte(client: TestClient, service: TestService) -> None:
    id = _handed_in(client, service)
    rules = Rules(reports=30 * DAY)
    assert _applied(service, rules, 29) == Removed()
    assert _applied(service, rules, 31) == Removed(reports=1)
    assert client.get(f"/v1/assessments/{id}").status_code == 404
    assert MARKER.encode() not in _bytes_left(service)
    assert _applied(service, rules, 31) == Removed()


def test_old_file_goes_and_the_report_stays(client: TestClient, service: TestService) -> None:
    id = _handed_in(client, service)
    report = client.get(f"/v1/assessments/{id}").content
    assert _applied(service, Rules(files=30 * DAY), 31) == Removed(files=1)
    assert _applied(service, Rules(files=30 * DAY), 31) == Removed()
    assert PLAN not in _bytes_left(service)
    assert client.get(f"/v1/assessments/{id}").content == report
    assert client.get(f"/v1/assessments/{id}/report.html").status_code == 200


def test_old_text_goes_with_its_renderings_and_the_report_stays(
    client: TestClient, service: TestService
) -> None:
    id = _handed_in(client, service)
    report = client.get(f"/v1/assessments/{id}").content
    assert _applied(service, Rules(texts=30 * DAY), 31) == Removed(texts=1)
    assert _applied(service, Rules(texts=30 * DAY), 31) == Removed()
    assert client.get(f"/v1/assessments/{id}").content == report
    for suffix in ("report.html", "text"):
        assert client.get(f"/v1/assessments/{id}/{suffix}").status_code in {404, 410}


def test_same_file_handed_in_after_its_text_was_removed_is_assessed_anew(
    client: TestClient, service: TestService
) -> None:
    _handed_in(client, service)
    _applied(service, Rules(files=30 * DAY, texts=30 * DAY), 31)
    answer = client.post("/v1/assessments", files={"file": ("a.txt", PLAN)})
    assert service.work_off() == 1
    assert client.get(f"/v1/assessments/{answer.json()['id']}/text").status_code == 200


def test_file_that_somebody_asked_for_lately_stays(client: TestClient, service: TestService) -> None:
    _handed_in(client, service)
    client.post("/v1/assessments", files={"file": ("a.txt", PLAN)}, data={"strategy": "sdg-2030"})
    assert _applied(service, Rules(files=30 * DAY), 31) == Removed()
    service.work_off()
    assert _applied(service, Rules(files=30 * DAY), 31) == Removed(files=1)


def test_what_is_still_being_worked_on_is_never_removed(client: TestClient, service: TestService) -> None:
    client.post("/v1/assessments", files={"file": ("a.txt", PLAN)})
    everything = Rules(files=DAY, texts=DAY, reports=DAY)
    assert _applied(service, everything, 1000) == Removed()
    assert service.work_off() == 1


def test_no_rule_removes_nothing(client: TestClient, service: TestService) -> None:
    _handed_in(client, service)
    assert _applied(service, Rules(), 10_000) == Removed()


def test_what_is_no_proposal_is_left_to_those_who_made_it(client: TestClient, service: TestService) -> None:
    id = _handed_in(client, service)
    files = service.backend.files
    (organisation,) = {path.split("/")[0] for path in files.storage.paths()}
    notes = {files.keep(organisation, name(id), b"x") for name in (left_file, digest_file)}
    assert _applied(service, Rules(files=30 * DAY, texts=30 * DAY), 31) == Removed(files=1, texts=1)
    assert {path.rpartition("/")[2] for path in files.storage.paths()} == notes


def test_audit_log_knows_what_went_and_holds_no_text(client: TestClient, service: TestService) -> None:
    from service.audit.log import entries, verify_log

    id = _handed_in(client, service)
    _applied(service, Rules(reports=DAY), 2)
    last = list(entries(service.backend.database))[-1]
    assert (last.action, last.subject) == ("assessment.expired", id)
    assert verify_log(service.backend.database).broken is None


def test_logs_hold_nothing_of_a_proposal(client: TestClient, service: TestService, tmp_path: Path) -> None:
    import logging

    from service.observability.logs import set_up_logs

    root = logging.getLogger()
    before = root.handlers[:], root.level
    with (tmp_path / "log").open("w+", encoding="utf-8") as stream:
        set_up_logs(stream)
        _handed_in(client, service)
        client.post("/v1/assessments", files={"file": (f"{MARKER}.pdf", b"%PDF-1.7 " + PLAN)})
        client.get(f"/v1/assessments?reference={MARKER}")
        client.get(f"/v1/{MARKER}")
        service.work_off()
        root.handlers[:], root.level = before
        stream.seek(0)
        assert MARKER not in stream.read()
