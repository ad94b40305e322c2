"""Figures for people: of one organisation and one strategy, and right to the unit."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from service.observability.figures import DAYS, Figures, Kept, figures_of
from service.reviewing.reviews import Intent
from service.store.tables import Assessment
from tests.fakes.backends import TestService, a_service
from tests.fakes.databases import KINDS, an_empty_database
from tests.fakes.reviewing import ADA, ANNA, STRATEGY, a_call, grade


@pytest.fixture(params=KINDS)
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestService]:
    with an_empty_database(request.param, tmp_path) as url:
        made = a_service(tmp_path, url, migrated=False)
        yield made
        made.backend.close()


def figures(service: TestService, organisation: str = ADA.organisation, strategy: str = STRATEGY) -> Figures:
    backend = service.backend
    return figures_of(backend.database, organisation, strategy, backend.services.now())


def moved(service: TestService, number: int, *, days: int, seconds: int) -> None:
    """Let one assessment, in order of its text, have come in some days ago and taken some seconds."""
    came = service.backend.services.now() - timedelta(days=days)
    with service.backend.database.write() as session:
        session.execute(
            update(Assessment)
            .where(Assessment.name == f"plan-{number}.txt")
            .values(created_at=came, finished_at=came + timedelta(seconds=seconds))
        )


def test_days_count_what_came_in_and_what_failed(service: TestService) -> None:
    a_call(service, ["Plan."] * 3 + ["FAULT Plan."])
    moved(service, 1, days=2, seconds=4)
    moved(service, 2, days=DAYS + 1, seconds=4)
    found = figures(service)
    assert len(found.days) == DAYS
    assert [(day.done, day.failed) for day in found.days][-3:] == [(1, 0), (0, 0), (1, 1)]
    assert (found.handed_in, found.failed, found.put_aside) == (3, 1, 1)
    assert figures(service, "elsewhere").handed_in == 0


def test_half_and_nine_out_of_ten(service: TestService) -> None:
    assert figures(service).seconds is None
    a_call(service, ["Plan."] * 10)
    for number in range(1, 11):
        moved(service, number, days=1, seconds=number)
    assert figures(service).seconds == (5.0, 9.0)


def test_grades_are_counted_by_spearhead_and_strategy(service: TestService) -> None:
    a_call(service, ["S1=core", "S1=uncertain S9=core", "Niets."])
    found = figures(service)
    assert list(found.grades) == [f"S{number}" for number in range(1, 10)]
    assert found.grades["S1"] == {"core": 1, "uncertain": 1, "none": 1}
    assert found.uncertain == pytest.approx(1 / 27)
    assert figures(service, strategy="sdg-2030").grades == {}


def test_reviews_count_once_finished_and_not_where_the_checker_was_uncertain(service: TestService) -> None:
    call = a_call(service, ["S1=core S2=uncertain"])
    grade(service, ANNA, call.dossiers[0])
    assert figures(service).reviewed == {}
    grade(service, ANNA, call.dossiers[0], Intent.FINISH, reasons={"S1": "Alleen genoemd."})
    found = figures(service).reviewed
    assert found["S1"] == Kept(0, 1)
    assert found["S3"] == Kept(1, 0)
    assert "S2" not in found
