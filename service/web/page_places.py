"""The pages of a PDF as they are shown: a picture, and over it a link for each line of evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.assessment import Assessment as Outcome
    from service.reports.content import Link
    from service.reports.places import Places
    from service.web.finding import Found


@dataclass(frozen=True, slots=True)
class Highlight:
    """A passage of evidence on a page: its boxes in points from the upper left, as (x, y, width, height)."""

    anchor: str
    boxes: Sequence[tuple[float, float, float, float]]
    uses: Sequence["Link"]
    counts: bool


@dataclass(frozen=True, slots=True)
class PageView:
    """One page, its size in points."""

    number: int
    width: float
    height: float
    highlights: Sequence[Highlight] = ()


def page_views(found: "Found", outcome: "Outcome", places: "Places") -> list[PageView]:
    """Every page of the document in order."""
    del found, places
    return [
        PageView(page.number, page.width or 595.0, page.height or 842.0) for page in outcome.document.pages
    ]
