"""Makes the proposal that is timed: a plain PDF of a given number of pages, without any library."""

import textwrap
from collections.abc import Iterable, Iterator
from itertools import chain, cycle, islice

_LINES_PER_PAGE = 42
_LINE_CHARACTERS = 88
_PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
    "/Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>"
)
_TOP, _LEFT, _LEADING, _SIZE = 790, 60, 17, 10.5


def proposal_pdf(paragraphs: Iterable[str], pages: int) -> bytes:
    """A PDF of `pages` full A4 pages; the paragraphs start over when they run out."""
    lines = chain.from_iterable(
        [*textwrap.wrap(paragraph, _LINE_CHARACTERS), ""] for paragraph in cycle(paragraphs)
    )
    bodies = [_body(islice(lines, _LINES_PER_PAGE)) for _ in range(pages)]
    return _file(list(_objects(bodies)))


def _body(lines: Iterable[str]) -> bytes:
    shown = "\n".join(f"({_escaped(line)}) Tj T*" for line in lines)
    text = f"BT /F1 {_SIZE} Tf {_LEADING} TL {_LEFT} {_TOP} Td\n{shown}\nET"
    return text.encode("cp1252", errors="replace")


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _objects(bodies: list[bytes]) -> Iterator[bytes]:
    """The catalogue, the list of pages, the font, and for each page itself and its content."""
    first = 4
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(bodies)))
    yield b"<< /Type /Catalog /Pages 2 0 R >>"
    yield f"<< /Type /Pages /Count {len(bodies)} /Kids [{kids}] >>".encode()
    yield b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    for number, body in enumerate(bodies):
        yield _PAGE.format(first + 2 * number + 1).encode()
        yield b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body)


def _file(objects: list[bytes]) -> bytes:
    content, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
