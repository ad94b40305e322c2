"""Proposals of a call that share text: a list of pairs, and one pair passage by passage."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.ports import Principal
from service.problems import Problem
from service.reviewing.calls import own_call
from service.reviewing.digest import kept_digest, passages_of, waiting_for
from service.reviewing.overlaps import Overlap, compare
from service.reviewing.sight import shown_dossiers
from service.store.review_tables import Call, Dossier

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from service.backend import Backend

PAGE = 50
"""Pairs on a page."""


@dataclass(frozen=True, slots=True)
class OverlappingPair:
    """Two dossiers that share text: a share of the shorter, 0 to 1, and so many passages."""

    first: Dossier
    second: Dossier
    share: float
    passages: int


@dataclass(frozen=True, slots=True)
class Overlaps:
    """The pairs of one page, most shared first.

    `unread` dossiers have no text (any more) to compare, `waiting` ones are still to be compared, and
    `left_out` pairs were not compared in full, because there are more than can be shown. `made` is False
    where nothing was compared yet.
    """

    call: Call
    pairs: Sequence[OverlappingPair]
    page: int
    pages: int
    compared: int
    unread: int
    left_out: int
    waiting: int
    made: bool


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """Two dossiers and all that they share; `read` is False where the text of one is gone."""

    call: Call
    first: Dossier
    second: Dossier
    overlap: Overlap
    read: bool


def overlapping(backend: "Backend", principal: Principal, call_id: str, page: int = 1) -> Overlaps:
    """The proposals of a call that share text, as far as they were compared."""
    with backend.database.read() as session:
        call = own_call(session, principal, call_id)
        digest = kept_digest(backend, call)
        waiting = waiting_for(session, call, digest)
        if digest is None:
            return Overlaps(call, (), 1, 1, 0, 0, 0, waiting, made=False)
        named = {id for pair in digest.pairs if pair.share for id in (pair.first, pair.second)}
        visible = _visible(session, call, principal).where(Dossier.id.in_(named))
        dossiers = {dossier.id: dossier for dossier in session.scalars(visible)}
    pairs = [
        OverlappingPair(dossiers[pair.first], dossiers[pair.second], pair.share, pair.passages)
        for pair in digest.pairs
        if pair.share and pair.first in dossiers and pair.second in dossiers
    ]
    pages = max(1, -(-len(pairs) // PAGE))
    at = min(page, pages)
    on_page = pairs[(at - 1) * PAGE : at * PAGE]
    return Overlaps(
        call, on_page, at, pages, digest.compared, digest.unread, digest.left_out, waiting, made=True
    )


def _visible(session: "Session", call: Call, principal: Principal) -> "Select[Dossier]":
    statement = select(Dossier).where(Dossier.call_id == call.id)
    if shown_dossiers(session, call, principal) is not None:
        statement = statement.where(Dossier.queued)
    return statement


def compared_pair(
    backend: "Backend", principal: Principal, call_id: str, numbers: tuple[int, int]
) -> ComparedPair:
    """Two dossiers of a call by number, laid beside each other; raises Problem where one is not there."""
    with backend.database.read() as session:
        call = own_call(session, principal, call_id)
        wanted = _visible(session, call, principal).where(Dossier.number.in_(numbers))
        found = {dossier.number: dossier for dossier in session.scalars(wanted)}
    if len(found) != len(numbers):
        raise Problem("resourceNotFound")
    first, second = (found[number] for number in numbers)
    mine, theirs = passages_of(backend, first), passages_of(backend, second)
    return ComparedPair(call, first, second, compare(mine, theirs), read=bool(mine and theirs))
