"""Reports that were saved before: finds the JSON in a JSON, HTML or PDF file."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.limits import DocumentLimits
from service.errors import UnusableInput

if TYPE_CHECKING:
    from pikepdf import Pdf

Saved = Mapping[str, Any]
"""The object of a report, as its JSON says."""

EMBEDDED_ID = "assessment-json"
"""Id of the script element that carries the report inside its HTML; it is data and never runs."""
EMBEDDED_PIECE = "/Speerwijzer"
"""Name under which the report stands among the private data of its PDF."""
_FAMILY = "speerwijzer/assessment/"


def read_saved(path: Path, limits: DocumentLimits) -> Saved:
    """The report in a file.

    Raises:
        UnusableInput: the file cannot be opened, is too large, or holds no report.
    """
    found = find_saved(path, limits)
    if found is None:
        raise UnusableInput("no_report")
    return found


def find_saved(path: Path, limits: DocumentLimits) -> Saved | None:
    """The report in a file, or None for a file that is something else, such as a proposal.

    Raises:
        UnusableInput: the file cannot be opened, or is JSON without being a report.
    """
    content = _content(path, limits)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        found = _report(content)
        if found is None and path.suffix.lower() == ".json":
            raise UnusableInput("no_report")
        return found
    if content.startswith(b"%PDF"):
        return _inside_pdf(path)
    return _inside_html(content) if EMBEDDED_ID.encode() in content else None


def _content(path: Path, limits: DocumentLimits) -> bytes:
    try:
        if path.stat().st_size > limits.bytes:
            raise UnusableInput("report_too_large", maximum=limits.bytes // 1_000_000)
        return path.read_bytes()
    except OSError as error:
        raise UnusableInput("closed", reason=error.strerror or str(error)) from error


def _report(content: bytes) -> Saved | None:
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    is_report = isinstance(found, dict) and str(found.get("schema", "")).startswith(_FAMILY)
    return found if is_report else None


def _inside_html(content: bytes) -> Saved | None:
    from selectolax.lexbor import LexborHTMLParser

    node = LexborHTMLParser(content.decode("utf-8", "replace")).css_first(f"script#{EMBEDDED_ID}")
    return None if node is None else _report(node.text().encode("utf-8", "surrogatepass"))


def _inside_pdf(path: Path) -> Saved | None:
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            found = (_report(carried) for carried in _carried(pdf))
            return next((report for report in found if report is not None), None)
    except (pikepdf.PdfError, ValueError):
        return None


def _carried(pdf: "Pdf") -> Iterator[bytes]:
    """What a PDF carries beside its pages: our own private data, then its attachments."""
    import pikepdf

    pieces: Any = pdf.Root.get("/PieceInfo", pikepdf.Dictionary())
    piece = pieces.get(EMBEDDED_PIECE, pikepdf.Dictionary()).get("/Private")
    if isinstance(piece, pikepdf.Stream):
        yield bytes(piece.read_bytes())
    for name in sorted(pdf.attachments):
        yield bytes(pdf.attachments[name].get_file().read_bytes())
