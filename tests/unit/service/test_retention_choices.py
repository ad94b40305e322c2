"""Ages at which things go: chosen by an organisation for itself, unless the settings fix them."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from service.retention import Removed, Rules, apply_rules
from service.retention_choices import Origin, ages_of, choose_ages, rules_in_force, shorter
from service.reviewing.errors import ReviewingError
from service.store.tables import Assessment, AuditEntry
from service.submissions import Submission, submit
from tests.fakes.backends import TestService, a_service
from tests.fakes.databases import KINDS, an_empty_database
from tests.fakes.reviewing import ADA, STRANGER


@pytest.fixture(params=KINDS)
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestService]:
    with an_empty_database(request.param, tmp_path) as url:
        made = a_service(tmp_path, url, migrated=False, keep_reports_days=400)
        for who in (ADA, STRANGER):
            submit(made.backend, who, Submission("plan.txt", b"S1=core Plan.", "vlaanderen-2025", "nl"))
        made.work_off()
        yield made
        made.backend.close()


def after(service: TestService, days: int) -> Removed:
    """What the keeper removes when so many days have gone by."""
    from datetime import timedelta

    backend = service.backend
    return apply_rules(
        backend, partial(rules_in_force, backend), backend.services.now() + timedelta(days=days)
    )


def test_ages_tell_where_they_come_from(service: TestService) -> None:
    choose_ages(service.backend, ADA, {"texts": 30})
    found = {age.kind: (age.days, age.origin) for age in ages_of(service.backend, ADA.organisation)}
    assert found == {
        "files": (90, Origin.STANDARD),
        "texts": (30, Origin.CHOSEN),
        "reports": (400, Origin.FIXED),
    }
    assert ages_of(service.backend, STRANGER.organisation)[1].origin is Origin.STANDARD


def test_keeper_goes_by_the_choice_and_for_that_organisation_alone(service: TestService) -> None:
    choose_ages(service.backend, ADA, {"files": 10})
    assert after(service, 9) == Removed()
    assert after(service, 11) == Removed(files=1)
    assert after(service, 89) == Removed()
    assert after(service, 91) == Removed(files=1)


def test_longer_and_without_end_go_too(service: TestService) -> None:
    choose_ages(service.backend, ADA, {"files": 0, "texts": 3000})
    assert rules_in_force(service.backend, ADA.organisation).files is None
    assert after(service, 399) == Removed(files=1, texts=1)  # of the other organisation
    assert after(service, 401) == Removed(reports=2)
    with service.backend.database.read() as session:
        assert session.scalars(select(Assessment)).all() == []


def test_what_a_shorter_age_would_remove_is_known_before(service: TestService) -> None:
    assert shorter(service.backend, ADA.organisation, {"files": 91, "texts": 30}) == {"texts": 0}


@pytest.mark.parametrize(
    ("wished", "reason"), [({"files": -1}, "days"), ({"texts": 40_000}, "days"), ({"reports": 20}, "fixed")]
)
def test_what_cannot_be_chosen_is_refused(service: TestService, wished: dict[str, int], reason: str) -> None:
    with pytest.raises(ReviewingError, match=reason):
        choose_ages(service.backend, ADA, wished)
    assert (
        rules_in_force(service.backend, ADA.organisation)
        == rules_in_force(service.backend, STRANGER.organisation)
        != Rules()
    )


def test_a_choice_is_logged_with_what_it_was_before(service: TestService) -> None:
    choose_ages(service.backend, ADA, {"files": 90, "texts": 30, "reports": 400})
    with service.backend.database.read() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "retention.changed")).all()
    assert [(row.principal, row.subject, row.details) for row in rows] == [
        ("ada", "texts", {"days": 30, "before": 365})
    ]
