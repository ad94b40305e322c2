"""A map of a call: proposals with nearly the same chances on all spearheads lie close to each other.

It is made of the chances that the checker gave, because the vectors behind them are not kept. The two
directions in which proposals differ most (principal components) are its axes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import select

from service.ports import Principal
from service.reviewing.calls import own_call, spearheads_of
from service.reviewing.digest import kept_digest, waiting_for
from service.reviewing.sight import shown_dossiers
from service.store.review_tables import Call, Dossier

if TYPE_CHECKING:
    from models.matrices import Matrix
    from service.backend import Backend
    from service.reviewing.digest import Chances

PAGE = 150
"""Dossiers on a page; those of other pages are on the map as dots without a link."""
FEWEST = 3
"""Proposals without which there is no map."""
NEAREST = 3
_WEIGHTY, _MOST_NAMED = 0.3, 3
_FLAT = 1e-6


@dataclass(frozen=True, slots=True)
class Axis:
    """A direction of the map: towards its end chances on `more` rise, towards its beginning those on `less`.

    `share` is the part of all differences between the proposals that lies along it, 0 to 1.
    """

    more: Sequence[str]
    less: Sequence[str]
    share: float


@dataclass(frozen=True, slots=True)
class Plane:
    """Proposals on the map, in both directions from 0 to 1 on one scale; `reach` is how far each goes."""

    points: "Matrix"
    reach: tuple[float, float]
    axes: tuple[Axis, Axis]


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A dossier with its place, 0 to 1 from the left and from below, and the others nearest to it."""

    id: str
    number: int
    name: str
    applicant: str
    x: float
    y: float
    nearest: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class CallMap:
    """One page of the map. `points` are on this page, `others` only places. `plane` is None without a map.

    `covered` dossiers are left out because the viewer grades them first, `waiting` ones are not there yet.
    """

    call: Call
    plane: Plane | None
    points: Sequence[MapPoint]
    others: Sequence[tuple[float, float]]
    page: int
    pages: int
    covered: int
    waiting: int


def call_map(backend: "Backend", principal: Principal, call_id: str, page: int = 1) -> CallMap:
    """The map of a call as this principal may see it."""
    with backend.database.read() as session:
        call = own_call(session, principal, call_id)
        digest = kept_digest(backend, call)
        waiting = waiting_for(session, call, digest)
        shown = shown_dossiers(session, call, principal)
        columns = select(Dossier.id, Dossier.number, Dossier.name, Dossier.applicant, Dossier.queued)
        rows = session.execute(columns.where(Dossier.call_id == call.id).order_by(Dossier.number)).all()
    chances = digest.chances if digest else {}
    known = [row for row in rows if chances.get(row.id)]
    seen = [row for row in known if shown is None or (row.queued and row.id in shown)]
    covered = sum(row.queued for row in known if shown is not None and row.id not in shown)
    spearheads = [spearhead.id for spearhead in spearheads_of(backend, call)]
    matrix = _matrix(chances, [row.id for row in seen], len(spearheads))
    plane = plane_of(matrix, spearheads)
    pages = max(1, -(-len(seen) // PAGE))
    at = min(page, pages)
    here = range((at - 1) * PAGE, min(at * PAGE, len(seen)))
    points = _points(seen, matrix, plane, here) if plane else []
    rest = (
        [(x, y) for place, (x, y) in enumerate(plane.points.tolist()) if place not in here] if plane else []
    )
    return CallMap(call, plane, points, rest, at, pages, covered, waiting)


def _points(rows: Sequence[Any], matrix: "Matrix", plane: Plane, here: range) -> list[MapPoint]:
    points = []
    for place, near in zip(here, nearest(matrix, here), strict=True):
        id, number, name, applicant, _ = rows[place]
        x, y = plane.points[place].tolist()
        others = [(rows[each].id, rows[each].number) for each in near]
        points.append(MapPoint(id, number, name, applicant, x, y, others))
    return points


def _matrix(chances: "Chances", ids: Sequence[str], width: int) -> "Matrix":
    return np.array([chances[id] for id in ids], dtype=np.float64).reshape(len(ids), width)


def plane_of(matrix: "Matrix", spearheads: Sequence[str]) -> Plane | None:
    """The plane in which the rows differ most; None where they are too few, or do not differ."""
    if len(matrix) < FEWEST or len(spearheads) < 2:  # noqa: PLR2004 -- a plane has two directions
        return None
    centred = matrix - matrix.mean(axis=0)
    _, sizes, directions = np.linalg.svd(centred, full_matrices=False)
    if sizes[0] < _FLAT:
        return None
    parts = sizes**2 / (sizes**2).sum()
    # A direction may point either way: the spearhead that counts most lies towards its end.
    signs = np.sign(directions[np.arange(2), np.abs(directions[:2]).argmax(axis=1)])
    two = directions[:2] * signs[:, None]
    places = centred @ two.T
    spread = places - places.min(axis=0)
    scale = spread.max()
    axes = [_axis(direction, spearheads, float(part)) for direction, part in zip(two, parts, strict=False)]
    across, up = (spread.max(axis=0) / scale).tolist()
    return Plane(np.round(spread / scale, 4), (across, up), (axes[0], axes[1]))


def _axis(direction: "Matrix", spearheads: Sequence[str], share: float) -> Axis:
    order = np.argsort(-np.abs(direction), kind="stable")
    weighty = [place for place in order if abs(direction[place]) >= _WEIGHTY]
    more = [spearheads[place] for place in weighty if direction[place] > 0][:_MOST_NAMED]
    less = [spearheads[place] for place in weighty if direction[place] < 0][:_MOST_NAMED]
    return Axis(more, less, share)


def nearest(matrix: "Matrix", rows: range) -> list[list[int]]:
    """For each of these rows the rows with the most similar chances on all spearheads, nearest first."""
    found = []
    for row in rows:
        apart = np.square(matrix - matrix[row]).sum(axis=1)
        apart[row] = np.inf
        found.append(np.argsort(apart, kind="stable")[:NEAREST].tolist())
    return found
