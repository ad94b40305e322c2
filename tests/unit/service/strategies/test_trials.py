"""A strategy file tried on what is there: counted right, a few at a time, and never twice."""

import pytest

from service.jobs.stranded import Stranded
from service.problems import Problem
from service.reviewing.errors import ReviewingError
from service.store.admin_tables import StrategyTrial
from service.strategies.installing import install
from service.strategies.moves import Move, unpacked
from service.strategies.trials import (
    AT_ONCE,
    SAMPLE,
    TrialState,
    advance,
    discard,
    fail,
    preview,
    read_file,
)
from service.submissions import Submission, submit
from tests.fakes.backends import TestService
from tests.fakes.reviewing import ADA, STRANGER
from tests.fakes.strategy_files import TermEngine, a_file

SECOND = a_file("2", {"W": "beek", "B": "boomgaard", "M": "harmonie"})


def begun(service: TestService, texts: list[str], *, every: bool = True) -> str:
    """Assessments by the first version, and a preview of the second; gives the id of the trial."""
    name = install(service.backend, ADA, read_file(service.backend, ADA, a_file()))
    for text in texts:
        submit(service.backend, ADA, Submission("plan.txt", text.encode(), name, "nl"))
    service.work_off()
    trial_id = read_file(service.backend, ADA, SECOND)
    preview(service.backend, ADA, trial_id, name, every=every)
    return trial_id


def trial(service: TestService, trial_id: str) -> StrategyTrial:
    with service.backend.database.read() as session:
        return session.get_one(StrategyTrial, trial_id)


def test_what_grades_become_is_counted_and_listed(service: TestService) -> None:
    trial_id = begun(service, ["Een waterput.", "Een beek.", "Een boomgaard."])
    service.work_off()
    ended = trial(service, trial_id)
    assert (ended.state, ended.done, ended.unread) == (TrialState.DONE, 3, 0)
    found = unpacked(ended.found)
    assert found.spearheads == ["W", "B", "M"]
    assert list(found.of("W")) == [("core", "none", 1), ("none", "core", 1), ("none", "none", 1)]
    assert list(found.of("M")) == [("", "none", 3)]
    assert len(found.changed) == 3  # each lacks the new spearhead
    moves = [move for moves in found.changed.values() for move in moves if move.spearhead == "W"]
    assert sorted(moves, key=str) == [Move("W", "core", "none"), Move("W", "none", "core")]


def test_many_are_done_a_few_at_a_time(service: TestService) -> None:
    trial_id = begun(service, [f"Een waterput, nummer {number}." for number in range(AT_ONCE + 2)])
    work = service.queue.trials
    assert work == [(trial_id, 1, 0)]
    engine = TermEngine(service.engine.strategy)
    assert advance(service.backend, lambda _: engine, trial_id, 1, 0) == AT_ONCE
    assert advance(service.backend, lambda _: engine, trial_id, 1, 0) == AT_ONCE  # a step done twice
    assert trial(service, trial_id).done == AT_ONCE
    service.work_off()
    counted = unpacked(trial(service, trial_id).found)
    assert sum(number for _, _, number in counted.of("B")) == AT_ONCE + 2


def test_preview_that_broke_goes_on_from_what_is_done(service: TestService) -> None:
    trial_id = begun(service, [f"Een waterput, nummer {number}." for number in range(AT_ONCE + 2)])
    engine = TermEngine(service.engine.strategy)
    advance(service.backend, lambda _: engine, trial_id, 1, 0)
    service.queue.trials.clear()
    service.queue.faults += [f"trial-{trial_id}-1-0", "trial-00000000-0000-0000-0000-000000000000-1-0"]
    stranded = Stranded(service.backend, set, lambda _: None)
    stranded.look()
    assert (service.queue.trials, service.queue.faults) == ([(trial_id, 2, AT_ONCE)], [])
    service.work_off()
    assert trial(service, trial_id).state == TrialState.DONE
    service.queue.faults.append(f"trial-{trial_id}-2-{AT_ONCE}")
    stranded.look()
    assert service.queue.trials == []


def test_sample_is_a_part_and_the_same_part_each_time(service: TestService) -> None:
    trial_id = begun(service, [f"Waterput {number}." for number in range(SAMPLE + 3)], every=False)
    first = trial(service, trial_id).members
    preview(service.backend, ADA, trial_id, "tuin", every=False)
    assert len(set(first)) == SAMPLE
    assert trial(service, trial_id).members == first
    assert advance(service.backend, lambda _: service.engine, trial_id, 1, 0) is None  # of the round before


def test_erased_texts_are_counted_apart(service: TestService) -> None:
    trial_id = begun(service, ["Een waterput."])
    for path in list(service.backend.files.storage.paths()):
        service.backend.files.storage.delete(path)
    service.work_off()
    assert (trial(service, trial_id).unread, unpacked(trial(service, trial_id).found).counts) == (1, {})


def test_preview_that_failed_says_so_and_a_discarded_one_is_gone(service: TestService) -> None:
    trial_id = begun(service, ["Een waterput."])
    fail(service.backend, trial_id)
    assert trial(service, trial_id).state == TrialState.FAILED
    with pytest.raises(Problem, match="resourceNotFound"):
        discard(service.backend, STRANGER, trial_id)
    discard(service.backend, ADA, trial_id)
    assert advance(service.backend, lambda _: service.engine, trial_id, 1, 0) is None
    with pytest.raises(Problem, match="resourceNotFound"):
        preview(service.backend, ADA, trial_id, "tuin", every=True)


def test_without_assessments_there_is_nothing_to_preview(service: TestService) -> None:
    trial_id = read_file(service.backend, ADA, SECOND)
    with pytest.raises(ReviewingError, match="no_assessments"):
        preview(service.backend, ADA, trial_id, "vlaanderen-2025", every=True)
