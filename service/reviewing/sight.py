"""Who may see the checker's grades of a dossier, and who has chosen to see something of them."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from service.ports import Principal
from service.reviewing.calls import own_call
from service.store.review_tables import Call, Dossier, GradesInView, Review

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.backend import Backend


def sees_grades(call: Call, review: Review | None) -> bool:
    """Whether the checker's grades of a dossier may be shown to the author of this review of it."""
    return not call.blind or (review is not None and review.saved_at is not None)


def seen_dossiers(session: "Session", call: Call, principal: Principal) -> set[str] | None:
    """Ids of the dossiers whose grades the principal may see; None for all of them."""
    if not call.blind:
        return None
    saved = (
        select(Review.dossier_id)
        .join(Dossier, Dossier.id == Review.dossier_id)
        .where(Dossier.call_id == call.id, Review.reviewer == principal.name, Review.saved_at.is_not(None))
    )
    return set(session.scalars(saved))


def chose_grades(session: "Session", call: Call, principal: Principal) -> "datetime | None":
    """When the principal chose to sort or filter this call by grade, if ever."""
    row = session.get(GradesInView, (call.id, principal.name))
    return row.chosen_at if row else None


def shown_dossiers(session: "Session", call: Call, principal: Principal) -> set[str] | None:
    """Ids of the dossiers of which a view of the whole call shows the grades; None for all of them.

    Where it is not None, dossiers outside the queue are to be left out: to be there would tell of them.
    """
    chose = chose_grades(session, call, principal) is not None
    return None if chose else seen_dossiers(session, call, principal)


def choose_grades(backend: "Backend", principal: Principal, call_id: str) -> None:
    """Let the principal sort and filter a call by the checker's grades from now on: a choice that is logged.

    Reviews that the principal saves afterwards do not count as blind.
    """
    with backend.database.write() as session:
        call = own_call(session, principal, call_id)
        if chose_grades(session, call, principal) is None:
            now = backend.services.now()
            session.add(GradesInView(call_id=call.id, reviewer=principal.name, chosen_at=now))
            backend.audit.record(session, principal, "call.grades_in_view", call.id)
