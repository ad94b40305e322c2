"""Who comes to which page of administrators, and what the page has to tell of a form that led to it."""

from typing import Annotated, Any

from fastapi import Depends

from service.problems import Problem
from service.security.roles import ADMINISTERING, Scope, scopes_of
from service.web.visit import Known, SignInFirst, VisitOf, known


def known_administrator(visit: VisitOf) -> Known:
    """Lets through whoever may do any part of administering; raises SignInFirst or Problem."""
    if visit.principal is None:
        raise SignInFirst
    if not scopes_of(visit.principal) & ADMINISTERING:
        raise Problem("forbidden")
    return Known(visit.request, visit.backend, visit.principal, visit.wording)


AdministeringOf = Annotated[Known, Depends(known_administrator)]
StrategiesOf = Annotated[Known, Depends(known(Scope.STRATEGIES))]
RetentionOf = Annotated[Known, Depends(known(Scope.RETENTION))]
KeysOf = Annotated[Known, Depends(known(Scope.KEYS))]
JobsOf = Annotated[Known, Depends(known(Scope.JOBS))]
AuditOf = Annotated[Known, Depends(known(Scope.AUDIT))]


def told_of(visit: Known, **numbers: int) -> dict[str, Any]:
    """What was done, or what is wrong, by the keys in the address; only those of the catalogue count.

    `numbers` are what a sentence counts, by its key.
    """
    found = {}
    for kind in ("done", "fault"):
        asked = visit.request.query_params.get(kind, "")
        key = f"admin.{kind}.{asked}"
        if asked in numbers and f"{key}.other" in visit.wording.messages:
            found[kind] = visit.wording.count(key, numbers[asked])
        else:
            found[kind] = visit.wording.messages.get(key, "")
    return found
