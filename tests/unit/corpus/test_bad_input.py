import io
import struct
import time
import zipfile
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.documents import Document
from corpus.errors import (
    DamagedDocument,
    EmptyDocument,
    EncryptedDocument,
    LimitExceeded,
    UnreadableDocument,
)
from corpus.limits import DocumentLimits
from corpus.parsing import parse
from tests.fakes.office_files import flat_open_document, open_document, word_file, word_paragraph, zipped

_DOCX = word_file(word_paragraph("Wij bouwen een loket. " * 20) + word_paragraph("Kop", style="Kop2"))
_ODT = open_document("<text:h>Kop</text:h><text:p>Wij bouwen een loket.</text:p>")
_HTML = b"<!doctype html><body><h1>Kop</h1><table><tr><td>a<td>b</table><p style='color:#fff'>x</p>"
_LIMITS = DocumentLimits()
_BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
_FILE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def _unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \r\n\t ",
        b"\xef\xbb\xbf",
        word_file(word_paragraph("  ")),
        open_document("<text:p/>"),
        b"<html><body><script>x()</script></body></html>",
        b"<!-- niets --><html></html>",
        "\u200b\u00ad".encode(),
    ],
)
def test_nothing_to_read(content: bytes) -> None:
    with pytest.raises(EmptyDocument):
        parse(content, "x.md")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("content", [_DOCX, _ODT])
def test_a_file_that_breaks_off(content: bytes, share: float) -> None:
    with pytest.raises(DamagedDocument):
        parse(content[: int(len(content) * share)], "x.docx")


@pytest.mark.parametrize("member", ["word/document.xml", "_rels/.rels", "word/styles.xml"])
def test_a_part_that_is_no_xml(member: str) -> None:
    with pytest.raises(DamagedDocument):
        parse(zipped({**_unpacked(_DOCX), member: "<w:document>"}), "x.docx")


def test_a_file_without_its_main_part() -> None:
    members = _unpacked(_DOCX)
    del members["word/document.xml"]
    with pytest.raises(DamagedDocument):
        parse(zipped(members), "x.docx")


def test_an_encrypted_open_document() -> None:
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    with pytest.raises(EncryptedDocument):
        parse(open_document("<text:p>x</text:p>", manifest=manifest), "x.odt")


def test_a_zip_with_a_password() -> None:
    content = bytearray(_DOCX)
    position = content.find(b"PK\x01\x02")
    content[position + 8] |= 1
    with pytest.raises(EncryptedDocument):
        parse(bytes(content), "x.docx")


@pytest.mark.parametrize("declaration", [_BOMB, _FILE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_xml_are_never_resolved(declaration: str, encoding: str) -> None:
    for content, member in ((_DOCX, "word/document.xml"), (_ODT, "content.xml")):
        members = _unpacked(content)
        xml = members[member].decode().replace("loket", "&a;").split("?>")[-1]
        marked = f'<?xml version="1.0" encoding="{encoding}"?>{declaration}{xml}'.encode(encoding)
        with pytest.raises(DamagedDocument):
            parse(zipped({**members, member: marked}), "x")


def test_entities_in_a_flat_open_document() -> None:
    content = flat_open_document("<text:p>&a;</text:p>").replace(b"?>", b"?>" + _BOMB.encode(), 1)
    with pytest.raises(DamagedDocument):
        parse(content, "x.fodt")


@pytest.mark.parametrize(
    ("limits", "content", "unit"),
    [
        (replace(_LIMITS, bytes=10), b"meer dan tien", "bytes"),
        (replace(_LIMITS, characters=10), b"meer dan tien", "characters"),
        (replace(_LIMITS, characters=10), b"# meer dan tien", "characters"),
        (replace(_LIMITS, characters=10), _DOCX, "characters"),
        (replace(_LIMITS, unpacked_bytes=100), _DOCX, "bytes unpacked"),
        (replace(_LIMITS, unpacked_ratio=1), _DOCX, "times its own size when unpacked"),
        (replace(_LIMITS, archive_members=2), _DOCX, "files inside it"),
        (replace(_LIMITS, seconds=0), _DOCX, "seconds"),
        (replace(_LIMITS, seconds=0), _ODT, "seconds"),
        (replace(_LIMITS, seconds=0), _HTML, "seconds"),
        (replace(_LIMITS, seconds=0), b"tekst", "seconds"),
    ],
)
def test_over_a_limit(limits: DocumentLimits, content: bytes, unit: str) -> None:
    with pytest.raises(LimitExceeded) as refused:
        parse(content, "x", limits)
    assert refused.value.parameters["unit"] == unit


def test_a_zip_bomb_is_refused_quickly() -> None:
    bomb = zipped({"word/document.xml": bytes(50_000_000)})
    started = time.monotonic()
    with pytest.raises(LimitExceeded):
        parse(bomb, "x.docx")
    assert time.monotonic() - started < 0.5


def test_a_member_that_lies_about_its_size_is_damaged() -> None:
    content = bytearray(zipped({"word/document.xml": "<a>" + "x" * 5000}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        position = content.find(mark) + offset
        content[position : position + 4] = struct.pack("<I", 10)
    with pytest.raises(DamagedDocument):
        parse(bytes(content), "x.docx")


def test_what_a_library_says_is_kept_as_the_cause() -> None:
    with pytest.raises(DamagedDocument) as refused:
        parse(zipped({**_unpacked(_ODT), "content.xml": "geen xml"}), "x.odt")
    assert refused.value.__cause__ is not None


def _blocks_are_sound(document: Document) -> bool:
    ends = [0, *(block.end for block in document.blocks)]
    ordered = all(end <= block.start < block.end for end, block in zip(ends, document.blocks, strict=False))
    return ordered and ends[-1] <= len(document.text)


def _reads_or_refuses(content: bytes, name: str) -> None:
    try:
        document = parse(content, name)
    except UnreadableDocument:
        return
    assert document.text
    assert _blocks_are_sound(document)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300) | st.text(max_size=300).map(str.encode), st.sampled_from(["x", "x.md", "x.pdf"])
)
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    _reads_or_refuses(content, name)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([_DOCX, _ODT, _HTML]),
    st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), max_size=6),
)
def test_a_file_with_changed_bytes_is_read_or_refused(base: bytes, changes: list[tuple[float, int]]) -> None:
    content = bytearray(base)
    for place, byte in changes:
        content[int(place * len(content))] = byte
    _reads_or_refuses(bytes(content), "x")


_MARKUP = st.sampled_from(
    [
        *(f"<{end}w:{name}>" for name in ("p", "r", "tbl", "tr", "tc", "pPr") for end in ("", "/")),
        *("<w:t>tekst", "</w:t>", '<w:gridSpan w:val="x"/>', "<w:vMerge/>", "<!-- c -->"),
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(_MARKUP, max_size=20))
def test_any_word_markup_is_read_or_refused(markup: list[str]) -> None:
    _reads_or_refuses(word_file("".join(markup)), "x.docx")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *"#-*|>",
                "a.",
                "Zin.",
                "1.",
                "---",
                "===",
                "```",
                "~~~",
                "<b>",
                "</div>",
                "<table>",
                "<td>",
                "\n",
                "\n\n",
                "\f",
            ]
        )
    )
)
def test_any_marked_up_text_is_read_or_refused(signs: list[str]) -> None:
    for name in ("x.md", "x.txt", "x.html"):
        _reads_or_refuses(" ".join(signs).encode(), name)
