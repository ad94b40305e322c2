"""The map of a call in units of its drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.reviewing.mapping import CallMap, MapPoint

WIDTH, HEIGHT, _EDGE = 960, 560, 28


@dataclass(frozen=True, slots=True)
class Drawing:
    """Points with their centre from the upper left, and all other proposals as one path of dots."""

    width: int
    height: int
    points: "Sequence[tuple[MapPoint, int, int]]"
    dots: str


def drawn(found: "CallMap") -> Drawing:
    """The map on one scale in both directions, as large as fits, in the middle."""
    if found.plane is None:
        raise ValueError("a map without a plane cannot be drawn")
    across, up = found.plane.reach
    scale = min((WIDTH - 2 * _EDGE) / across, (HEIGHT - 2 * _EDGE) / max(up, 1e-9))
    left, below = (WIDTH - across * scale) / 2, (HEIGHT - up * scale) / 2

    def at(x: float, y: float) -> tuple[int, int]:
        return round(left + x * scale), round(HEIGHT - below - y * scale)

    points = [(point, *at(point.x, point.y)) for point in found.points]
    dots = "".join(f"M{x} {y}h0" for x, y in sorted({at(*place) for place in found.others}))
    return Drawing(WIDTH, HEIGHT, points, dots)
