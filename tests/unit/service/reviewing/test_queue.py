"""The queue: in order of arrival, a random share of low-graded files in it unmarked, choices logged."""

from dataclasses import fields

import pytest
from sqlalchemy import select

from service.reviewing.arriving import Arrival, add_files
from service.reviewing.desk import review_desk
from service.reviewing.errors import ReviewingError
from service.reviewing.filters import Filters
from service.reviewing.handling import add_tag, assign, drop_view, keep_view, kept_views, remove_tag
from service.reviewing.queue import QueuePage, QueueRow, queue_page
from service.reviewing.sight import choose_grades
from service.store.dossiers import drawn
from service.store.review_tables import Call, Dossier
from service.store.tables import AuditEntry
from tests.fakes.backends import TestService
from tests.fakes.reviewing import ADA, ANNA, BRAM, a_call, add, dossiers_of, grade


def numbers(page: QueuePage) -> list[int]:
    return [row.number for row in page.rows]


def actions(service: TestService) -> list[str]:
    with service.backend.database.read() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)))


def test_the_queue_is_in_order_of_arrival(service: TestService) -> None:
    call = a_call(service, ["S1=none", "S1=core", "S1=contributes"])
    assert numbers(queue_page(service.backend, ANNA, call.id, Filters())) == [1, 2, 3]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(sort="S1"),
        Filters(spearhead="S1", grade="core"),
        Filters(certainty="sure"),
        Filters(aside="1"),
    ],
)
def test_looking_by_grade_is_a_choice_that_is_logged(service: TestService, filters: Filters) -> None:
    call = a_call(service, ["S1=none", "S1=core"])
    with pytest.raises(ReviewingError):
        queue_page(service.backend, ANNA, call.id, filters)
    choose_grades(service.backend, ANNA, call.id)
    choose_grades(service.backend, ANNA, call.id)
    assert actions(service).count("call.grades_in_view") == 1
    queue_page(service.backend, ANNA, call.id, filters)
    with pytest.raises(ReviewingError):
        queue_page(service.backend, BRAM, call.id, filters)


def test_sorting_by_a_spearhead_keeps_the_order_of_arrival_within_a_grade(service: TestService) -> None:
    call = a_call(service, ["S1=none", "S1=core", "S1=uncertain", "S1=core"])
    choose_grades(service.backend, ANNA, call.id)
    assert numbers(queue_page(service.backend, ANNA, call.id, Filters(sort="S1"))) == [2, 4, 3, 1]


def test_filters(service: TestService) -> None:
    call = a_call(service, ["S1=core S2=uncertain", "S1=core", "S3=core"])
    add(service, call.id, ["S4=core van een ander"], "Brugge")
    choose_grades(service.backend, ANNA, call.id)
    add_tag(service.backend, ANNA, call.id, [call.dossiers[2]], "navragen")
    assign(service.backend, ADA, call.id, [call.dossiers[1]], "bram", second=False)
    for filters, expected in (
        (Filters(spearhead="S1", grade="core"), [1, 2]),
        (Filters(certainty="unsure"), [1]),
        (Filters(certainty="sure"), [2, 3, 4]),
        (Filters(applicant="Brugge"), [4]),
        (Filters(tag="navragen"), [3]),
        (Filters(assigned="bram"), [2]),
        (Filters(words="PLAN-3"), [3]),
        (Filters(words="%"), []),
        (Filters(status="read"), []),
    ):
        assert numbers(queue_page(service.backend, ANNA, call.id, filters)) == expected


def test_blind_rows_hold_no_grades_until_the_viewer_gave_own_ones(service: TestService) -> None:
    call = a_call(service, ["S1=core", "S1=core"])
    grade(service, ANNA, call.dossiers[1])
    first, second = queue_page(service.backend, ANNA, call.id, Filters()).rows
    assert first.grades is None
    assert second.grades is not None
    assert second.grades["S1"] == "core"
    assert all(row.grades is None for row in queue_page(service.backend, BRAM, call.id, Filters()).rows)


