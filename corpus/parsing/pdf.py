"""Reads a PDF."""

from collections.abc import Iterable, Iterator, Sequence

from corpus.documents import Box, Document, RemarkKind
from corpus.errors import EmptyDocument, NoTextLayer
from corpus.limits import DocumentLimits
from corpus.parsing.builder import DocumentBuilder
from corpus.parsing.deadline import Deadline
from corpus.parsing.pdf_content import read_page
from corpus.parsing.pdf_drafts import drafts_of
from corpus.parsing.pdf_file import metadata_title, opened, unread_parts
from corpus.parsing.pdf_headings import Draft
from corpus.parsing.pdf_page import PageContent

_MEDIA_TYPE = "application/pdf"
_FEW_CHARACTERS = 50
"""A picture of a page with less text than this (a stamp, a page number) counts as one without text."""


def parse_pdf(content: bytes, name: str, limits: DocumentLimits) -> Document:
    """Return the proposal in a PDF, its blocks in the order in which they are read.

    Raises `EncryptedDocument`, `DamagedDocument`, `NoTextLayer`, `EmptyDocument` and
    `LimitExceeded` (pages, seconds, characters).
    """
    deadline = Deadline(limits.seconds)
    builder = DocumentBuilder(limits)
    pages: list[PageContent] = []
    with opened(content, limits) as pdf:
        title = metadata_title(pdf)
        for index in range(len(pdf)):
            deadline.check()
            pages.append(read_page(pdf, index))
        for part in unread_parts(pdf):
            builder.remark(RemarkKind.NOT_READ, detail=part)
    _refuse_pictures(pages)
    _add(builder, pages, drafts_of(pages, title, deadline))
    _remark(builder, pages)
    return builder.build(name=name, content=content, media_type=_MEDIA_TYPE)


def _refuse_pictures(pages: Sequence[PageContent]) -> None:
    if any(_has_text(page) for page in pages):
        return
    raise NoTextLayer if any(page.drawn for page in pages) else EmptyDocument


def _has_text(page: PageContent) -> bool:
    runs = (page.words, *(words for _, words in page.asides))
    characters = sum(len(word.text) for words in runs for word in words)
    return characters >= (_FEW_CHARACTERS if page.pictured else 1)


def _add(builder: DocumentBuilder, pages: Sequence[PageContent], drafts: Iterable[Draft]) -> None:
    by_page: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_page.setdefault(draft.page, []).append(draft)
    for place, page in enumerate(pages):
        builder.start_page(page.number, round(page.display.width, 2), round(page.display.height, 2))
        for draft in by_page.get(place, ()):
            for text, box in _texts(draft):
                shown = (draft.frame or page.frame).seen_from(page.display, box)
                builder.add(draft.kind, text, level=draft.level, box=_rounded(shown))


def _texts(draft: Draft) -> Iterator[tuple[str, Box]]:
    if draft.table:
        yield from draft.table.row_texts()
    else:
        yield draft.text, _around([line.box for line in draft.lines])


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


def _rounded(box: Box) -> Box:
    return Box(round(box.x0, 2), round(box.top, 2), round(box.x1, 2), round(box.bottom, 2))


def _remark(builder: DocumentBuilder, pages: Sequence[PageContent]) -> None:
    # A blank page hides nothing from a reader, so nothing is said of it.
    unread_pages = [page for page in pages if page.drawn and not _has_text(page)]
    found = {
        RemarkKind.PAGES_WITHOUT_TEXT: [page.number for page in unread_pages if not page.pictured],
        RemarkKind.PICTURE_OF_TEXT: [page.number for page in unread_pages if page.pictured],
        RemarkKind.RECOGNISED_TEXT: [page.number for page in pages if page.recognised and _has_text(page)],
        RemarkKind.HIDDEN_TEXT: [page.number for page in pages if page.hidden],
        RemarkKind.POOR_TEXT: [page.number for page in pages if page.poor],
    }
    for kind, numbers in found.items():
        if numbers:
            builder.remark(kind, pages=tuple(numbers))
    unread = {
        "slanted text": [page.number for page in pages if page.slanted],
        "comments": [page.number for page in pages if page.commented],
    }
    for detail, numbers in unread.items():
        if numbers:
            builder.remark(RemarkKind.NOT_READ, pages=tuple(numbers), detail=detail)
