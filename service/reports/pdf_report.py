"""The report as PDF: tagged for screen readers (PDF/UA-1) and fit for an archive (PDF/A-2a)."""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC
from importlib.resources import files
from types import MappingProxyType

from service.reports.composing import compose
from service.reports.content import ReportContent
from service.reports.glyphs import with_known_signs
from service.reports.illustrating import pictures_of
from service.reports.json_report import assessment_object
from service.reports.report import Report
from service.reports.typesetting import own_fonts
from service.saved_reports import EMBEDDED_PIECE
from service.wording import Wording

_TEMPLATE = "assessment.typ"
_LABELS = MappingProxyType(
    {
        "subject": "report.subject",
        "decides": "html.decides",
        "overview": "report.overview",
        "interval_note": "report.interval_note",
        "excluded_uses": "report.excluded_uses",
        "contact": "colofon.contact",
        "contact_text": "colofon.contact_text",
        "missing_sign": "colofon.missing_sign",
        "use": "report.use",
        "pictures": "picture.heading",
        "details": "report.details",
        "statement": "report.statement",
        "proposal": "evidence.proposal",
        "strategy": "evidence.strategy",
        "flags": "report.flags",
        "flags_intro": "report.flags_intro",
        "no_flags": "html.no_flags",
        "guide": "guide.title",
        "about": "report.about",
        "limits": "report.limits",
        "faithfulness": "faithfulness.title",
        "hashes": "html.hashes",
        "hashes_intro": "html.hashes_intro",
    }
)
"""The fixed words of the template, by the name that it knows them by."""
_REGIONS = {"nl": "BE", "fr": "BE", "en": "GB"}


def render_pdf(report: Report) -> bytes:
    """The report as PDF; only fonts that come with the typesetter are used, so that no machine differs."""
    import typst

    compiled = typst.compile(
        _template(),
        font_paths=own_fonts(),
        sys_inputs={"report": json.dumps(_data(report), ensure_ascii=False)},
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(report.created_at.timestamp()),
    )
    if not isinstance(compiled, bytes):
        raise TypeError("The typesetter gave no bytes.")
    return _carrying(compiled, report)


def _carrying(compiled: bytes, report: Report) -> bytes:
    """The PDF with the report as JSON in it, where `speerwijzer verify` finds it.

    PDF/A-2 allows no attachment but another PDF/A, so it is private data of this program in the catalogue.
    """
    from pikepdf import Dictionary, Pdf

    carried = json.dumps(assessment_object(report), ensure_ascii=False, allow_nan=False)
    moment = report.created_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    stream = io.BytesIO()
    with Pdf.open(io.BytesIO(compiled)) as pdf:
        data = pdf.make_stream(carried.encode("utf-8", "surrogatepass"))
        pdf.Root.PieceInfo = Dictionary({EMBEDDED_PIECE: Dictionary(LastModified=moment, Private=data)})
        pdf.save(stream, deterministic_id=True)
    return stream.getvalue()


def _template() -> bytes:
    return files("service").joinpath("reports", "templates", _TEMPLATE).read_bytes()


def _data(report: Report) -> object:
    content = compose(report)
    moment = report.created_at.astimezone(UTC)
    data = {
        "id": report.id,
        "author": f"Speerwijzer {report.assessment.engine.version}",
        "created": {name: getattr(moment, name) for name in ("year", "month", "day")},
        "region": _REGIONS.get(content.language),
        "content": _content(content),
        "say": _labels(report.wording, content.title),
        "pictures": [asdict(picture) for picture in pictures_of(report, content)],
    }
    return with_known_signs(data)


def _content(content: ReportContent) -> dict[str, object]:
    alignments = [
        {**asdict(alignment), "sentences": list(alignment.told)} for alignment in content.alignments
    ]
    return {**asdict(content), "alignments": alignments}


def _labels(wording: Wording, title: str) -> Mapping[str, object]:
    columns = ("report.spearhead", "report.grade", "report.core_short", "report.at_least_short")
    return {
        **{name: wording.say(key) for name, key in _LABELS.items()},
        "columns": ["", *(wording.say(column) for column in columns)],
        "page": wording.say("colofon.page", page="{page}", pages="{pages}"),
        "document_title": f"{wording.say('report.title')}: {title}",
    }