def test_a_share_of_low_graded_files_joins_the_queue(service: TestService) -> None:
    call = a_call(service, ["S1=core", *["S1=none"] * 30], share=0.3)
    with service.backend.database.read() as session:
        rows = list(session.scalars(select(Dossier).order_by(Dossier.number)))
        seed = session.get_one(Call, call.id).sample_seed
    assert [row.queued for row in rows] == [True, *(drawn(seed, row.id, 0.3) for row in rows[1:])]
    assert [row.sampled for row in rows] == [False, *(row.queued for row in rows[1:])]
    assert 0 < sum(row.sampled for row in rows) < 30


def test_the_same_seed_draws_the_same_and_about_the_share_that_was_asked() -> None:
    ids = [f"dossier-{number}" for number in range(4000)]
    first = [drawn(7, id, 0.1) for id in ids]
    assert first == [drawn(7, id, 0.1) for id in ids]
    assert first != [drawn(8, id, 0.1) for id in ids]
    assert 320 < sum(first) < 480  # four standard deviations around 400


def test_no_mark_of_the_draw_reaches_a_reviewer() -> None:
    names = {field.name for field in fields(QueueRow)}
    assert not names & {"sampled", "queued", "unsure"}


def test_low_grades_are_those_in_the_focus_of_the_call(service: TestService) -> None:
    call = a_call(service, ["S1=core", "S2=contributes"], share=0.0, focus=["S2"])
    assert numbers(queue_page(service.backend, ANNA, call.id, Filters())) == [2]


def test_a_file_that_cannot_be_read_is_for_people_to_see(service: TestService) -> None:
    call = a_call(service, ["S1=core"], share=0.0)
    add_files(service.backend, ADA, call.id, [Arrival("leeg.txt", b"")], "nl")
    service.work_off()
    page = queue_page(service.backend, ANNA, call.id, Filters())
    assert [row.state for row in page.rows] == ["done", "failed"]
    assert review_desk(service.backend, ANNA, page.rows[1].id).outcome is None


def test_bulk_actions_leave_grades_and_status_alone(service: TestService) -> None:
    call = a_call(service, ["S1=core", "S1=none"])
    before = queue_page(service.backend, ANNA, call.id, Filters()).rows
    add_tag(service.backend, ANNA, call.id, call.dossiers, "tweede kijk")
    assign(service.backend, ANNA, call.id, call.dossiers, "anna", second=False)
    after = queue_page(service.backend, ANNA, call.id, Filters()).rows
    assert [row.tags for row in after] == [("tweede kijk",)] * 2
    assert [row.status for row in after] == [row.status for row in before]
    remove_tag(service.backend, ANNA, call.id, call.dossiers, "tweede kijk")
    assert not queue_page(service.backend, ANNA, call.id, Filters()).choices["tag"]


def test_nobody_is_both_readers_and_strangers_are_none(service: TestService) -> None:
    call = a_call(service, ["S1=core"])
    assign(service.backend, ADA, call.id, call.dossiers, "anna", second=False)
    for reader in ("anna", "zoe"):
        with pytest.raises(ReviewingError):
            assign(service.backend, ADA, call.id, call.dossiers, reader, second=True)


def test_views_are_kept_for_their_owner(service: TestService) -> None:
    call = a_call(service, ["S1=core"])
    keep_view(service.backend, ANNA, call.id, "Gent", Filters(applicant="Gent", words="plan"))
    (view,) = kept_views(service.backend, ANNA, call.id)
    assert view.query == {"applicant": "Gent", "words": "plan"}
    assert kept_views(service.backend, BRAM, call.id) == []
    drop_view(service.backend, ANNA, call.id, "Gent")
    assert kept_views(service.backend, ANNA, call.id) == []


def test_the_same_file_twice_is_two_dossiers_with_one_result(
    service: TestService,
) -> None:
    call = a_call(service, ["S1=core"])
    add(service, call.id, ["S1=core"])
    assert len(dossiers_of(service, call.id)) == 2
    assert numbers(queue_page(service.backend, ANNA, call.id, Filters())) == [1, 2]
