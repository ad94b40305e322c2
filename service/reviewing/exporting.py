"""What leaves a call: a table with where every grade comes from, and grades to measure the checker with."""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.ports import Principal
from service.renderings import outcome_of
from service.reviewing.agreeing import judgements_of
from service.reviewing.calls import own_call, spearheads_of
from service.reviewing.errors import ReviewingError
from service.reviewing.naming import Naming, naming_of
from service.reviewing.sight import seen_dossiers
from service.store.dossiers import TAG
from service.store.files import MissingFile
from service.store.page_tables import Reply
from service.store.review_tables import Call, Dossier, DossierMark, Review
from service.store.tables import Assessment

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.backend import Backend

_BLOCK = 200
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def export_table(
    backend: "Backend",
    principal: Principal,
    call_id: str,
    format: str,
    *,
    ids: Sequence[str] = (),
    redacted: bool = False,
) -> bytes:
    """The dossiers of a call (or those in `ids`) as CSV or XLSX, with where every grade comes from.

    One row for each review, and one for a dossier without any. The checker's grades are left empty where
    the principal may not see them yet, and other people's where their dossier is still to be graded.
    """
    import polars as pl

    with backend.database.write() as session:
        call = own_call(session, principal, call_id)
        rows = list(_rows(session, call, principal, set(ids), redacted=redacted))
        backend.audit.record(session, principal, "call.exported", call_id, rows=len(rows), redacted=redacted)
    frame = pl.DataFrame(rows, schema=dict.fromkeys(_columns(backend, call), pl.String))
    if format == "csv":
        return ("\ufeff" + frame.select(pl.all().map_elements(_harmless, pl.String)).write_csv()).encode()
    return _workbook(frame)


def _columns(backend: "Backend", call: Call) -> list[str]:
    spearheads = [spearhead.id for spearhead in spearheads_of(backend, call)]
    return [
        "number", "name", "applicant", "reference", "language", "status", "tags", "assessment", "sha256",
        "assessed_at", "strategy", "strategy_version", "strategy_sha256", "engine_version", "encoder",
        "encoder_sha256", "artefact_sha256", "settings_sha256", "code_sha256",
        *spearheads, *(f"{name}_at_least" for name in spearheads),
        "reviewer", "blind", "finished", *(f"{name}_reviewer" for name in spearheads),
        *(f"{name}_reason" for name in spearheads), *(f"{name}_reply" for name in spearheads),
    ]  # fmt: skip


def _rows(
    session: "Session", call: Call, principal: Principal, ids: set[str], *, redacted: bool
) -> Iterator[dict[str, str | None]]:
    seen = seen_dossiers(session, call, principal)
    naming = naming_of(session, call, redacted=redacted)
    statement = (
        select(Dossier, Assessment)
        .join(Assessment, Assessment.id == Dossier.assessment_id)
        .where(Dossier.call_id == call.id)
        .order_by(Dossier.number)
    )
    found = [pair for pair in session.execute(statement) if not ids or pair[0].id in ids]
    for start in range(0, len(found), _BLOCK):
        block = found[start : start + _BLOCK]
        keys = [dossier.id for dossier, _ in block]
        tags, reviews = _tags(session, keys), _reviews(session, keys)
        replies = _replies(session, [assessment.id for _, assessment in block])
        for dossier, assessment in block:
            shown = seen is None or dossier.id in seen
            base = _dossier_cells(dossier, assessment, tags.get(dossier.id, []), shown=shown)
            base |= replies.get(assessment.id, {}) if shown else {}
            visible = [
                each for each in reviews.get(dossier.id, []) if shown or each.reviewer == principal.name
            ]
            for review in visible:
                yield {**base, **_review_cells(review, naming)}
            if not visible:
                yield base


def _dossier_cells(
    dossier: Dossier, assessment: Assessment, tags: list[str], *, shown: bool
) -> dict[str, str | None]:
    cells: dict[str, str | None] = {
        "number": str(dossier.number),
        "name": dossier.name,
        "applicant": dossier.applicant,
        "reference": assessment.reference,
        "language": dossier.language,
        "status": dossier.status,
        "tags": "; ".join(tags),
        "assessment": assessment.id,
        "sha256": assessment.sha256,
        "assessed_at": assessment.finished_at.isoformat() if assessment.finished_at else None,
        "strategy": assessment.strategy,
    }
    report = json.loads(assessment.report) if assessment.report else {}
    for part, names in _PROVENANCE.items():
        for column, name in names.items():
            cells[column] = report.get(part, {}).get(name)
    for item in report.get("alignments", ()) if shown else ():
        cells[item["spearhead"]] = item["grade"]
        cells[f"{item['spearhead']}_at_least"] = str(item["probability"]["atLeastContributes"])
    return cells


