"""Reading files: one module a format, chosen by content and never by name."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from corpus.documents import Document
from corpus.errors import CorpusError, DamagedDocument, EmptyDocument, LimitExceeded
from corpus.limits import DocumentLimits
from corpus.parsing.sniff import MediaType, sniff

_Parser = Callable[[bytes, str, DocumentLimits], Document]

# Named and not imported: a format's library is loaded when its first file arrives.
_PARSERS = {
    MediaType.PDF: ("corpus.parsing.pdf", "parse_pdf"),
    MediaType.DOCX: ("corpus.parsing.docx", "parse_docx"),
    MediaType.ODT: ("corpus.parsing.odt", "parse_odt"),
    MediaType.HTML: ("corpus.parsing.html", "parse_html"),
    MediaType.MARKDOWN: ("corpus.parsing.markdown", "parse_markdown"),
    MediaType.PLAIN: ("corpus.parsing.plain", "parse_plain"),
}
_DEFAULT_LIMITS = DocumentLimits()


def parse(content: bytes, name: str, limits: DocumentLimits = _DEFAULT_LIMITS) -> Document:
    """Return the proposal in `content`; `name` is what the file is called and proves nothing.

    Raises an `UnreadableDocument` that says what is wrong, and nothing else.
    """
    if len(content) > limits.bytes:
        raise LimitExceeded(maximum=limits.bytes, unit="bytes")
    if not content.strip(b" \t\r\n\v\f\x00"):
        raise EmptyDocument
    try:
        return _parser(sniff(content, name, limits))(content, name, limits)
    except CorpusError:
        raise
    except Exception as error:  # A library that trips over a file has many ways to say so.
        raise DamagedDocument from error


def _parser(media_type: MediaType) -> _Parser:
    module, function = _PARSERS[media_type]
    return cast("_Parser", getattr(import_module(module), function))
