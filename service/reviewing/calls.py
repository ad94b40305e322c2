"""Calls: made and changed by administrators, seen by their reviewers."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from service.ports import Principal
from service.problems import Problem
from service.reviewing.errors import ReviewingError
from service.security.roles import Scope, may
from service.states import OPEN
from service.store import jobs
from service.store.review_tables import Call, Dossier, Review
from service.store.tables import Assessment
from service.submissions import known_strategy

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from corpus.strategies import Spearhead
    from service.backend import Backend

_SEEDS = 2**31 - 1
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class CallWish:
    """What a call has to be; `sample_share` is between 0 and 1."""

    title: str
    strategy: str
    focus: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    blind: bool = True
    sample_share: float = 1.0
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call in a list: how many dossiers the checker still works on, and those in the queue by status."""

    call: Call
    assessing: int
    statuses: Mapping[str, int]

    @property
    def total(self) -> int:
        """Dossiers in the queue."""
        return sum(self.statuses.values())


def create_call(backend: "Backend", principal: Principal, wish: CallWish) -> str:
    """Make a call and give its id. Raises ReviewingError, or Problem for an unknown strategy."""
    _check(backend, principal, wish)
    call = Call(
        id=jobs.new_id(),
        organisation_id=principal.organisation,
        strategy=wish.strategy,
        sample_seed=secrets.randbelow(_SEEDS),
        created_by=principal.name,
        created_at=backend.services.now(),
        **_changeable(wish),
    )
    with backend.database.write() as session:
        jobs.ensure_organisation(session, principal.organisation, call.created_at)
        backend.strategies.hold(session, wish.strategy)
        session.add(call)
        backend.audit.record(session, principal, "call.created", call.id, blind=wish.blind)
    return call.id


def change_call(backend: "Backend", principal: Principal, call_id: str, wish: CallWish) -> None:
    """Change everything but the strategy, to which the dossiers are bound. Raises ReviewingError."""
    _check(backend, principal, wish)
    with backend.database.write() as session:
        call = own_call(session, principal, call_id)
        for name, value in _changeable(wish).items():
            setattr(call, name, value)
        backend.audit.record(session, principal, "call.changed", call_id, blind=wish.blind)


def _changeable(wish: CallWish) -> dict[str, object]:
    return {
        "title": wish.title.strip(),
        "focus": list(wish.focus),
        "reviewers": sorted(set(wish.reviewers)),
        "blind": wish.blind,
        "sample_share": wish.sample_share,
        "opens_at": wish.opens_at,
        "closes_at": wish.closes_at,
    }


def _check(backend: "Backend", principal: Principal, wish: CallWish) -> None:
    if not 0 < len(wish.title.strip()) <= _LONGEST_TITLE or not wish.title.isprintable():
        raise ReviewingError("title")
    if not 0 <= wish.sample_share <= 1:
        raise ReviewingError("sample")
    if wish.opens_at and wish.closes_at and wish.closes_at < wish.opens_at:
        raise ReviewingError("period")
    strategy = known_strategy(backend, wish.strategy, principal.organisation)
    if not set(wish.focus) <= {spearhead.id for spearhead in strategy.spearheads}:
        raise ReviewingError("focus")


def own_call(session: "Session", principal: Principal, call_id: str) -> Call:
    """A call in which the principal has a part; raises Problem for any other."""
    call = session.get(Call, call_id)
    if call is None or call.organisation_id != principal.organisation or not takes_part(principal, call):
        raise Problem("resourceNotFound")
    return call


def takes_part(principal: Principal, call: Call) -> bool:
    """Whether this is a reviewer of the call, or an administrator."""
    open_to_all = not call.reviewers and may(principal, Scope.REVIEW)
    return open_to_all or principal.name in call.reviewers or may(principal, Scope.CALLS)


def list_calls(backend: "Backend", principal: Principal) -> list[CallLine]:
    """The calls in which the principal has a part, newest first."""
    statement = select(Call).where(Call.organisation_id == principal.organisation)
    with backend.database.read() as session:
        newest = statement.order_by(Call.created_at.desc(), Call.id)
        calls = [call for call in session.scalars(newest) if takes_part(principal, call)]
        return [call_line(session, call) for call in calls]


def call_line(session: "Session", call: Call) -> CallLine:
    """A call with its counts."""
    counted = select(Dossier.status, func.count()).where(Dossier.call_id == call.id, Dossier.queued)
    statuses = dict(session.execute(counted.group_by(Dossier.status)).all())
    open_ones = (
        select(func.count())
        .select_from(Dossier)
        .join(Assessment, Assessment.id == Dossier.assessment_id)
        .where(Dossier.call_id == call.id, Assessment.state.in_(OPEN))
    )
    return CallLine(call, session.scalar(open_ones) or 0, statuses)


def spearheads_of(backend: "Backend", call: Call) -> "tuple[Spearhead, ...]":
    """The spearheads that the proposals of a call are held against."""
    return known_strategy(backend, call.strategy, call.organisation_id).spearheads


def reviewers_of(session: "Session", call: Call) -> Sequence[str]:
    """Whoever can be given a dossier: the reviewers of the call, else all who have reviewed in it."""
    if call.reviewers:
        return call.reviewers
    found = select(Review.reviewer).join(Dossier).where(Dossier.call_id == call.id).distinct()
    return sorted(session.scalars(found))
