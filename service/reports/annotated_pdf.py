"""The proposal itself, a PDF, with a highlight over each passage of evidence and a note on it."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from corpus.documents import Passage
from corpus.limits import DocumentLimits
from models.alignment import Alignment, Evidence, Grade
from service.reports.composing import compose
from service.reports.escaping import one_line
from service.reports.pdf_places import Quad, WordPlaces
from service.reports.places import Places
from service.reports.report import MissingOriginal, Report

if TYPE_CHECKING:
    from pikepdf import Dictionary, Pdf

_MEDIA_TYPE = "application/pdf"
_COUNTS, _FOUND = (1.0, 0.87, 0.35), (0.8, 0.82, 0.85)
"""Colour of a highlight that counts for a grade, and of one that does not: both keep text readable."""
_NOTE_SIZE = 20


def render_annotated(report: Report) -> bytes:
    """The file that was assessed, with highlights and notes; its own content stays as it is.

    Raises:
        MissingOriginal: the file was not handed in, is another one, no PDF, or closed to notes.
    """
    from pikepdf import Pdf

    content = _original(report)
    document = report.assessment.document
    begun = {item.passage.page for alignment in report.assessment.alignments for item in alignment.evidence}
    places = WordPlaces(content, DocumentLimits(pages=len(document.pages)), begun)
    stream = io.BytesIO()
    with Pdf.open(io.BytesIO(content)) as pdf:
        if pdf.is_encrypted and not pdf.allow.modify_annotation:
            raise MissingOriginal("The PDF does not allow notes.")
        _annotate(pdf, report, places)
        pdf.save(stream, deterministic_id=True)
    return stream.getvalue()


def _original(report: Report) -> bytes:
    document = report.assessment.document
    if report.original is None or document.media_type != _MEDIA_TYPE:
        raise MissingOriginal("Only a proposal that is a PDF can be shown with its evidence marked.")
    if sha256(report.original).hexdigest() != document.sha256:
        raise MissingOriginal("This is another file than the one that was assessed.")
    return report.original


def _annotate(pdf: "Pdf", report: Report, places: WordPlaces) -> None:
    missing, told = 0, _Told(report)
    for passage, uses in _used(report.assessment.alignments).items():
        quads = places.quads(_passage(report, passage), report.assessment.document)
        missing += not quads
        for page in sorted({quad.page for quad in quads}):
            here = [quad for quad in quads if quad.page == page]
            _add(pdf, page, _highlight(report, passage, uses, here, told))
    _add(pdf, 0, _cover_note(pdf, report, missing))


def _used(alignments: Iterable[Alignment]) -> dict[str, list[tuple[Alignment, Evidence]]]:
    uses: dict[str, list[tuple[Alignment, Evidence]]] = {}
    for alignment in alignments:
        for evidence in alignment.evidence:
            uses.setdefault(evidence.passage.id, []).append((alignment, evidence))
    return uses


def _passage(report: Report, passage_id: str) -> Passage:
    return next(item for item in report.assessment.passages if item.id == passage_id)


def _highlight(
    report: Report,
    passage: str,
    uses: Sequence[tuple[Alignment, Evidence]],
    quads: Sequence[Quad],
    told: "_Told",
) -> "Dictionary":
    from pikepdf import Array, Name

    counts = any(alignment.grade is not Grade.NONE for alignment, _ in uses)
    points = [number for quad in quads for corner in quad.corners for number in corner]
    return _note(
        report,
        f"{passage}-{quads[0].page + 1}",
        told.of(uses),
        Subtype=Name.Highlight,
        QuadPoints=_numbers(points),
        Rect=_numbers([min(points[::2]), min(points[1::2]), max(points[::2]), max(points[1::2])]),
        C=Array([*(_COUNTS if counts else _FOUND)]),
    )


class _Told:
    """What the report says of each passage, composed once for all notes."""

    def __init__(self, report: Report) -> None:
        self._wording = report.wording
        self._places = Places(report.assessment, report.wording)
        self._content = {item.id: item for item in compose(report).alignments}

    def of(self, uses: Sequence[tuple[Alignment, Evidence]]) -> str:
        """A line for each spearhead that a passage is evidence for."""
        return "\n".join(self._line(alignment, evidence) for alignment, evidence in uses)

    def _line(self, alignment: Alignment, evidence: Evidence) -> str:
        shown = self._content[one_line(alignment.spearhead.id)]
        target = self._places.passage(evidence.passage.id).anchor
        item = next(each for each in shown.evidence if each.target.anchor == target)
        return self._wording.say(
            "annotation.note",
            spearhead=shown.id,
            title=shown.title,
            grade=shown.grade_word,
            role=item.role,
            contribution=item.contribution,
        )


def _cover_note(pdf: "Pdf", report: Report, missing: int) -> "Dictionary":
    """A note on the first page that tells what the highlights are, and how many are lacking."""
    from pikepdf import Name

    content, wording = compose(report), report.wording
    box: Any = pdf.pages[0].cropbox
    left, top = float(box[0]) + _NOTE_SIZE, float(box[3]) - _NOTE_SIZE
    lacking = [wording.count("annotation.not_found", missing)] if missing else []
    text = "\n".join([content.generated_by, wording.say("html.decides"), *lacking])
    rectangle = _numbers([left, top - _NOTE_SIZE, left + _NOTE_SIZE, top])
    return _note(report, "report", text, Subtype=Name.Text, Rect=rectangle, Name=Name.Note)


def _note(report: Report, name: str, text: str, **more: object) -> "Dictionary":
    from pikepdf import Dictionary, Name

    moment = report.created_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    return Dictionary(
        Type=Name.Annot,
        Contents=text,
        T="Speerwijzer",
        NM=f"speerwijzer-{report.id}-{name}",
        M=moment,
        CreationDate=moment,
        F=4,
        **dict[str, Any](more),
    )


def _numbers(values: Iterable[float]) -> "Any":  # noqa: ANN401 - pikepdf's arrays take any object
    from pikepdf import Array

    return Array([round(value, 2) for value in values])


def _add(pdf: "Pdf", page: int, note: "Dictionary") -> None:
    from pikepdf import Array, Name

    sheet = pdf.pages[page].obj
    if Name.Annots not in sheet:
        sheet.Annots = Array()
    sheet.Annots.append(pdf.make_indirect(note))
