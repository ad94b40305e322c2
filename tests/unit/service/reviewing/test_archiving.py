"""What leaves with a dossier or a whole call: replies travel along, names do not if so asked."""

import io
import json
import zipfile
from collections.abc import Mapping

import pytest
from sqlalchemy import select

from service.ports import SUBMITTER, Principal
from service.reviewing.archiving import archive
from service.reviewing.call_archive import archive_call
from service.reviewing.errors import ReviewingError
from service.reviewing.exporting import export_table
from service.reviewing.reviews import Entry, Intent, save
from service.store.jobs import new_id
from service.store.page_tables import Reply
from service.store.review_tables import Dossier
from service.store.tables import AuditEntry
from tests.fakes.backends import TestService
from tests.fakes.reviewing import ANNA, BRAM, ACall, a_call, all_grades, grade

SUBMITTER_OF_ONE = Principal("wout", "test", frozenset({SUBMITTER}))
REPLY = "Toch wel, zie blz. 2."


def members(content: bytes) -> Mapping[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode(errors="replace") for name in packed.namelist()}


def whole(service: TestService, call: ACall, *, redacted: bool = False) -> Mapping[str, str]:
    return members(b"".join(archive_call(service.backend, ANNA, call.id, "nl", redacted=redacted)))


def reply(service: TestService, dossier_id: str, text: str) -> None:
    with service.backend.database.write() as session:
        assessment = session.get_one(Dossier, dossier_id).assessment_id
        now = service.backend.services.now()
        session.add(Reply(id=new_id(), assessment_id=assessment, number=1, spearhead="S1", text=text,
                          created_by=SUBMITTER_OF_ONE.name, created_at=now))  # fmt: skip


@pytest.fixture
def call(service: TestService) -> ACall:
    """Two dossiers that Anna has graded and one that she has not; the applicant of the first replied."""
    made = a_call(service, ["S1=core", "S2=core", "S3=core"])
    notes = "Bram belt naar 0470 12 34 56; anna vraagt na."
    save(service.backend, BRAM, made.dossiers[0], Entry(all_grades(), notes=notes), Intent.SHOW)
    for dossier in made.dossiers[:2]:
        grade(service, ANNA, dossier, Intent.DRAFT)
        grade(service, ANNA, dossier)
    reply(service, made.dossiers[0], REPLY)
    return made


def test_replies_travel_with_a_dossier(service: TestService, call: ACall) -> None:
    found = members(archive(service.backend, ANNA, call.dossiers[0], "nl", redacted=False))
    (told,) = json.loads(found["replies.json"])["replies"]
    assert (told["spearhead"], told["text"], told["by"]) == ("S1", REPLY, "wout")
    assert REPLY in found["report.html"]


def test_redaction_reaches_what_reviewers_wrote(service: TestService, call: ACall) -> None:
    found = members(archive(service.backend, ANNA, call.dossiers[0], "nl", redacted=True))
    for word in ("anna", "bram", "wout", "0470"):
        assert word not in "".join(found.values()).casefold(), word
    notes = [review["notes"] for review in json.loads(found["reviews.json"])["reviews"]]
    assert "reviewer 2 belt naar [telefoonnummer]; reviewer 1 vraagt na." in notes
    assert json.loads(found["replies.json"])["replies"][0]["by"] == "applicant"


def test_a_call_leaves_as_one_archive_without_what_is_covered(service: TestService, call: ACall) -> None:
    found = whole(service, call)
    assert {name.split("/")[0] for name in found} == {"dossiers.csv", "left-out.txt", "00001", "00002"}
    assert found["left-out.txt"] == "3\n"
    assert REPLY in found["00001/replies.json"]
    assert REPLY in found["dossiers.csv"]
    with service.backend.database.read() as session:
        actions = list(session.scalars(select(AuditEntry.action)))
    assert actions.count("call.archived") == 1


def test_people_have_the_same_number_all_over_a_redacted_archive(service: TestService, call: ACall) -> None:
    found = whole(service, call, redacted=True)
    for name in ("00001/reviews.json", "00002/reviews.json"):
        assert "reviewer 1" in {each["reviewer"] for each in json.loads(found[name])["reviews"]}
    assert not any(name in text.casefold() for text in found.values() for name in ("anna", "bram"))


def test_whoever_graded_nothing_takes_nothing_along(service: TestService, call: ACall) -> None:
    with pytest.raises(ReviewingError) as caught:
        archive_call(service.backend, BRAM, call.id, "nl", ids=call.dossiers[1:])
    assert caught.value.key == "own_grades_first"
    table = export_table(service.backend, BRAM, call.id, "csv", ids=call.dossiers[1:]).decode()
    assert REPLY not in table


def test_a_text_that_was_erased_is_told_of(service: TestService, call: ACall) -> None:
    for path in list(service.backend.files.storage.paths()):
        if path.endswith(".result"):
            service.backend.files.storage.delete(path)
    assert whole(service, call)["left-out.txt"] == "1\n2\n3\n"
