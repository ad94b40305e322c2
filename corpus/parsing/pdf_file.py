"""Opens a PDF, and refuses one that is locked, broken off or too long."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from corpus.errors import DamagedDocument, EncryptedDocument, LimitExceeded
from corpus.limits import DocumentLimits

# PDFium keeps global state and may only be entered by one thread at a time.
_PDFIUM = Lock()
_TAIL = 2048
_LENGTH_OF_LINEARISED = re.compile(rb"/Linearized\b.{0,200}?/L\s+(\d+)", re.DOTALL)
_OFFSET_OF_TABLE = re.compile(rb"startxref\s+(\d+)")


@contextmanager
def opened(content: bytes, limits: DocumentLimits) -> Iterator[Any]:
    """Give the open PDF and close it afterwards; other threads wait meanwhile.

    A PDF with an owner password only, or an empty user password, opens. Raises
    `EncryptedDocument`, `DamagedDocument` and `LimitExceeded` (over `limits.pages`).
    """
    import pypdfium2

    with _PDFIUM:
        pdf = _open(content)
        try:
            if not is_whole(content) or not len(pdf):
                raise DamagedDocument
            if len(pdf) > limits.pages:
                raise LimitExceeded(maximum=limits.pages, unit="pages")
            if pdf.get_formtype():
                pdf.init_forms()
            yield pdf
        except pypdfium2.PdfiumError as error:
            raise DamagedDocument from error
        finally:
            pdf.close()


def is_whole(content: bytes) -> bool:
    """Whether the bytes reach to the end of the PDF.

    PDFium rebuilds a file that breaks off from the objects it still finds, and stays silent
    about what is lost; the end marks tell.
    """
    tail = content.rstrip(b"\0\t\n\f\r ")[-_TAIL:]
    before, mark, after = tail.rpartition(b"%%EOF")
    if not mark or b" obj" in after:
        return False
    offset = _OFFSET_OF_TABLE.findall(before)
    if not offset or int(offset[-1]) >= len(content):
        return False
    linearised = _LENGTH_OF_LINEARISED.search(content[:_TAIL])
    return linearised is None or int(linearised.group(1)) <= len(content)


def _open(content: bytes) -> Any:  # noqa: ANN401 - pypdfium2 has no types
    import pypdfium2
    from pypdfium2 import raw

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise EncryptedDocument from error
        raise DamagedDocument from error


def metadata_title(pdf: Any) -> str:  # noqa: ANN401 - pypdfium2 has no types
    """The title that the program which made the PDF wrote beside the text; often a file name."""
    return str(pdf.get_metadata_value("Title"))


def unread_parts(pdf: Any) -> list[str]:  # noqa: ANN401
    """Names of the parts of an open PDF that hold content and are not read."""
    from pypdfium2 import raw

    parts = ["embedded file"] if pdf.count_attachments() else []
    if pdf.get_formtype() == raw.FORMTYPE_XFA_FULL:
        parts.append("XFA form")
    return parts
