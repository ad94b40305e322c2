"""Strategies of an organisation: seen by every process, chosen by nobody else, withdrawn when unused."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select

from corpus.errors import InvalidStrategy
from service.problems import Problem
from service.reviewing.calls import CallWish, create_call
from service.reviewing.errors import ReviewingError
from service.states import State
from service.store.tables import Assessment, AuditEntry
from service.strategies.installing import Uses, install, uses_of, withdraw
from service.strategies.trials import read_file
from service.submissions import Submission, submit
from tests.fakes.backends import TestService
from tests.fakes.reviewing import ADA, STRANGER
from tests.fakes.strategy_files import a_file


def installed(service: TestService, content: str = "") -> str:
    return install(service.backend, ADA, read_file(service.backend, ADA, content or a_file()))


def check(service: TestService, strategy: str, text: str = "Wij graven een waterput.") -> Assessment:
    submission = Submission("plan.txt", text.encode(), strategy, "nl")
    made = submit(service.backend, ADA, submission).assessment
    service.work_off()
    with service.backend.database.read() as session:
        return session.get_one(Assessment, made.id)


def test_installed_strategy_grades_and_outlives_the_process(service: TestService) -> None:
    name = installed(service)
    elsewhere = replace(service, backend=replace(service.backend))  # another process on the same database
    assert name in elsewhere.backend.strategies.names(ADA.organisation)
    found = check(elsewhere, name)
    assert found.state == State.DONE
    assert {each.spearhead: each.grade for each in found.grades} == {"W": "core", "B": "none"}


def test_another_organisation_cannot_choose_it(service: TestService) -> None:
    name = installed(service)
    assert name not in service.backend.strategies.names(STRANGER.organisation)
    assert service.backend.strategies.chosen(name, STRANGER.organisation) is None
    with pytest.raises(Problem, match="badRequest"):
        submit(service.backend, STRANGER, Submission("plan.txt", b"Waterput.", name, "nl"))
    with pytest.raises(Problem, match="badRequest"):
        create_call(service.backend, STRANGER, CallWish("Oproep", name))
    with pytest.raises(Problem, match="resourceNotFound"):
        withdraw(service.backend, STRANGER, name)


def test_each_version_has_a_name_of_its_own(service: TestService) -> None:
    names = [installed(service, a_file(version)) for version in ("1", "2", "Najaar 2026!")]
    assert names == ["tuin", "tuin_2", "tuin_Najaar-2026"]
    shipped = installed(service, a_file("9", id="vlaanderen-2025"))
    assert shipped == "vlaanderen-2025_9"
    theirs = install(service.backend, STRANGER, read_file(service.backend, STRANGER, a_file("2")))
    assert theirs == "tuin_2_2"


def test_names_that_are_given_out_at_the_same_moment_differ(service: TestService) -> None:
    trials = [read_file(service.backend, ADA, a_file(version)) for version in "1234"]
    with ThreadPoolExecutor(len(trials)) as pool:
        names = list(pool.map(partial(install, service.backend, ADA), trials))
    assert sorted(names, key=len)[0] == "tuin"
    assert len(set(names)) == len(trials)


@pytest.mark.parametrize(
    ("again", "reason"),
    [(a_file(), "strategy_there"), (a_file(terms={"W": "beek", "B": "bos"}), "strategy_version")],
)
def test_file_or_version_that_is_there_already_is_refused(
    service: TestService, again: str, reason: str
) -> None:
    installed(service)
    with pytest.raises(ReviewingError, match=reason):
        installed(service, again)


def test_file_with_problems_is_refused_with_all_of_them(service: TestService) -> None:
    with pytest.raises(InvalidStrategy) as refused:
        read_file(service.backend, ADA, "id: tuin\nversie: 2\nspearheads: []\n")
    lines = [problem.line for problem in refused.value.problems]
    assert len(lines) > 2
    assert lines == sorted(lines)


def test_only_what_nothing_uses_is_withdrawn(service: TestService) -> None:
    idle, checked, called = (installed(service, a_file(version)) for version in ("1", "2", "3"))
    check(service, checked)
    create_call(service.backend, ADA, CallWish("Oproep", called))
    withdraw(service.backend, ADA, idle)
    for name in (checked, called):
        with pytest.raises(ReviewingError, match="strategy_used"):
            withdraw(service.backend, ADA, name)
    assert set(service.backend.strategies.names(ADA.organisation)) >= {checked, called}
    assert idle not in service.backend.strategies.names(ADA.organisation)
    with service.backend.database.read() as session:
        assert uses_of(session, [checked, called], ADA.organisation) == {
            checked: Uses(1, 0),
            called: Uses(0, 1),
        }


def test_log_tells_who_installed_and_withdrew(service: TestService) -> None:
    name = installed(service)
    withdraw(service.backend, ADA, name)
    with service.backend.database.read() as session:
        rows = list(session.scalars(select(AuditEntry).order_by(AuditEntry.number)))
    assert [row.action for row in rows] == ["strategy.read", "strategy.installed", "strategy.withdrawn"]
    assert {row.principal for row in rows} == {"ada"}
    assert rows[1].details == rows[2].details
