"""Roles, and the scopes that each of them gives."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from service.ports import ADMINISTRATOR, PORTAL, REVIEWER, SUBMITTER, Principal


class Scope(StrEnum):
    """One kind of thing that a principal may do inside its own organisation."""

    SUBMIT = "assessments:submit"
    READ = "assessments:read"
    DELETE = "assessments:delete"
    SCORE = "scores:compute"
    REVIEW = "reviews:write"
    COMMENT = "comments:write"
    CALLS = "calls:manage"
    STRATEGIES = "strategies:manage"
    RETENTION = "retention:manage"
    WEBHOOKS = "webhooks:manage"
    KEYS = "keys:manage"
    JOBS = "jobs:manage"
    AUDIT = "audit:read"


ADMINISTERING = frozenset(
    {Scope.CALLS, Scope.STRATEGIES, Scope.RETENTION, Scope.KEYS, Scope.JOBS, Scope.AUDIT}
)
"""Scopes of which each opens a part of the pages of administrators."""


SCOPES_OF: Mapping[str, frozenset[Scope]] = MappingProxyType(
    {
        SUBMITTER: frozenset({Scope.SUBMIT, Scope.READ, Scope.SCORE, Scope.COMMENT}),
        REVIEWER: frozenset({Scope.SUBMIT, Scope.READ, Scope.SCORE, Scope.COMMENT, Scope.REVIEW}),
        PORTAL: frozenset({Scope.SUBMIT, Scope.READ, Scope.DELETE, Scope.SCORE, Scope.WEBHOOKS}),
        ADMINISTRATOR: frozenset(Scope),
    }
)
"""What each role may do; a role that does not stand here may do nothing."""


def scopes_of(principal: Principal) -> frozenset[Scope]:
    """All that the roles of a principal give, less what its key was not made for."""
    return scopes_given(principal.roles, principal.scopes)


def scopes_given(roles: Iterable[str], only: Iterable[str] | None = None) -> frozenset[Scope]:
    """What roles give; with `only`, no more than these scopes of it."""
    given = frozenset[Scope]().union(*(SCOPES_OF.get(role, frozenset()) for role in roles))
    return given if only is None else frozenset(scope for scope in given if scope.value in set(only))


def may(principal: Principal, scope: Scope) -> bool:
    """Whether a principal may do something in its own organisation."""
    return scope in scopes_of(principal)
