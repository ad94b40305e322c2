"""The sample of low-graded files: told as a whole, and only when it tells of no single file."""

import pytest

from service.reviewing.sampling import SampleOutcome, sample_outcome
from service.store.review_tables import Dossier
from tests.fakes.backends import TestService
from tests.fakes.reviewing import ANNA, BRAM, ACall, a_call, grade

LOW = ["S5=none plan over iets anders"] * 8


def outcome(service: TestService, call: ACall) -> SampleOutcome:
    found = sample_outcome(service.backend, ANNA, call.id)
    assert found is not None
    return found


def sampled(service: TestService, call: ACall) -> list[str]:
    with service.backend.database.read() as session:
        return [id for id in call.dossiers if session.get_one(Dossier, id).sampled]


def draw(service: TestService) -> ACall:
    """A call of which the lot draws at least two files."""
    for _ in range(20):
        call = a_call(service, [*LOW, "S1=core"], share=0.5, focus=("S1", "S2"))
        if len(sampled(service, call)) >= 2:
            return call
    raise AssertionError("the lot never fell")


def test_nothing_is_told_before_the_whole_sample_is_graded(service: TestService) -> None:
    call = draw(service)
    drawn = sampled(service, call)
    for dossier in drawn[:-1]:
        grade(service, ANNA, dossier, S1="core")
    found = outcome(service, call)
    assert (found.low_graded, found.sampled, found.above, found.grades) == (8, len(drawn), None, None)


def test_the_outcome_counts_what_reviewers_gave_first(service: TestService) -> None:
    call = draw(service)
    drawn = sampled(service, call)
    for dossier in drawn:
        grade(service, ANNA, dossier)
    grade(service, BRAM, drawn[0], S1="core", S9="core")
    grade(service, ANNA, drawn[1], S1="contributes")  # changed afterwards, with the checker in view
    found = outcome(service, call)
    assert found.above is not None
    assert found.above.value == pytest.approx(1 / len(drawn))
    assert 0 < found.above.low < found.above.value < found.above.high < 1
    assert found.grades == {"S1": {"core": 1}, "S2": {}}
    assert found.unread == 8 - len(drawn)


def test_a_call_that_reads_everything_has_no_sample(service: TestService) -> None:
    call = a_call(service, LOW[:1])
    assert sample_outcome(service.backend, ANNA, call.id) is None
