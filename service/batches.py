"""Many proposals in one go: taken in together or not at all, followed together."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.announcing import announce_ended
from service.backend import Backend
from service.ports import Principal
from service.problems import Problem
from service.queue import BATCH
from service.states import OPEN
from service.store import idempotency, jobs
from service.store.tables import Assessment
from service.store.tables import Batch as BatchRow
from service.submissions import Once, Submission, known_strategy, take_in


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch with its assessments, in the order in which they were sent."""

    row: BatchRow
    assessments: Sequence[Assessment]

    @property
    def counts(self) -> dict[str, int]:
        """Number of assessments in each state that occurs."""
        return dict(Counter(str(assessment.state) for assessment in self.assessments))

    @property
    def ended(self) -> bool:
        """Whether nothing in it is open any more."""
        return not any(assessment.state in OPEN for assessment in self.assessments)


def submit_batch(
    backend: Backend,
    principal: Principal,
    submissions: Sequence[Submission],
    reference: str | None,
    once: str | None,
) -> str:
    """Take in many proposals, all or none, behind those that somebody is waiting for; gives the batch's id.

    Raises Problem as for a single proposal.
    """
    for strategy in {submission.strategy for submission in submissions}:
        known_strategy(backend, strategy, principal.organisation)
    uploads = [backend.files.put(principal.organisation, each.content) for each in submissions]
    key = Once(once, _fingerprint(submissions, uploads, reference)) if once else None
    with backend.database.write() as session:
        first = _first(session, principal, key)
        if first is not None:
            return first
        batch = _new_batch(backend, session, principal, reference, key)
        taken = []
        for place, (submission, upload) in enumerate(zip(submissions, uploads, strict=True)):
            item = replace(submission, batch_id=batch.id, place=place, priority=BATCH)
            taken.append(take_in(backend, session, principal, item, upload))
        announce_ended(backend, session, [each for each in taken if each.state not in OPEN])
        return batch.id


def _first(session: Session, principal: Principal, once: Once | None) -> str | None:
    """The batch of the request that this one repeats."""
    if once is None:
        return None
    first = idempotency.recall(session, principal.organisation, once.key, once.fingerprint)
    return first.subject if first is not None else None


def _new_batch(
    backend: Backend, session: Session, principal: Principal, reference: str | None, once: Once | None
) -> BatchRow:
    now = backend.services.now()
    jobs.ensure_organisation(session, principal.organisation, now)
    batch = BatchRow(
        id=jobs.new_id(),
        organisation_id=principal.organisation,
        reference=reference,
        created_by=principal.name,
        created_at=now,
    )
    session.add(batch)
    session.flush()
    if once is not None:
        idempotency.remember(session, principal.organisation, once.key, once.fingerprint, batch.id, now)
    return batch


def find_batch(backend: Backend, principal: Principal, batch_id: str) -> Batch:
    """A batch of the caller's own organisation; raises Problem where there is none."""
    with backend.database.read() as session:
        row = session.get(BatchRow, batch_id)
        if row is None or row.organisation_id != principal.organisation:
            raise Problem("resourceNotFound")
        members = select(Assessment).where(Assessment.batch_id == batch_id)
        return Batch(row, list(session.scalars(members.order_by(Assessment.place))))


def _fingerprint(submissions: Sequence[Submission], uploads: Sequence[str], reference: str | None) -> str:
    items = [
        [upload, each.name, each.strategy, each.language, each.reference]
        for each, upload in zip(submissions, uploads, strict=True)
    ]
    return hashlib.sha256(json.dumps([reference, items]).encode()).hexdigest()
