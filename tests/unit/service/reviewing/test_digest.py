"""What is worked out over a call beside its pages: when it is made, added to and erased."""

from dataclasses import replace

import pytest

from corpus.documents import Document
from models.assessment import Assessment
from service.erasure import erase
from service.ports import Principal
from service.problems import Problem
from service.reviewing.digest import kept_digest, make_digest
from service.reviewing.mapping import call_map
from service.reviewing.overlapping import compared_pair, overlapping
from service.store.files import MissingFile
from service.store.review_tables import Call, Dossier
from tests.fakes.assessments import an_alignment
from tests.fakes.backends import TestService
from tests.fakes.engines import PROBABILITIES, FakeEngine
from tests.fakes.reviewing import ADA, ANNA, BRAM, STRANGER, ACall, a_call, add, dossiers_of, grade

COPIED = " ".join(f"woord{number}" for number in range(400))
OTHER = " ".join(f"ander{number}" for number in range(400))
TEXTS = ("S1=core", COPIED, COPIED + " en nog iets", OTHER)


def call_in(service: TestService, call: ACall) -> Call:
    with service.backend.database.read() as session:
        return session.get_one(Call, call.id)


@pytest.fixture
def call(service: TestService) -> ACall:
    return a_call(service, TEXTS)


def test_it_is_there_as_soon_as_the_last_proposal_was_read(service: TestService, call: ACall) -> None:
    digest = kept_digest(service.backend, call_in(service, call))
    assert digest is not None
    assert list(digest.chances) == list(call.dossiers)
    found = overlapping(service.backend, ANNA, call.id)
    assert (found.compared, found.unread, found.left_out, found.waiting) == (4, 0, 0, 0)
    (pair,) = found.pairs
    assert (pair.first.number, pair.second.number) == (2, 3)
    assert pair.share > 0.9


def test_pages_tell_what_waits_where_it_could_not_be_made(service: TestService, call: ACall) -> None:
    service.backend.files.delete("test", f"{call.id}.digest")
    found = overlapping(service.backend, ANNA, call.id)
    assert (found.made, found.waiting, found.pairs) == (False, 4, ())
    make_digest(service.backend, call_in(service, call))
    assert overlapping(service.backend, ANNA, call.id).waiting == 0


def test_what_was_compared_is_not_compared_again(service: TestService, call: ACall) -> None:
    for path in list(service.backend.files.storage.paths()):
        if path.endswith(".result"):
            service.backend.files.storage.delete(path)
    add(service, call.id, ["Een nieuw voorstel over iets anders."])
    (pair,) = overlapping(service.backend, ANNA, call.id).pairs
    assert pair.share > 0.9
    assert not compared_pair(service.backend, ANNA, call.id, (2, 3)).read


def test_a_pair_is_shown_passage_by_passage(service: TestService, call: ACall) -> None:
    found = compared_pair(service.backend, ANNA, call.id, (2, 3))
    assert found.read
    assert found.overlap.passages
    for principal, numbers in ((STRANGER, (2, 3)), (ANNA, (2, 9)), (ANNA, (2, 2))):
        with pytest.raises(Problem):
            compared_pair(service.backend, principal, call.id, numbers)


def test_it_goes_with_an_assessment_that_is_erased(service: TestService, call: ACall) -> None:
    with service.backend.database.read() as session:
        assessment = session.get_one(Dossier, call.dossiers[1]).assessment_id
    erase(service.backend, Principal("ada", "test"), assessment)
    with pytest.raises(MissingFile):
        service.backend.files.get("test", f"{call.id}.digest")
    make_digest(service.backend, call_in(service, call))
    assert not overlapping(service.backend, ANNA, call.id).pairs


def test_files_outside_the_queue_stay_out_of_sight_in_a_blind_call(service: TestService) -> None:
    call = a_call(service, (f"S1=core {COPIED}", COPIED), share=0.0)
    assert not overlapping(service.backend, ANNA, call.id).pairs
    sighted = a_call(service, (f"S1=core {OTHER}", OTHER), share=0.0, blind=False)
    assert len(overlapping(service.backend, ANNA, sighted.id).pairs) == 1


class ChancesEngine(FakeEngine):
    """Gives a spearhead the chance that goes with its grade."""

    def assess(self, document: Document) -> Assessment:
        found = FakeEngine.assess(self, document)
        chances = {item.grade: (0.1, PROBABILITIES[item.grade]) for item in found.alignments}
        alignments = tuple(
            an_alignment(item.spearhead, item.grade, None, chances[item.grade]) for item in found.alignments
        )
        return replace(found, alignments=alignments)


def test_the_map_holds_what_its_viewer_may_see(service: TestService) -> None:
    service = replace(service, engine=ChancesEngine(service.engine.strategy))
    call = a_call(service, ["S1=core", "S1=core S2=core", "S3=core", "S4=contributes"])
    covered = call_map(service.backend, ANNA, call.id)
    assert (covered.plane, covered.covered, list(covered.points)) == (None, 4, [])
    for dossier in call.dossiers[:3]:
        grade(service, ANNA, dossier)
    mine = call_map(service.backend, ANNA, call.id)
    assert [point.number for point in mine.points] == [1, 2, 3]
    assert mine.points[0].nearest[0] == (call.dossiers[1], 2)
    assert call_map(service.backend, BRAM, call.id).covered == 4


def test_a_proposal_that_cannot_be_read_is_not_waited_for(service: TestService) -> None:
    call = a_call(service, ["S1=core"])
    add(service, call.id, [""])
    assert len(dossiers_of(service, call.id)) == 2
    assert overlapping(service.backend, ADA, call.id).waiting == 0
