import pytest

from corpus.errors import DamagedDocument, EncryptedDocument, UnsupportedType
from corpus.limits import DocumentLimits
from corpus.parsing.sniff import MediaType, sniff
from tests.fakes.office_files import flat_open_document, open_document, word_file, word_paragraph, zipped

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
_ZEROS = bytes(600)


def _sniff(content: bytes, name: str = "voorstel") -> MediaType:
    return sniff(content, name, DocumentLimits())


def _ole(stream: str) -> bytes:
    return _OLE + stream.encode("utf-16-le") + _ZEROS


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n%abc", MediaType.PDF),
        (b"\r\n\x01junk%PDF-1.4\n1 0 obj", MediaType.PDF),
        (word_file(word_paragraph("x")), MediaType.DOCX),
        (zipped({"word/document.xml": "<x/>"}), MediaType.DOCX),
        (open_document("<text:p>x</text:p>"), MediaType.ODT),
        (flat_open_document("<text:p>x</text:p>"), MediaType.ODT),
        (b"<!DOCTYPE html><p>x", MediaType.HTML),
        (b"\xef\xbb\xbf  <div class='a'><p>x</p></div>", MediaType.HTML),
        ("<html><body>x</body></html>".encode("utf-16"), MediaType.HTML),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', MediaType.HTML),
        (b"# Kop\n\nTekst.", MediaType.MARKDOWN),
        (b"Tekst met **vet** en een [link](https://a.be).", MediaType.MARKDOWN),
        (b"Gewone tekst over %PDF-1.7 en <html>.", MediaType.PLAIN),
        (b"Gewone tekst, 5 < 6 * 7 # niet meer.", MediaType.PLAIN),
        (b"BM is een afkorting en MZ ook.", MediaType.PLAIN),
        (b"MZ is gewoon tekst.", MediaType.PLAIN),
    ],
)
def test_the_content_tells_the_type(content: bytes, media_type: MediaType) -> None:
    assert _sniff(content) is media_type


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.html", "a.txt", "a"])
def test_a_wrong_name_changes_nothing(name: str) -> None:
    assert _sniff(word_file(word_paragraph("x")), name) is MediaType.DOCX
    assert _sniff(b"Gewone tekst.", name) is MediaType.PLAIN


def test_only_the_name_parts_plain_looking_markdown_from_text() -> None:
    assert _sniff(b"Gewone tekst.", "LEESMIJ.MD") is MediaType.MARKDOWN
    assert _sniff(b"Gewone tekst.", "LEESMIJ.TXT") is MediaType.PLAIN
    assert _sniff(b"<div>a</div>\n\nTekst.", "x.markdown") is MediaType.MARKDOWN


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (_ole("WordDocument"), "doc"),
        (_ole("Workbook"), "xls"),
        (_ole("PowerPoint Document"), "ppt"),
        (_ole("__substg1.0_0037"), "message"),
        (_OLE, "ole"),
        (zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), "xlsx"),
        (zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<x/>"}), "pptx"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "ods"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.presentation"}), "odp"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.graphics"}), "odf"),
        (zipped({"mimetype": "application/epub+zip"}), "epub"),
        (zipped({"Index/Document.iwa": "x"}), "pages"),
        (zipped({"nota.txt": "x"}), "zip"),
        (b"{\\rtf1 tekst}", "rtf"),
        (b"\x89PNG\r\n\x1a\n" + _ZEROS, "picture"),
        (b"\xff\xd8\xff\xe0" + _ZEROS, "picture"),
        (b"BM" + _ZEROS, "picture"),
        (b"RIFF1234WEBP" + _ZEROS, "picture"),
        (b"1234ftypheic" + _ZEROS, "picture"),
        (b"1234ftypisom" + _ZEROS, "media"),
        (b"\x1f\x8b" + _ZEROS, "archive"),
        (b"MZ" + _ZEROS, "binary"),
        (b"\x7fELF" + _ZEROS, "binary"),
        (bytes(range(256)) * 4, "binary"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "picture"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><x/>', "word_xml"),
        (b'<?xml version="1.0"?><rapport/>', "xml"),
        (b"From: a@b.be\nTo: c@d.be\nMIME-Version: 1.0\n\nDag", "message"),
    ],
)
def test_types_without_a_parser_are_named(content: bytes, found: str) -> None:
    with pytest.raises(UnsupportedType) as refused:
        _sniff(content)
    assert refused.value.parameters["found"] == found
    assert str(refused.value.parameters["description"]) in str(refused.value)
    assert found in UnsupportedType.descriptions


def test_a_locked_office_file() -> None:
    with pytest.raises(EncryptedDocument):
        _sniff(_ole("EncryptedPackage"))


def test_half_a_zip() -> None:
    content = word_file(word_paragraph("tekst " * 100))
    with pytest.raises(DamagedDocument):
        _sniff(content[: len(content) // 2])