_PROVENANCE: Mapping[str, Mapping[str, str]] = {
    "strategy": {"strategy_version": "version", "strategy_sha256": "sha256"},
    "engine": {
        "engine_version": "version",
        "encoder": "encoder",
        "encoder_sha256": "encoderSha256",
        "artefact_sha256": "artefactSha256",
        "settings_sha256": "settingsSha256",
        "code_sha256": "codeSha256",
    },
}


def _review_cells(review: Review, naming: Naming) -> dict[str, str | None]:
    cells: dict[str, str | None] = {
        "reviewer": naming.name(review.reviewer),
        "blind": "yes" if review.blind else "no",
        "finished": review.finished_at.isoformat() if review.finished_at else None,
    }
    for row in review.grades:
        cells[f"{row.spearhead}_reviewer"] = row.grade
        cells[f"{row.spearhead}_reason"] = naming.text(row.reason) or None
    return cells


def _replies(session: "Session", assessments: Sequence[str]) -> dict[str, dict[str, str | None]]:
    """What applicants replied to a grade, by assessment and column: all of it, oldest first."""
    found: dict[str, dict[str, str | None]] = {}
    statement = select(Reply).where(Reply.assessment_id.in_(assessments)).order_by(Reply.number)
    for reply in session.scalars(statement):
        cells = found.setdefault(reply.assessment_id, {})
        column = f"{reply.spearhead}_reply"
        cells[column] = f"{cells[column]}\n\n{reply.text}" if column in cells else reply.text
    return found


def _tags(session: "Session", ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    statement = select(DossierMark).where(DossierMark.dossier_id.in_(ids), DossierMark.kind == TAG)
    for mark in session.scalars(statement.order_by(DossierMark.value)):
        found.setdefault(mark.dossier_id, []).append(mark.value)
    return found


def _reviews(session: "Session", ids: Sequence[str]) -> dict[str, list[Review]]:
    found: dict[str, list[Review]] = {}
    statement = select(Review).where(Review.dossier_id.in_(ids), Review.saved_at.is_not(None))
    for review in session.scalars(statement.order_by(Review.created_at, Review.id)):
        found.setdefault(review.dossier_id, []).append(review)
    return found


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet takes for text, whatever it begins with."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _workbook(frame: Any) -> bytes:  # noqa: ANN401 -- a polars frame, imported where it is used
    from service.table_sheet import write_sheet

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        write_sheet(frame, path)
        return path.read_bytes()


def export_annotated(backend: "Backend", principal: Principal, call_id: str) -> bytes:
    """The grades of reviewers as a folder that `speerwijzer evaluate --dataset` measures, zipped.

    One label for each dossier with a finished review: the grades that most reviewers give now. A dossier
    on which they are divided is left out. Nothing learns from it: measuring is a command of its own.

    Raises:
        ReviewingError: there is nothing to export.
    """
    with backend.database.write() as session:
        call = own_call(session, principal, call_id)
        labels = _labels(session, call)
        texts = {id: _text(backend, session, id) for id in labels}
        known = {id: text for id, text in texts.items() if text}
        if not known:
            raise ReviewingError("nothing_to_export")
        backend.audit.record(session, principal, "call.labels_exported", call_id, dossiers=len(known))
    lines = [
        json.dumps({"id": id, "lang": labels[id][0], "grades": labels[id][1]}, ensure_ascii=False)
        for id in known
    ]
    members = {f"texts/{id}.txt": text for id, text in known.items()}
    return zipped({"labels.jsonl": "\n".join(lines) + "\n", **members})


def _labels(session: "Session", call: Call) -> dict[str, tuple[str, dict[str, int]]]:
    from evaluation.agreement import LEVELS

    votes: dict[str, dict[str, list[int]]] = {}
    for item in judgements_of(session, call):
        votes.setdefault(item.dossier, {}).setdefault(item.spearhead, []).append(LEVELS[item.final])
    finished = select(Dossier.id, Dossier.language).join(Review, Review.dossier_id == Dossier.id)
    statement = finished.where(Dossier.call_id == call.id, Review.finished_at.is_not(None)).distinct()
    languages = dict(session.execute(statement).all())
    labels = {}
    for id, by_spearhead in votes.items():
        agreed = {
            name: grade for name, given in by_spearhead.items() if (grade := _majority(given)) is not None
        }
        if id in languages and len(agreed) == len(by_spearhead):
            labels[id] = (languages[id] or "other", {name: grade for name, grade in agreed.items() if grade})
    return labels


def _majority(given: Sequence[int]) -> int | None:
    counts = sorted(((given.count(grade), grade) for grade in set(given)), reverse=True)
    return None if len(counts) > 1 and counts[0][0] == counts[1][0] else counts[0][1]


def _text(backend: "Backend", session: "Session", dossier_id: str) -> str:
    dossier = session.get_one(Dossier, dossier_id)
    try:
        return outcome_of(backend, session.get_one(Assessment, dossier.assessment_id)).document.text
    except MissingFile:
        return ""


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """An archive of these files; the same files give the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text, zipfile.ZIP_DEFLATED)
    return content.getvalue()
