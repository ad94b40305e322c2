"""Own grades first; a reason for what differs; everything that changed stays to be seen."""

import pytest

from service.problems import Problem
from service.reviewing.desk import ReviewDesk, review_desk
from service.reviewing.errors import ReviewingError
from service.reviewing.reviews import Entry, Intent, save
from service.reviewing.sight import choose_grades
from service.reviewing.statuses import Status
from service.store.tables import Assessment
from tests.fakes.backends import TestService
from tests.fakes.reviewing import ADA, ANNA, BRAM, STRANGER, a_call, all_grades, grade


def shown(desk: ReviewDesk) -> dict[str, str]:
    return {item.spearhead.id: item.alignment.grade.value for item in desk.spearheads if item.alignment}


def test_nothing_of_the_checker_is_there_before_own_grades_are_fixed(service: TestService) -> None:
    call = a_call(service, ["S1=core S2=uncertain"])
    for step in (None, {"S1": "core"}, all_grades()):
        if step:
            save(service.backend, ANNA, call.dossiers[0], Entry(step))
        desk = review_desk(service.backend, ANNA, call.dossiers[0])
        assert not desk.open
        assert shown(desk) == {}
        assert desk.outcome is not None
        assert desk.outcome.alignments == ()
    grade(service, ANNA, call.dossiers[0])
    assert shown(review_desk(service.backend, ANNA, call.dossiers[0]))["S1"] == "core"
    assert shown(review_desk(service.backend, BRAM, call.dossiers[0])) == {}


def test_own_grades_are_fixed_only_when_there_is_one_for_every_spearhead(service: TestService) -> None:
    call = a_call(service, ["S1=core"])
    entry = Entry({"S1": "core", "S2": "none"}, notes="half")
    with pytest.raises(ReviewingError) as caught:
        save(service.backend, ANNA, call.dossiers[0], entry, Intent.SHOW)
    assert caught.value.spearheads == ("S3", "S4", "S5", "S6", "S7", "S8", "S9")
    desk = review_desk(service.backend, ANNA, call.dossiers[0])
    assert (desk.open, desk.notes, desk.spearheads[0].own.grade) == (False, "half", "core")


def test_a_grade_that_differs_needs_a_reason_and_both_stay(service: TestService) -> None:
    call = a_call(service, ["S1=core S2=uncertain"])
    with pytest.raises(ReviewingError) as caught:
        grade(service, ANNA, call.dossiers[0], Intent.FINISH, S2="contributes")
    assert (caught.value.key, caught.value.spearheads) == ("reasons_missing", ("S1",))
    grade(service, ANNA, call.dossiers[0], Intent.FINISH, {"S1": "Alleen genoemd."}, S2="contributes")
    desk = review_desk(service.backend, ANNA, call.dossiers[0])
    assert desk.dossier.status == Status.READ
    assert (desk.spearheads[0].own.grade, desk.spearheads[0].own.reason) == ("none", "Alleen genoemd.")
    assert shown(desk)["S1"] == "core"
    assert [item.differs for item in desk.spearheads[:2]] == [True, False]


def test_a_reason_that_is_taken_away_opens_the_review_again(service: TestService) -> None:
    call = a_call(service, ["S1=core"])
    grade(service, ANNA, call.dossiers[0], Intent.FINISH, {"S1": "Te vaag."})
    save(service.backend, ANNA, call.dossiers[0], Entry({"S1": "none"}, {"S1": " "}))
    desk = review_desk(service.backend, ANNA, call.dossiers[0])
    assert desk.finished_at is None
    assert desk.dossier.status == Status.READING


def test_the_history_keeps_every_change_and_whether_the_checker_was_in_view(service: TestService) -> None:
    call = a_call(service, ["S1=core"])
    save(service.backend, ANNA, call.dossiers[0], Entry({"S1": "none"}))
    save(service.backend, ANNA, call.dossiers[0], Entry({"S1": "none"}))
    grade(service, ANNA, call.dossiers[0], S1="contributes")
    save(service.backend, ANNA, call.dossiers[0], Entry({"S1": "core"}))
    desk = review_desk(service.backend, ANNA, call.dossiers[0])
    changes = [(c.before, c.after, c.sighted) for c in desk.changes if c.spearhead == "S1"]
    assert changes == [(None, "none", False), ("none", "contributes", False), ("contributes", "core", True)]
    assert (desk.spearheads[0].own.first, desk.spearheads[0].own.grade) == ("contributes", "core")


def test_the_report_of_the_checker_never_changes(service: TestService) -> None:
    call = a_call(service, ["S1=core"])
    with service.backend.database.read() as session:
        before = session.query(Assessment).one().report
    grade(service, ANNA, call.dossiers[0], Intent.FINISH, {"S1": "Neen."})
    with service.backend.database.read() as session:
        assert session.query(Assessment).one().report == before


def test_two_readers_do_not_see_each_other_before_their_own_grades(service: TestService) -> None:
    call = a_call(service, ["S1=core"])
    grade(service, ANNA, call.dossiers[0], S1="core")
    assert review_desk(service.backend, BRAM, call.dossiers[0]).others == ()
    grade(service, BRAM, call.dossiers[0])
    (other,) = review_desk(service.backend, BRAM, call.dossiers[0]).others
    assert (other.reviewer, other.grades["S1"]) == ("anna", "core")


@pytest.mark.parametrize("peeks", [True, False])
def test_who_chose_to_sort_by_grade_does_not_review_blind(service: TestService, peeks: bool) -> None:
    call = a_call(service, ["S1=core"])
    if peeks:
        choose_grades(service.backend, ANNA, call.id)
    grade(service, ANNA, call.dossiers[0])
    assert review_desk(service.backend, ANNA, call.dossiers[0]).blind is not peeks


def test_a_call_that_is_not_blind_shows_the_checker_at_once(service: TestService) -> None:
    call = a_call(service, ["S1=core"], blind=False)
    desk = review_desk(service.backend, ANNA, call.dossiers[0])
    assert shown(desk)["S1"] == "core"
    grade(service, ANNA, call.dossiers[0], S1="core")
    assert not review_desk(service.backend, ANNA, call.dossiers[0]).blind


def test_other_organisations_find_nothing(service: TestService) -> None:
    call = a_call(service, ["S1=core"])
    with pytest.raises(Problem) as caught:
        review_desk(service.backend, STRANGER, call.dossiers[0])
    assert caught.value.key == "resourceNotFound"
    with pytest.raises(Problem):
        save(service.backend, STRANGER, call.dossiers[0], Entry(all_grades()))


@pytest.mark.parametrize("grades", [{"S1": "uncertain"}, {"S0": "core"}, {"S1": "accept"}])
def test_a_grade_that_does_not_exist_is_refused(service: TestService, grades: dict[str, str]) -> None:
    call = a_call(service, ["S1=core"])
    with pytest.raises(Problem):
        save(service.backend, ANNA, call.dossiers[0], Entry(grades))


def test_an_administrator_is_held_to_blind_mode_too(service: TestService) -> None:
    call = a_call(service, ["S1=core"])
    assert shown(review_desk(service.backend, ADA, call.dossiers[0])) == {}
