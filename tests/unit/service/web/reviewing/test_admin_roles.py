"""Who may open which page of administrators, and send which form: every route with every role and scope."""

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import select

from service.ports import ADMINISTRATOR, PORTAL, REVIEWER, SUBMITTER, Principal
from service.security.roles import ADMINISTERING, Scope
from service.store.tables import ApiKey
from service.web.admin.overview import PLACES
from service.web.admin.routers import ROUTERS
from tests.fakes.backends import TestService
from tests.fakes.reviewing import ADA
from tests.fakes.visitors import Visitor

ID = "00000000-0000-4000-8000-000000000000"
NEEDS: dict[str, frozenset[Scope]] = {"/admin": ADMINISTERING} | {
    f"/admin/{place}": scopes for place, scopes in PLACES.items()
}
"""The scopes of which one is enough, for a path and all below it."""


def routes() -> list[tuple[str, str]]:
    """Every way into the pages of administrators: a method and a path."""
    found = [
        (method, route.path.format(call_id=ID, trial_id=ID, name="x"))
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods or ())
    ]
    assert all(path.startswith("/admin") for _, path in found)
    return found


def needed(path: str) -> frozenset[Scope]:
    """The scopes for a path; every path has its place in the table."""
    parts = path.split("/")
    return NEEDS["/".join(parts[:3])]


def asked(visitor: Visitor, method: str, path: str) -> int:
    """The answer to a visit, or to a form with the token of the session."""
    answer = visitor.get(path) if method == "GET" else visitor.post(path)
    return int(answer.status_code)


@pytest.mark.parametrize("role", [SUBMITTER, REVIEWER, PORTAL])
def test_no_other_role_comes_in_anywhere(visitor: Visitor, role: str) -> None:
    visitor.become(Principal("x", "test", frozenset({role}))).get("/sign-out")
    visitor.get("/check/text")
    answers = {(method, path): asked(visitor, method, path) for method, path in routes()}
    assert {key: code for key, code in answers.items() if code != 403} == {}


def test_nobody_comes_in_without_signing_in(visitor: Visitor) -> None:
    answers = {(method, path): asked(visitor, method, path) for method, path in routes()}
    assert {key: code for key, code in answers.items() if code not in (303, 403)} == {}
    assert visitor.get("/admin/keys").headers["location"].startswith("/sign-in")


def test_administrators_come_in_everywhere(visitor: Visitor) -> None:
    visitor.become(ADA).get("/admin/keys")
    pages = {path: asked(visitor, method, path) for method, path in routes() if method == "GET"}
    assert {path for path, code in pages.items() if code not in (200, 404)} == set()
    assert all(code == 200 for path, code in pages.items() if ID not in path and "/file/" not in path)


@pytest.mark.parametrize("scope", sorted(ADMINISTERING))
def test_one_scope_opens_its_own_part_alone(visitor: Visitor, scope: Scope) -> None:
    one = Principal("x", "test", frozenset({ADMINISTRATOR}), frozenset({scope.value}))
    visitor.become(ADA).get("/admin/keys")  # a token that a narrower key could have too
    visitor.become(one)
    for method, path in routes():
        allowed = scope in needed(path)
        assert (asked(visitor, method, path) != 403) is allowed, (method, path)
    shown = visitor.get("/admin").text
    assert {place for place in PLACES if f'href="/admin/{place}"' in shown} == {
        place for place, scopes in PLACES.items() if scope in scopes
    }


def test_nobody_makes_a_key_above_their_own(visitor: Visitor, service: TestService) -> None:
    only = Principal("x", "test", frozenset({ADMINISTRATOR}), frozenset({Scope.KEYS.value}))
    visitor.become(ADA).get("/admin/keys")
    visitor.become(only)
    for role in (ADMINISTRATOR, REVIEWER, SUBMITTER, PORTAL):
        assert visitor.post("/admin/keys", {"name": "Hoger", "role": [role]}).status_code == 422
    with service.backend.database.read() as session:
        assert session.scalars(select(ApiKey)).all() == []


def test_a_key_can_be_made_narrower_than_its_roles(visitor: Visitor, service: TestService) -> None:
    visitor.become(ADA).get("/admin/keys")
    wish = {"name": "Lezer", "role": ["portal"], "days": "30"}
    assert visitor.post("/admin/keys", {**wish, "scope": ["assessments:read"]}).status_code == 200
    assert visitor.post("/admin/keys", {**wish, "scope": ["audit:read"]}).status_code == 422
    with service.backend.database.read() as session:
        assert [key.scopes for key in session.scalars(select(ApiKey))] == [["assessments:read"]]
    assert "Alleen: controles lezen" in " ".join(visitor.get("/admin/keys").text.split())


@pytest.mark.parametrize("days", ["0", "-1", "9999", "veel", "\u0663"])
def test_days_that_cannot_be_are_told(visitor: Visitor, days: str) -> None:
    visitor.become(ADA).get("/admin/keys")
    page = visitor.post("/admin/keys", {"name": "x", "role": ["portal"], "days": days})
    assert (page.status_code, "tussen 1 en 3650" in page.text) == (422, True)
