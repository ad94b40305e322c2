"""Proposals come into a call: as files, as rows of a table, or as assessments that a portal sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from service.ports import Principal
from service.problems import Problem
from service.queue import BATCH
from service.reports.escaping import one_line
from service.reviewing.calls import own_call
from service.reviewing.errors import ReviewingError
from service.reviewing.statuses import Status
from service.store import jobs
from service.store.blocks import Content
from service.store.dossiers import settle_dossiers
from service.store.review_tables import Call, Dossier
from service.store.tables import Assessment, Batch
from service.submissions import Submission, sections_as_file, submit

if TYPE_CHECKING:
    from service.backend import Backend

_LONGEST = 200
_TEXT, _NAME, _APPLICANT = "text", "name", "applicant"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One proposal as it comes in; `applicant` is the organisation behind it, "" where nobody said."""

    name: str
    content: Content
    applicant: str = ""


def add_files(
    backend: "Backend", principal: Principal, call_id: str, arrivals: Sequence[Arrival], language: str
) -> int:
    """Have the proposals assessed and put them in the call, in this order; gives their number.

    Raises Problem for a full queue; what came before it has been taken in.
    """
    with backend.database.read() as session:
        strategy = own_call(session, principal, call_id).strategy
    for arrival in arrivals:
        submission = Submission(arrival.name, arrival.content, strategy, language, priority=BATCH)
        made = submit(backend, principal, submission)
        _add(backend, principal, call_id, [(made.assessment.id, arrival.applicant)])
    return len(arrivals)


def add_table(
    backend: "Backend", principal: Principal, call_id: str, name: str, content: bytes, language: str
) -> int:
    """Each row of a CSV or XLSX table as a proposal: columns `text`, and if there `name` and `applicant`.

    Raises:
        ReviewingError: the table cannot be read, or has no column `text`.
    """
    return add_files(backend, principal, call_id, _rows(name, content), language)


def _rows(name: str, content: bytes) -> list[Arrival]:
    from polars.exceptions import PolarsError

    from service.errors import UnusableInput
    from service.table_sheet import read_sheet

    try:
        import polars as pl

        is_sheet = content.startswith(b"PK")
        frame = read_sheet(content) if is_sheet else pl.read_csv(content, infer_schema=False)
    except (PolarsError, ValueError, UnusableInput) as error:
        raise ReviewingError("table") from error
    if _TEXT not in frame.columns:
        raise ReviewingError("no_text")
    arrivals = []
    for number, row in enumerate(frame.iter_rows(named=True), start=1):
        title = str(row.get(_NAME) or f"{name} {number}")
        page = sections_as_file([(title, str(row[_TEXT] or ""))])
        arrivals.append(Arrival(f"{title}.html", page, str(row.get(_APPLICANT) or "")))
    return arrivals


def add_batch(backend: "Backend", principal: Principal, call_id: str, batch_id: str) -> int:
    """Take over the assessments that a portal sent as one batch; gives their number. Raises Problem."""
    with backend.database.read() as session:
        call, batch = own_call(session, principal, call_id), session.get(Batch, batch_id)
        if batch is None or batch.organisation_id != principal.organisation:
            raise Problem("resourceNotFound")
        members = select(Assessment.id, Assessment.reference).where(
            Assessment.batch_id == batch_id, Assessment.strategy == call.strategy
        )
        found = session.execute(members.order_by(Assessment.place)).all()
    return _add(backend, principal, call_id, [(id, "") for id, _ in found])


def _add(backend: "Backend", principal: Principal, call_id: str, members: Sequence[tuple[str, str]]) -> int:
    with backend.database.write() as session:
        call = own_call(session, principal, call_id)
        session.refresh(call, with_for_update=True)  # numbers are given out one call at a time
        number = session.scalar(select(func.max(Dossier.number)).where(Dossier.call_id == call.id)) or 0
        there = set(session.scalars(select(Dossier.assessment_id).where(Dossier.call_id == call.id)))
        fresh = [member for member in members if member[0] not in there]
        for place, (assessment_id, applicant) in enumerate(fresh, start=number + 1):
            # Locked, so that an assessment that ends at this moment finds its dossier.
            assessment = session.get_one(Assessment, assessment_id, with_for_update={"of": Assessment})
            dossier = _dossier(backend, call, assessment, applicant)
            dossier.number = place
            session.add(dossier)
            session.flush()
            settle_dossiers(session, [assessment])
            backend.audit.record(session, principal, "dossier.added", dossier.id, call=call.id)
    return len(fresh)


def _dossier(backend: "Backend", call: Call, assessment: Assessment, applicant: str) -> Dossier:
    return Dossier(
        id=jobs.new_id(),
        call_id=call.id,
        assessment_id=assessment.id,
        name=assessment.name,
        applicant=one_line(applicant)[:_LONGEST],
        status=Status.WAITING,
        queued=False,
        sampled=False,
        arrived_at=backend.services.now(),
    )
