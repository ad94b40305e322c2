from hypothesis import given
from hypothesis import strategies as st

from service.ports import ADMINISTRATOR, REVIEWER, ROLES, SUBMITTER, Principal
from service.security.roles import SCOPES_OF, Scope, may, scopes_given, scopes_of

SOME_ROLES = st.frozensets(st.sampled_from(sorted(ROLES)))
SOME_SCOPES = st.frozensets(st.sampled_from([scope.value for scope in Scope]))


def test_every_role_has_scopes_and_an_administrator_has_all() -> None:
    assert SCOPES_OF.keys() == ROLES
    assert SCOPES_OF[ADMINISTRATOR] == frozenset(Scope)


def test_only_a_reviewer_reviews_beside_the_administrator() -> None:
    assert {role for role, scopes in SCOPES_OF.items() if Scope.REVIEW in scopes} == {REVIEWER, ADMINISTRATOR}
    assert not may(Principal("a", "b", frozenset({SUBMITTER})), Scope.REVIEW)


def test_unknown_role_gives_nothing() -> None:
    assert scopes_of(Principal("a", "b", frozenset({"king"}))) == frozenset()


@given(SOME_ROLES, SOME_SCOPES)
def test_narrowing_never_widens(roles: frozenset[str], only: frozenset[str]) -> None:
    assert scopes_given(roles, only) <= scopes_given(roles)
    assert {scope.value for scope in scopes_given(roles, only)} <= only
