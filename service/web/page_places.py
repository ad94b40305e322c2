"""The pages of a PDF as they are shown: a picture, and over it a link for each piece of evidence."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.renderings import result_name
from service.store.files import MissingFile
from service.web.looking import CannotLook, look

if TYPE_CHECKING:
    from models.assessment import Assessment as Outcome
    from service.backend import Backend
    from service.reports.content import Link
    from service.reports.places import Places
    from service.store.tables import Assessment

_A4 = (595.0, 842.0)
Boxes = Mapping[str, Mapping[str, Sequence[tuple[float, float, float, float]]]]
"""By page number and passage: x, y, width and height in points from the upper left of the page."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A passage of evidence on a page; `anchor` is set on the first page that it is found on."""

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


def page_views(outcome: "Outcome", places: "Places", boxes: Boxes) -> list[PageView]:
    """Every page of the document in order."""
    seen = set[str]()
    return [
        PageView(
            page.number,
            page.width or _A4[0],
            page.height or _A4[1],
            list(_highlights(boxes.get(str(page.number), {}), places, seen)),
        )
        for page in outcome.document.pages
    ]


def _highlights(on_page: Mapping[str, Any], places: "Places", seen: set[str]) -> Iterator[Highlight]:
    for id, boxes in on_page.items():
        if places.knows(id) and places.uses(id):
            anchor = "" if id in seen else places.passage(id).anchor
            seen.add(id)
            yield Highlight(anchor, boxes, places.uses(id), places.counts(id))


def kept_boxes(backend: "Backend", assessment: "Assessment") -> Boxes | None:
    """Where the evidence stands, as far as it was looked for; None where it was not."""
    try:
        return _read(backend.files.get(assessment.organisation_id, _kept_as(assessment)))
    except MissingFile:
        return None


def boxes_of(backend: "Backend", assessment: "Assessment") -> Boxes:
    """Where the evidence stands: looked for once, which takes seconds, and kept with the result.

    Nothing where it cannot be found.
    """
    kept = kept_boxes(backend, assessment)
    if kept is not None:
        return kept
    files, organisation = backend.files, assessment.organisation_id
    try:
        pdf = files.get(organisation, assessment.sha256)
        packed = files.get(organisation, result_name(assessment))
        content = look({"task": "places"}, pdf, packed)
    except MissingFile:
        return {}
    except CannotLook:  # a file that breaks the search once would do so at every visit
        content = b"{}"
    files.keep(organisation, _kept_as(assessment), content)
    return _read(content)


def _kept_as(assessment: "Assessment") -> str:
    return f"{assessment.job_id}.places"


def _read(content: bytes) -> Boxes:
    """What the process told; it may have been taken over by the file, so nothing but numbers gets through."""
    return {
        str(page): {str(id): [_four(box) for box in boxes] for id, boxes in on_page.items()}
        for page, on_page in json.loads(content).items()
    }


def _four(box: Sequence[object]) -> tuple[float, float, float, float]:
    x, y, width, height = (float(str(value)) for value in box)
    return x, y, width, height
