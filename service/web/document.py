"""The document beside its grades: its pages as pictures, or its text, a manageable part at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.renderings import MEDIA_TYPES
from service.reports.html_report import TextGroup, grouped
from service.reports.proposal_text import TextBlock, text_blocks
from service.reports.sentences import main_language
from service.web.page_places import Boxes, PageView, boxes_of, kept_boxes, page_views

if TYPE_CHECKING:
    from models.assessment import Assessment as Outcome
    from service.reports.places import Places
    from service.web.finding import Found

_PART = 40_000
"""Signs of text that one part shows at most: a long block is never cut."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """What is shown of the document: `pages` for pictures, else `groups` of the text of one part.

    `part` counts from 1. `at` tells on which part each anchor stands, `instead` what to show of the
    passages that no highlight marks on a picture. `searching` tells that the places of evidence on the
    pictures are still to be found. `language` is that of the text where the page has another.
    """

    pages: Sequence[PageView] = ()
    groups: Sequence[TextGroup] = ()
    part: int = 1
    parts: int = 1
    at: Mapping[str, int] = field(default_factory=dict)
    has_pages: bool = False
    searching: bool = False
    instead: Mapping[str, str] = field(default_factory=dict)
    language: str = ""

    def link(self, anchor: str, query: str) -> str:
        """Where an anchor of the document is, seen from this page."""
        part = self.at.get(anchor, self.part)
        return f"#{anchor}" if part == self.part else f"?part={part}{query}#{anchor}"


def document_view(
    found: "Found", outcome: "Outcome", places: "Places", query: Mapping[str, str], *, wait: bool = True
) -> DocumentView:
    """The view that the address asks for: pictures where the document has them, unless it asks for text.

    With `wait` it looks for the places of evidence on pictures where nobody did so before.
    """
    has_pages = outcome.document.media_type == MEDIA_TYPES["pdf"]
    if not has_pages or query.get("view") == "text":
        return text_view(outcome, places, query.get("part", "1"), has_pages=has_pages)
    boxes: Boxes | None = {}
    if any(alignment.evidence for alignment in outcome.alignments):
        find = boxes_of if wait else kept_boxes
        boxes = find(found.visit.backend, found.assessment)
    pages = page_views(outcome, places, boxes or {})
    instead = _pages_of(outcome, places, pages)
    return DocumentView(pages=pages, has_pages=True, searching=boxes is None, instead=instead)


def _pages_of(outcome: "Outcome", places: "Places", pages: Sequence[PageView]) -> dict[str, str]:
    marked = {mark.anchor for page in pages for mark in page.highlights}
    anchors = {places.passage(passage.id).anchor: passage.page for passage in outcome.passages}
    return {anchor: f"page-{page}" for anchor, page in anchors.items() if anchor not in marked}


def text_view(outcome: "Outcome", places: "Places", asked: str, *, has_pages: bool = False) -> DocumentView:
    """The part of the text that is asked for, the nearest there is, or else the first."""
    parts = list(_parts(text_blocks(outcome, places)))
    part = min(max(1, int(asked)), len(parts) or 1) if asked.isascii() and asked.isdigit() else 1
    shown = parts[part - 1] if parts else []
    return DocumentView(
        groups=tuple(grouped(tuple(shown))),
        part=part,
        parts=max(1, len(parts)),
        at=_anchors(parts),
        has_pages=has_pages,
        language=places.foreign(main_language(outcome)),
    )


def _parts(blocks: Sequence[TextBlock]) -> Iterator[list[TextBlock]]:
    part: list[TextBlock] = []
    size = 0
    for block in blocks:
        length = sum(len(piece.text) for piece in block.pieces)
        if part and size + length > _PART:
            yield part
            part, size = [], 0
        part.append(block)
        size += length
    if part:
        yield part


def _anchors(parts: Sequence[Sequence[TextBlock]]) -> dict[str, int]:
    return {
        piece.anchor: number
        for number, part in enumerate(parts, 1)
        for block in part
        for piece in block.pieces
        if piece.anchor
    }
