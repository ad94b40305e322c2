"""Looks into a stranger's PDF in a process of its own, which can do nothing else and ends with it.

Standard input: one line of JSON with the task and the sizes, then the PDF, then the packed assessment.
Standard output: a PNG for the task `picture`, JSON for `places`. Anything wrong ends it without an answer.
"""

import importlib
import json
import struct
import sys
import zlib
from typing import TYPE_CHECKING, Any

from service.intake.confinement import confine

if TYPE_CHECKING:
    from models.assessment import Assessment

_CPU_SECONDS, _MEMORY_BYTES = 20, 1_000_000_000
_WIDEST = 1200
"""Picture elements across a page: sharp at the width that a page has beside its grades."""
_MOST_ELEMENTS = 12_000_000


def main() -> None:
    """Do the one task that is asked."""
    task = json.loads(sys.stdin.buffer.readline())
    pdf = sys.stdin.buffer.read(task["pdf"])
    packed = sys.stdin.buffer.read()
    if task["task"] == "picture":
        _confined_with("numpy", "pypdfium2", "ctypes")
        answer = picture(pdf, task["page"])
    else:
        from service.store.results import unpack_assessment

        assessment = unpack_assessment(packed)
        _confined_with("corpus.parsing.pdf", "pdfplumber.table", "pypdfium2", "service.reports.pdf_places")
        answer = json.dumps(places(pdf, assessment)).encode()
    sys.stdout.buffer.write(answer)


def _confined_with(*modules: str) -> None:
    """Import what the task needs, and then close the doors."""
    for name in modules:
        importlib.import_module(name)
    confine(cpu_seconds=_CPU_SECONDS, memory_bytes=_MEMORY_BYTES)


def picture(pdf: bytes, number: int) -> bytes:
    """A page, counted from 1, as a PNG."""
    import pypdfium2

    page = pypdfium2.PdfDocument(pdf)[number - 1]
    width, height = page.get_size()
    scale = min(_WIDEST / width, (_MOST_ELEMENTS / (width * height)) ** 0.5)
    elements = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False).to_numpy()
    return _png(elements[:, :, :3])


def places(pdf: bytes, assessment: "Assessment") -> dict[str, Any]:
    """Where the evidence stands: for each page its boxes by passage, in points from the upper left."""
    import pypdfium2

    from corpus.limits import DocumentLimits
    from service.reports.pdf_places import WordPlaces

    passages = {item.passage.id: item.passage for found in assessment.alignments for item in found.evidence}
    limits = DocumentLimits(pages=len(assessment.document.pages))
    words = WordPlaces(pdf, limits, {passage.page for passage in passages.values()})
    opened = pypdfium2.PdfDocument(pdf)
    found: dict[str, dict[str, list[tuple[float, ...]]]] = {}
    for id in sorted(passages):
        for quad in words.quads(passages[id], assessment.document):
            on_page = found.setdefault(str(quad.page + 1), {})
            on_page.setdefault(id, []).append(_box(opened[quad.page], quad.corners))
    return found


def _box(page: Any, corners: Any) -> tuple[float, ...]:  # noqa: ANN401 -- pypdfium2 has no types
    """The upright box around corners, as the page is shown: PDFium knows how it is turned and cut."""
    from ctypes import byref, c_int

    from pypdfium2 import raw

    fine = 16
    width, height = page.get_size()
    points = []
    for x, y in corners:
        right, down = c_int(), c_int()
        raw.FPDF_PageToDevice(
            page, 0, 0, round(width * fine), round(height * fine), 0, x, y, byref(right), byref(down)
        )
        points.append((right.value / fine, down.value / fine))
    left, top = min(x for x, _ in points), min(y for _, y in points)
    right_edge, bottom = max(x for x, _ in points), max(y for _, y in points)
    return tuple(round(value, 1) for value in (left, top, right_edge - left, bottom - top))


def _png(elements: Any) -> bytes:  # noqa: ANN401 -- an array of bytes, height by width by 3
    height, width, _ = elements.shape
    rows = b"".join(b"\0" + row.tobytes() for row in elements)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = {b"IHDR": head, b"IDAT": zlib.compress(rows, 6), b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks.items())


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


if __name__ == "__main__":
    main()
