"""Files that were made to do harm, small on disk; each has the code of the problem it should get."""

import random
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tests.fakes.office_files import zipped

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


@dataclass(frozen=True, slots=True)
class Nasty:
    """A nasty file; `code` is the problem it should get, "" where it should be read without harm."""

    content: bytes
    code: str


def nasty_files() -> Mapping[str, Callable[[], Nasty]]:
    """Makers of the files by file name."""
    return MappingProxyType({**_simple_files(), **_office_files(), **_pdf_files()})


def _simple_files() -> Mapping[str, Callable[[], Nasty]]:
    return {
        "empty.pdf": lambda: Nasty(b"", "empty"),
        "blank.txt": lambda: Nasty(b" \n\t\x00" * 100, "empty"),
        "random.pdf": lambda: Nasty(random.Random(5).randbytes(200_000), "unsupported_type"),
        "wrong_extension.docx": lambda: Nasty(b"Wij richten een digibank op in elke gemeente.\n", ""),
        "deep.html": lambda: Nasty(b"<!DOCTYPE html>" + b"<div>" * 200_000 + b"Tekst.", "limit"),
        "script.html": lambda: Nasty(_script(), ""),
    }


def _office_files() -> Mapping[str, Callable[[], Nasty]]:
    return {
        "zip_bomb.docx": lambda: Nasty(_docx(_paragraph("a" * 400_000_000)), "limit"),
        "many_members.docx": lambda: Nasty(_many_members(), "limit"),
        "overlap.docx": lambda: Nasty(zipped({"word/document.xml": b"x"}) * 3, "damaged"),
        "billion_laughs.docx": lambda: Nasty(_docx(_laughs()), "damaged"),
        "external_entity.docx": lambda: Nasty(_docx(_external()), "damaged"),
        "path_names.docx": lambda: Nasty(_path_names(), ""),
        "deep.docx": lambda: Nasty(_docx(_deep_xml()), "limit"),
    }


def _pdf_files() -> Mapping[str, Callable[[], Nasty]]:
    return {
        "cut.pdf": lambda: Nasty(_pdf(3)[:180], "damaged"),
        "stream_bomb.pdf": lambda: Nasty(_stream_bomb(), "damaged"),
        "page_loop.pdf": lambda: Nasty(_page_loop(), "damaged"),
        "hundred_thousand_pages.pdf": lambda: Nasty(_pdf(100_000), "limit"),
        "huge_page.pdf": lambda: Nasty(
            _pdf(1, "0 0 9e9 9e9", b"BT /F1 9 Tf (Tekst op het blad) Tj ET"), "empty"
        ),
        "form_loop.pdf": lambda: Nasty(_form_loop(), "damaged"),
    }


def _paragraph(text: str) -> str:
    return (
        f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    )


def _docx(document: str) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": _TYPES.encode(),
            "_rels/.rels": _RELATIONS.encode(),
            "word/document.xml": document.encode(),
        }
    )


def _many_members() -> bytes:
    return zipped({f"word/{number}.xml": b"" for number in range(20_000)} | {"word/document.xml": b"<a/>"})


def _laughs() -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE w [<!ENTITY a0 "ha">{entities}]>' + _paragraph("&a11;")


def _external() -> str:
    return '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + _paragraph("&e;")


def _path_names() -> bytes:
    good = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": _RELATIONS.encode(),
        "word/document.xml": _paragraph("Wij richten een digibank op.").encode(),
    }
    return zipped({**good, "../../../../tmp/speerwijzer-escaped": b"x", "/etc/speerwijzer-escaped": b"x"})


def _deep_xml() -> str:
    inner = "<w:r>" * 50_000 + "</w:r>" * 50_000
    return f'<w:document xmlns:w="{_WORD}"><w:body><w:p>{inner}</w:p></w:body></w:document>'


def _script() -> bytes:
    return (
        b"<!DOCTYPE html><script>fetch('http://127.0.0.1/')</script>"
        b"<p onclick='x()'>Wij bouwen een loket.</p>"
        b"<iframe src='file:///etc/passwd'></iframe><img src=x onerror='alert(1)'>"
    )


def _assemble(objects: Mapping[int, bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for number in sorted(places):
        out += b"%010d 00000 n \n" % places[number]
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (extra, len(content), content)


_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def _pdf(pages: int, box: str = "0 0 595 842", content: bytes = b"", extra: bytes = b"") -> bytes:
    kids = b" ".join(b"%d 0 R" % (5 + number) for number in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 3 0 R/Resources<</Font<</F1 4 0 R>>>>>>"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        3: _stream(content, extra),
        4: _FONT,
    }
    return _assemble(objects | {5 + number: page % box.encode() for number in range(pages)})


def _stream_bomb() -> bytes:
    """A page whose drawing is a gigabyte of drawing once unpacked, packed twice over."""
    line = b"BT /F1 9 Tf (bom) Tj ET\n"
    packer = zlib.compressobj(9)
    once = b"".join([*(packer.compress(line * 100_000) for _ in range(400)), packer.flush()])
    return _pdf(1, content=zlib.compress(once, 9), extra=b"/Filter[/FlateDecode/FlateDecode]")


def _page_loop() -> bytes:
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 9/Kids[3 0 R]>>",
        3: b"<</Type/Pages/Count 9/Parent 2 0 R/Kids[2 0 R 3 0 R]>>",
    }
    return _assemble(objects)


def _form_loop() -> bytes:
    """A drawing that draws itself."""
    form = _stream(
        b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>"
    )
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 5 0 R/Resources<</XObject<</X 4 0 R>>>>>>",
        4: form,
        5: _stream(b"/X Do"),
    }
    return _assemble(objects)
