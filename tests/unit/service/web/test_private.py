"""Checks of which nothing is kept."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import func, select

from service.app import create_app
from service.backend import Backend
from service.ports import Principal
from service.store.tables import Assessment, Job
from service.web.private import erase_private, erase_what_is_due
from tests.fakes.backends import FakeAuthenticator
from tests.fakes.engines import NOW
from tests.fakes.pages import PLAN, Visitor, a_page_service

ANNA = Principal("anna", "gent")


def stored(visitor: Visitor) -> list[str]:
    return list(visitor.service.backend.files.storage.paths())


def rows(visitor: Visitor) -> int:
    with visitor.service.backend.database.read() as session:
        jobs = session.scalar(select(func.count()).select_from(Job)) or 0
        return jobs + (session.scalar(select(func.count()).select_from(Assessment)) or 0)


def test_nothing_is_kept_unless_asked(visitor: Visitor) -> None:
    page = visitor.see(visitor.paste())
    assert "Niets wordt bewaard." in page.text
    assert f'datetime="{(NOW + timedelta(minutes=120)).isoformat()}"' in page.text
    assert visitor.client.get("/v1/assessments").json()["items"] == []


def test_erasing_now_leaves_no_row_and_no_file(visitor: Visitor) -> None:
    path = visitor.paste()
    visitor.see(f"{path}/report.html")
    assert stored(visitor)
    assert visitor.send(f"{path}/erase").headers["location"] == "/erased"
    assert stored(visitor) == []
    assert rows(visitor) == 0
    assert visitor.see(path).status_code == 404


def test_erasing_is_for_private_checks_alone(visitor: Visitor) -> None:
    path = visitor.paste(keep="yes")
    visitor.send(f"{path}/erase")
    assert visitor.see(path).status_code == 200


def test_a_private_check_is_gone_when_its_time_is_over_and_kept_ones_stay(visitor: Visitor) -> None:
    private, kept = visitor.paste(), visitor.paste(PLAN + " Anders.", keep="yes")
    later = lambda: NOW + timedelta(minutes=121)  # noqa: E731
    backend = replace(visitor.service.backend, services=replace(visitor.service.backend.services, now=later))
    with TestClient(create_app(backend)):
        pass  # it sweeps as soon as it starts, and waits for that before it stops
    assert visitor.see(private).status_code == 404
    assert visitor.see(kept).status_code == 200
    assert rows(visitor) == 2


def test_nothing_is_erased_before_its_time(visitor: Visitor) -> None:
    path = visitor.paste()
    erase_what_is_due(visitor.service.backend)
    assert visitor.see(path).status_code == 200


def test_a_private_check_can_be_kept_after_all(visitor: Visitor) -> None:
    path = visitor.paste()
    answer = visitor.send(f"{path}/keep", aim=["S1"])
    visitor.service.work_off()
    page = visitor.see(answer.headers["location"])
    assert "Niets wordt bewaard." not in page.text
    assert 'value="S1" checked' in page.text
    assert visitor.see(path).status_code == 404
    assert len(visitor.client.get("/v1/assessments").json()["items"]) == 1


def test_stopping_a_private_check_erases_it(visitor: Visitor) -> None:
    path = visitor.send("/check", way="text", text=PLAN).headers["location"]
    assert visitor.send(f"{path}/stop").headers["location"] == "/erased"
    assert rows(visitor) == 0


def test_leaving_empties_the_drawer_of_one_person_only(tmp_path: Path) -> None:
    made = a_page_service(tmp_path, FakeAuthenticator())
    with TestClient(create_app(made.backend), follow_redirects=False) as client:
        visitor = Visitor(made, client)
        paths = {}
        for name in ("anna", "bram"):
            visitor.send("/sign-in", key=f"{name}@gent")
            paths[name] = visitor.paste(PLAN + name)
            client.cookies.clear()
        visitor.send("/sign-in", key="anna@gent")
        assert visitor.see(paths["bram"]).status_code == 404
        erase_private(made.backend, ANNA)
        assert visitor.see(paths["anna"]).status_code == 404
        client.cookies.clear()
        visitor.send("/sign-in", key="bram@gent")
        assert visitor.see(paths["bram"]).status_code == 200


def later(visitor: Visitor, seconds: int) -> Backend:
    """The service some seconds from now."""
    backend, moment = visitor.service.backend, NOW + timedelta(seconds=seconds)
    return replace(backend, services=replace(backend.services, now=lambda: moment))


def test_a_reader_who_has_gone_is_waited_for_a_minute(visitor: Visitor) -> None:
    path = visitor.paste()
    assert visitor.send("/left").status_code == 204
    erase_what_is_due(later(visitor, 59))
    assert visitor.see(path).status_code == 200
    erase_what_is_due(later(visitor, 60))
    assert visitor.see(path).status_code == 404
    assert stored(visitor) == []


def test_a_reader_who_comes_back_keeps_the_check(visitor: Visitor) -> None:
    path = visitor.paste()
    visitor.send("/left")
    visitor.send("/here")
    erase_what_is_due(later(visitor, 600))
    assert visitor.see(path).status_code == 200


def test_leaving_touches_nothing_that_is_kept_or_was_asked_for_elsewhere(visitor: Visitor) -> None:
    kept, elsewhere = visitor.paste(keep="yes"), visitor.paste(f"{PLAN} Elders.")
    visitor.client.cookies.clear()
    visitor.paste(f"{PLAN} Hier.")
    visitor.send("/left")
    erase_what_is_due(later(visitor, 600))
    assert visitor.see(kept).status_code == 200
    assert visitor.see(elsewhere).status_code == 200
    assert sum(name.endswith(".left") for name in stored(visitor)) == 0


def test_leaving_needs_a_form_of_ours(visitor: Visitor) -> None:
    path = visitor.paste()
    assert visitor.send("/left", token="guessed").status_code == 403
    erase_what_is_due(later(visitor, 600))
    assert visitor.see(path).status_code == 200


def test_no_browser_keeps_the_page_of_a_private_check(visitor: Visitor) -> None:
    assert visitor.see(visitor.paste()).headers["cache-control"] == "no-store"
