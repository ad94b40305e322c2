"""Tells the type of a file from its content; the name only parts Markdown from plain text."""

import re
from enum import StrEnum
from pathlib import PurePath

from corpus.errors import EncryptedDocument, UnsupportedType
from corpus.limits import DocumentLimits
from corpus.parsing.archives import Archive
from corpus.parsing.decoding import decode


class MediaType(StrEnum):
    """The types that can be read."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ODT = "application/vnd.oasis.opendocument.text"
    HTML = "text/html"
    MARKDOWN = "text/markdown"
    PLAIN = "text/plain"


_PDF_MARK = b"%PDF-"
_PDF_MARK_WITHIN = 1024
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__substg1.0_", "message"),
)
_MARKS = (
    (b"{\\rtf", "rtf"),
    (b"%!PS", "postscript"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"BM", "picture"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"\x1aE\xdf\xa3", "media"),
    (b"\x7fELF", "binary"),
    (b"MZ", "binary"),
)
# Marks that are also the first letters of ordinary words only count before bytes that no text has.
_WORDLIKE_MARKS = frozenset({b"BM", b"MZ", b"GIF8", b"ID3", b"BZh", b"OggS"})
_RIFF = {b"WEBP": "picture", b"AVI ": "media", b"WAVE": "media"}
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"avif")
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OPEN_DOCUMENT_FOUND = {"spreadsheet": "ods", "presentation": "odp"}

_HEAD = 4096
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_HTML_FRAGMENT = re.compile(r"\s*<(p|div|h[1-6]|ul|ol|table|section|article|main)\b[^>]*>", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml\s")
_MAIL = re.compile(r"\A(?:[\w-]{1,40}: .*\n(?:[ \t].*\n)*){2,}", re.MULTILINE)
_MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_MARKDOWN_HINTS = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
    re.compile(r"\*\*[^*\s][^*\n]*\*\*"),
    re.compile(r"\[[^][\n]{1,200}\]\((?:https?://|[./#\w])[^)\n]*\)"),
    re.compile(r"^\|?\s*:?-{3,}:?\s*\|", re.MULTILINE),
)
_HINTS_NEEDED = 2


def sniff(content: bytes, name: str, limits: DocumentLimits) -> MediaType:
    """Return the type of `content`.

    Raises `UnsupportedType` for a type without a parser, `EncryptedDocument` for a locked Office
    file, and `DamagedDocument` or `LimitExceeded` for a zip that cannot be opened or is a bomb.
    """
    if _is_pdf(content):
        return MediaType.PDF
    if content.startswith(_ZIP_MARKS):
        return _sniff_archive(Archive(content, limits))
    if content.startswith(_OLE_MARK):
        raise _legacy_office(content)
    if found := _binary_type(content):
        raise UnsupportedType(found=found)
    return _sniff_text(decode(content, declared=True), name)


def _is_pdf(content: bytes) -> bool:
    """Some programs put bytes before the mark: near the start it counts too, in a file with PDF objects."""
    position = content[:_PDF_MARK_WITHIN].find(_PDF_MARK)
    return position >= 0 and (not content[:position].strip(b"\xef\xbb\xbf \r\n\t\x00") or b" obj" in content)


def _legacy_office(content: bytes) -> UnsupportedType | EncryptedDocument:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return EncryptedDocument()
    for stream, found in _OLE_STREAMS:
        if stream.encode("utf-16-le") in content:
            return UnsupportedType(found=found)
    return UnsupportedType(found="ole")


def _binary_type(content: bytes) -> str | None:
    for mark, found in _MARKS:
        if content.startswith(mark) and (mark not in _WORDLIKE_MARKS or b"\x00" in content[:512]):
            return found
    if content.startswith(b"RIFF"):
        return _RIFF.get(content[8:12])
    if content[4:8] == b"ftyp":
        return "picture" if content[8:12] in _PICTURE_BRANDS else "media"
    return "archive" if content[257:262] == b"ustar" else None


def _sniff_archive(archive: Archive) -> MediaType:
    names = set(archive.names)
    if "mimetype" in names:
        return _sniff_declared(archive.read("mimetype").decode("ascii", errors="replace").strip())
    if "[Content_Types].xml" in names and b"wordprocessingml" in archive.read("[Content_Types].xml"):
        return MediaType.DOCX
    folders = {name.split("/", 1)[0] for name in names if "/" in name}
    for folder, found in (("xl", "xlsx"), ("ppt", "pptx"), ("visio", "visio"), ("Index", "pages")):
        if folder in folders:
            raise UnsupportedType(found=found)
    if "word/document.xml" in names:
        return MediaType.DOCX
    if {"content.xml", "META-INF/manifest.xml"} <= names:
        return MediaType.ODT
    raise UnsupportedType(found="zip")


def _sniff_declared(media_type: str) -> MediaType:
    if media_type.startswith(MediaType.ODT):
        return MediaType.ODT
    if media_type.startswith(_OPEN_DOCUMENT):
        kind = media_type.removeprefix(_OPEN_DOCUMENT).split("-")[0]
        raise UnsupportedType(found=_OPEN_DOCUMENT_FOUND.get(kind, "odf"))
    raise UnsupportedType(found="epub" if media_type == "application/epub+zip" else "zip")


def _sniff_text(text: str, name: str) -> MediaType:
    head = text[:_HEAD]
    markdown_name = PurePath(name).suffix.lower() in _MARKDOWN_NAMES
    if _XML.match(head) and not _HTML.search(head):
        return _sniff_xml(head)
    if _mail(head):
        raise UnsupportedType(found="message")
    if not markdown_name and _is_html(head):
        return MediaType.HTML
    hints = sum(1 for hint in _MARKDOWN_HINTS if hint.search(text[: 10 * _HEAD]))
    starts_with_heading = _MARKDOWN_HINTS[0].match(text.lstrip()) is not None
    is_markdown = markdown_name or starts_with_heading or hints >= _HINTS_NEEDED
    return MediaType.MARKDOWN if is_markdown else MediaType.PLAIN


def _is_html(head: str) -> bool:
    """A tag that only pages have, or a fragment; text that merely speaks of such a tag is no page."""
    if _HTML.search(head):
        return head.lstrip().startswith("<") or "</" in head
    return _HTML_FRAGMENT.match(head) is not None


def _sniff_xml(head: str) -> MediaType:
    if "<office:document" in head and f'"{MediaType.ODT}' in head:
        return MediaType.ODT
    if "<svg" in head:
        raise UnsupportedType(found="picture")
    word = 'progid="Word.Document"' in head or "<pkg:package" in head or "w:wordDocument" in head
    raise UnsupportedType(found="word_xml" if word else "xml")


def _mail(head: str) -> bool:
    headers = _MAIL.match(head)
    if headers is None:
        return False
    names = {line.split(":", 1)[0].lower() for line in headers.group().splitlines()}
    return "mime-version" in names or {"received", "message-id"} <= names
