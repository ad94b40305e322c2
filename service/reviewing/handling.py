"""What is done to dossiers, one or many at a time: tagged, given to readers. Nothing here decides."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from service.ports import Principal
from service.problems import Problem
from service.reviewing.calls import own_call
from service.reviewing.errors import ReviewingError
from service.reviewing.filters import Filters
from service.reviewing.statuses import Status
from service.store.dossiers import TAG
from service.store.review_tables import Call, Dossier, DossierMark, SavedView

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.backend import Backend

_MOST = 2_000
_TAG = re.compile(r"[\w][\w .,&/()-]{0,62}", re.UNICODE)
Act = Callable[["Session", Call, Dossier], None]


def add_tag(backend: "Backend", principal: Principal, call_id: str, ids: Sequence[str], tag: str) -> int:
    """Give dossiers a tag; gives their number. Raises ReviewingError for a tag that cannot be used."""
    name = _usable(tag)

    def act(session: "Session", _call: Call, dossier: Dossier) -> None:
        session.merge(DossierMark(dossier_id=dossier.id, kind=TAG, value=name))

    return _each(backend, principal, call_id, ids, "dossier.tagged", act)


def remove_tag(backend: "Backend", principal: Principal, call_id: str, ids: Sequence[str], tag: str) -> int:
    """Take a tag away from dossiers; gives their number."""

    def act(session: "Session", _call: Call, dossier: Dossier) -> None:
        session.execute(
            delete(DossierMark).where(
                DossierMark.dossier_id == dossier.id, DossierMark.kind == TAG, DossierMark.value == tag
            )
        )

    return _each(backend, principal, call_id, ids, "dossier.untagged", act)


def assign(
    backend: "Backend", principal: Principal, call_id: str, ids: Sequence[str], reader: str, *, second: bool
) -> int:
    """Give dossiers to a first or second reader, "" for nobody; gives their number. Raises ReviewingError."""

    def act(_session: "Session", call: Call, dossier: Dossier) -> None:
        if reader and call.reviewers and reader not in call.reviewers:
            raise ReviewingError("reader")
        if reader and reader == (dossier.assigned_to if second else dossier.second_reader):
            raise ReviewingError("same_reader")
        if second:
            dossier.second_reader = reader or None
            _reopen(dossier)
        else:
            dossier.assigned_to = reader or None

    return _each(backend, principal, call_id, ids, "dossier.assigned", act)


def _reopen(dossier: Dossier) -> None:
    if dossier.second_reader and dossier.status == Status.READ:
        dossier.status = Status.SECOND
    elif not dossier.second_reader and dossier.status == Status.SECOND:
        dossier.status = Status.READ


def _each(
    backend: "Backend", principal: Principal, call_id: str, ids: Sequence[str], action: str, act: Act
) -> int:
    if not ids:
        raise ReviewingError("nothing_chosen")
    if len(ids) > _MOST:
        raise ReviewingError("too_many")
    with backend.database.write() as session:
        call = own_call(session, principal, call_id)
        statement = select(Dossier).where(Dossier.call_id == call.id, Dossier.id.in_(ids))
        found = list(session.scalars(statement.order_by(Dossier.number)))
        if len(found) != len(set(ids)):
            raise Problem("resourceNotFound")
        for dossier in found:
            act(session, call, dossier)
            backend.audit.record(session, principal, action, dossier.id, call=call.id)
    return len(found)


def _usable(tag: str) -> str:
    name = " ".join(tag.split())
    if not _TAG.fullmatch(name):
        raise ReviewingError("tag")
    return name


def keep_view(backend: "Backend", principal: Principal, call_id: str, name: str, filters: Filters) -> None:
    """Keep filters under a name of the reviewer's own; the same name again replaces them."""
    title = _usable(name)
    with backend.database.write() as session:
        call = own_call(session, principal, call_id)
        session.merge(SavedView(call_id=call.id, owner=principal.name, name=title, query=filters.query()))


def drop_view(backend: "Backend", principal: Principal, call_id: str, name: str) -> None:
    """Forget filters that were kept."""
    with backend.database.write() as session:
        view = session.get(SavedView, (own_call(session, principal, call_id).id, principal.name, name))
        if view is not None:
            session.delete(view)


def kept_views(backend: "Backend", principal: Principal, call_id: str) -> list[SavedView]:
    """The filters that the reviewer keeps for a call, by name."""
    statement = select(SavedView).where(SavedView.call_id == call_id, SavedView.owner == principal.name)
    with backend.database.read() as session:
        return list(session.scalars(statement.order_by(SavedView.name)))
