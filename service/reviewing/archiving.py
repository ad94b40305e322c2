"""The whole dossier of one file as one archive: report, text, reviews, replies and log."""

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.ports import Principal
from service.problems import Problem
from service.renderings import MEDIA_TYPES, formats, outcome_of, rendered
from service.reviewing.errors import ReviewingError
from service.reviewing.exporting import zipped
from service.reviewing.naming import Naming, naming_of
from service.reviewing.reviews import desk_of
from service.reviewing.sight import sees_grades
from service.states import State
from service.store.files import MissingFile
from service.store.replies import replies_to
from service.store.review_tables import Dossier, Review, ReviewChange
from service.store.tables import Assessment, AuditEntry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.backend import Backend

_REPORTS = ("json", "html", "pdf", "md", "jsonld")


def archive(
    backend: "Backend", principal: Principal, dossier_id: str, language: str, *, redacted: bool
) -> bytes:
    """Everything that is kept of a dossier, zipped.

    With `redacted` reviewers have a number instead of a name, in what they wrote too, and personal data in
    that are masked. What applicants replied stays as they wrote it, under `applicant`.

    Raises:
        ReviewingError: the viewer still has to give own grades, or the assessment is not there (any more).
    """
    with backend.database.write() as session:
        desk = desk_of(session, principal, dossier_id)
        if not sees_grades(desk.call, desk.review):
            raise ReviewingError("own_grades_first")
        assessment = session.get_one(Assessment, desk.dossier.assessment_id)
        if assessment.state != State.DONE:
            raise Problem("notFinished")
        backend.audit.record(session, principal, "dossier.exported", dossier_id, redacted=redacted)
        session.flush()
        naming = naming_of(session, desk.call, redacted=redacted)
        papers = papers_of(session, desk.dossier, naming)
    return zipped({**reports_of(backend, assessment, language, _REPORTS), **papers})


def papers_of(session: "Session", dossier: Dossier, naming: Naming) -> dict[str, str]:
    """What people said and did about a dossier: reviews, replies of the applicant, and log, by file name."""
    reviews, replies = _reviews(session, dossier.id, naming), _replies(session, dossier, naming)
    log = (json.dumps(line, ensure_ascii=False) + "\n" for line in _log(session, dossier, naming))
    return {
        "reviews.json": _json({"dossier": _facts(dossier, naming), "reviews": reviews}),
        "replies.json": _json({"replies": replies}),
        "log.jsonl": "".join(log),
    }


def reports_of(
    backend: "Backend", assessment: Assessment, language: str, wanted: Collection[str]
) -> dict[str, str | bytes]:
    """The reports in these formats and the text, by file name; replies are in the reports.

    Raises:
        ReviewingError: what they are rendered from was erased.
    """
    members: dict[str, str | bytes] = {}
    try:
        for format in wanted:
            if format in formats() and format in MEDIA_TYPES:
                members[f"report.{format}"] = rendered(backend, assessment, format, language)
        members["text.txt"] = outcome_of(backend, assessment).document.text
    except MissingFile as error:
        raise ReviewingError("erased") from error
    return members


def _facts(dossier: Dossier, naming: Naming) -> dict[str, Any]:
    return {
        "number": dossier.number,
        "name": dossier.name,
        "applicant": dossier.applicant,
        "status": dossier.status,
        "assignedTo": naming.name(dossier.assigned_to or ""),
        "secondReader": naming.name(dossier.second_reader or ""),
    }


def _reviews(session: "Session", dossier_id: str, naming: Naming) -> list[dict[str, Any]]:
    statement = select(Review).where(Review.dossier_id == dossier_id, Review.saved_at.is_not(None))
    return [
        {
            "reviewer": naming.name(review.reviewer),
            "blind": review.blind,
            "savedAt": _moment(review.saved_at),
            "finishedAt": _moment(review.finished_at),
            "notes": naming.text(review.notes),
            "grades": {
                row.spearhead: {"first": row.first, "grade": row.grade, "reason": naming.text(row.reason)}
                for row in sorted(review.grades, key=lambda row: row.spearhead)
            },
            "history": _history(session, review.id, naming),
        }
        for review in session.scalars(statement.order_by(Review.created_at, Review.id))
    ]


def _history(session: "Session", review_id: str, naming: Naming) -> list[dict[str, Any]]:
    statement = select(ReviewChange).where(ReviewChange.review_id == review_id).order_by(ReviewChange.place)
    return [
        {
            "at": _moment(change.at),
            "spearhead": change.spearhead,
            "before": change.before,
            "after": change.after,
            "reason": naming.text(change.reason),
            "sighted": change.sighted,
        }
        for change in session.scalars(statement)
    ]


def _replies(session: "Session", dossier: Dossier, naming: Naming) -> list[dict[str, Any]]:
    return [
        {
            "number": reply.number,
            "at": _moment(reply.created_at),
            "spearhead": reply.spearhead,
            "by": naming.applicant(reply.created_by),
            "text": reply.text,
        }
        for reply in replies_to(session, dossier.assessment_id)
    ]


def _log(session: "Session", dossier: Dossier, naming: Naming) -> list[dict[str, Any]]:
    statement = select(AuditEntry).where(AuditEntry.subject.in_([dossier.id, dossier.assessment_id]))
    return [
        {
            "number": entry.number,
            "at": _moment(entry.at),
            "principal": naming.name(entry.principal),
            "action": entry.action,
            "subject": entry.subject,
            "details": entry.details,
            "hash": entry.hash,
        }
        for entry in session.scalars(statement.order_by(AuditEntry.number))
    ]


def _moment(moment: Any) -> str | None:  # noqa: ANN401 -- a moment or nothing
    return moment.isoformat() if moment else None


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
