"""What leaves a call: tables, labels and dossiers; nothing that is still covered, and every export logged."""

import io
import json
import zipfile
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import select

from corpus.annotated import read_labelled_folder
from service.reviewing.agreeing import call_agreement, disagreements
from service.reviewing.archiving import archive
from service.reviewing.arriving import Arrival, add_files, add_table
from service.reviewing.errors import ReviewingError
from service.reviewing.exporting import export_annotated, export_table
from service.reviewing.portfolio import portfolio
from service.reviewing.reviews import Intent
from service.reviewing.sight import choose_grades
from service.store.tables import Assessment, AuditEntry
from tests.fakes.backends import TestService
from tests.fakes.reviewing import ADA, ANNA, BRAM, SPEARHEADS, a_call, dossiers_of, grade

PROVENANCE = (
    "sha256", "assessed_at", "strategy", "strategy_version", "strategy_sha256", "engine_version", "encoder",
    "encoder_sha256", "artefact_sha256", "settings_sha256", "code_sha256",
)  # fmt: skip


def table(content: bytes) -> list[dict[str, str | None]]:
    return pl.read_csv(content, infer_schema=False).to_dicts()


def members(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name).decode(errors="replace") for name in packed.namelist()}


def logged(service: TestService, action: str) -> int:
    with service.backend.database.read() as session:
        return len(session.scalars(select(AuditEntry).where(AuditEntry.action == action)).all())


def test_a_table_tells_where_every_grade_comes_from(service: TestService) -> None:
    call = a_call(service, ["S1=core"])
    grade(service, ANNA, call.dossiers[0], Intent.FINISH, {"S1": "Te vaag."}, S2="none")
    (row,) = table(export_table(service.backend, ANNA, call.id, "csv"))
    assert (row["S1"], row["S1_reviewer"], row["S1_reason"]) == ("core", "none", "Te vaag.")
    with service.backend.database.read() as session:
        report = json.loads(session.scalars(select(Assessment.report)).one() or "")
    told = {**report["strategy"], **report["engine"]}
    assert set(PROVENANCE) <= set(row)
    assert all(row[column] for column in PROVENANCE)
    assert (row["strategy_sha256"], row["code_sha256"]) == (told["sha256"], told["codeSha256"])
    book = pl.read_excel(export_table(service.backend, ANNA, call.id, "xlsx"), infer_schema_length=0)
    assert [book[column][0] for column in PROVENANCE] == [row[column] for column in PROVENANCE]
    assert logged(service, "call.exported") == 2


def test_a_table_holds_no_grades_that_are_still_covered(service: TestService) -> None:
    call = a_call(service, ["S1=core"])
    grade(service, ANNA, call.dossiers[0], S1="contributes")
    (row,) = table(export_table(service.backend, BRAM, call.id, "csv"))
    assert not any(value for name, value in row.items() if name.startswith("S1") or name == "reviewer")


def test_names_of_reviewers_are_left_out_on_request(service: TestService) -> None:
    call = a_call(service, ["S1=core"])
    grade(service, BRAM, call.dossiers[0])
    grade(service, ANNA, call.dossiers[0])
    rows = table(export_table(service.backend, ANNA, call.id, "csv", redacted=True))
    assert sorted(str(row["reviewer"]) for row in rows) == ["reviewer 1", "reviewer 2"]
    content = archive(service.backend, ANNA, call.dossiers[0], "nl", redacted=True)
    assert not any(name in text for text in members(content).values() for name in ("anna", "bram"))


def test_no_cell_is_a_formula(service: TestService) -> None:
    call = a_call(service, ["S1=core"])
    add_files(service.backend, ADA, call.id, [Arrival("=1+1.txt", b"x y z", '=HYPERLINK("evil")')], "nl")
    service.work_off()
    rows = table(export_table(service.backend, ANNA, call.id, "csv"))
    assert [row["name"] for row in rows] == ["plan-1.txt", "'=1+1.txt"]
    book = pl.read_excel(export_table(service.backend, ANNA, call.id, "xlsx"), infer_schema_length=0)
    assert book["name"].to_list() == ["plan-1.txt", "=1+1.txt"]


