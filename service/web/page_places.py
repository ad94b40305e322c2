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
    from service.web.finding import Found

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


def page_views(found: "Found", outcome: "Outcome", places: "Places") -> list[PageView]:
    """Every page of the document in order."""
    shows_evidence = any(alignment.evidence for alignment in outcome.alignments)
    boxes = boxes_of(found.visit.backend, found.assessment) if shows_evidence else {}
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


def boxes_of(backend: "Backend", assessment: "Assessment") -> Boxes:
    """Looked for once and kept with the result; nothing where they cannot be found."""
    files = backend.files
    organisation, name = assessment.organisation_id, f"{assessment.job_id}.places"
    try:
        return _read(files.get(organisation, name))
    except MissingFile:
        pass
    try:
        pdf = files.get(organisation, assessment.sha256)
        packed = files.get(organisation, result_name(assessment))
        content = look({"task": "places"}, pdf, packed)
    except MissingFile:
        return {}
    except CannotLook:  # a file that breaks the search once would do so at every visit
        content = b"{}"
    files.keep(organisation, name, content)
    return _read(content)


def _read(content: bytes) -> Boxes:
    """What the process told; it may have been taken over by the file, so nothing but numbers gets through."""
    return {
        str(page): {str(id): [_four(box) for box in boxes] for id, boxes in on_page.items()}
        for page, on_page in json.loads(content).items()
    }


def _four(box: Sequence[object]) -> tuple[float, float, float, float]:
    x, y, width, height = (float(str(value)) for value in box)
    return x, y, width, height