def test_labels_can_be_read_as_a_dataset(service: TestService, tmp_path: Path) -> None:
    call = a_call(service, ["S1=core", "S2=core", "S3=core"])
    reasons = dict.fromkeys(SPEARHEADS, "Neen.")
    grade(service, ANNA, call.dossiers[0], Intent.FINISH, reasons, S2="core", S5="contributes")
    grade(service, ANNA, call.dossiers[1], S1="core")
    for person, given in ((ANNA, "core"), (BRAM, "none")):
        grade(service, person, call.dossiers[2], Intent.FINISH, reasons, S3=given)
    with zipfile.ZipFile(io.BytesIO(export_annotated(service.backend, ADA, call.id))) as packed:
        packed.extractall(tmp_path / "labels")
    (label,) = read_labelled_folder(tmp_path / "labels")
    assert (label.id, label.language, label.grades) == (call.dossiers[0], "nl", {"S2": 2, "S5": 1})
    assert label.path.read_text() == "S1=core"
    assert logged(service, "call.labels_exported") == 1


def test_without_finished_reviews_there_are_no_labels(service: TestService) -> None:
    call = a_call(service, ["S1=core"])
    with pytest.raises(ReviewingError):
        export_annotated(service.backend, ADA, call.id)


def test_a_dossier_holds_report_text_reviews_and_log(service: TestService) -> None:
    call = a_call(service, ["S1=core"])
    with pytest.raises(ReviewingError):
        archive(service.backend, ANNA, call.dossiers[0], "nl", redacted=False)
    grade(service, ANNA, call.dossiers[0], Intent.FINISH, {"S1": "Te vaag."})
    found = members(archive(service.backend, ANNA, call.dossiers[0], "nl", redacted=False))
    assert {"report.json", "report.html", "text.txt", "reviews.json", "log.jsonl"} <= set(found)
    (review,) = json.loads(found["reviews.json"])["reviews"]
    assert (review["reviewer"], review["grades"]["S1"]["reason"]) == ("anna", "Te vaag.")
    steps = [json.loads(line)["action"] for line in found["log.jsonl"].splitlines()]
    assert steps[:2] == ["assessment.created", "dossier.added"]
    assert "review.finish" in steps


def test_agreement_and_disagreements_of_a_call(service: TestService) -> None:
    call = a_call(service, ["S1=core", "S1=core"])
    for dossier in call.dossiers:
        grade(service, ANNA, dossier, S1="core")
    grade(service, BRAM, call.dossiers[0])
    found = call_agreement(service.backend, ADA, call.id)
    assert (found.reviews, found.reviewers) == (3, 2)
    assert (found.overrides[0].judged, found.overrides[0].overridden) == (3, 1)
    (item,) = disagreements(service.backend, ANNA, call.id)
    assert (item.number, item.spearhead, item.grades) == (1, "S1", {"anna": "core", "bram": "none"})
    assert disagreements(service.backend, ADA, call.id) == []


def test_a_portfolio_counts_what_its_viewer_may_see(service: TestService) -> None:
    call = a_call(service, ["S1=core", "S1=core"])
    grade(service, ANNA, call.dossiers[0], S1="contributes")
    mine = portfolio(service.backend, ANNA, call.id)
    assert (mine.covered, mine.machine["S1"], mine.people["S1"]) == (1, {"core": 1}, {"contributes": 1})
    theirs = portfolio(service.backend, BRAM, call.id)
    assert (theirs.covered, theirs.machine, theirs.people) == (2, {}, {})
    choose_grades(service.backend, BRAM, call.id)
    assert portfolio(service.backend, BRAM, call.id).machine["S1"] == {"core": 2}


def test_rows_of_a_table_become_dossiers(service: TestService) -> None:
    call = a_call(service, [])
    content = b'name,applicant,text\nDigipunt,Gent,"S1=core <b>plan</b>"\nLoket,Brugge,S5=core\n'
    assert add_table(service.backend, ADA, call.id, "lijst.csv", content, "nl") == 2
    service.work_off()
    assert len(dossiers_of(service, call.id)) == 2
    for wrong in (b"titel\nplan\n", b"\xff\xfe\x00"):
        with pytest.raises(ReviewingError):
            add_table(service.backend, ADA, call.id, "lijst.csv", wrong, "nl")
