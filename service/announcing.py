"""What happens when assessments end: batches may be complete, calls and webhooks hear of it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.ports import ASSESSMENT_COMPLETED, ASSESSMENT_FAILED, BATCH_COMPLETED
from service.states import OPEN, State
from service.store.dossiers import settle_dossiers
from service.store.tables import Assessment, Batch

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.backend import Backend

_EVENTS = {State.DONE: ASSESSMENT_COMPLETED, State.FAILED: ASSESSMENT_FAILED}


def announce_ended(backend: "Backend", session: "Session", assessments: Iterable[Assessment]) -> None:
    """Tell that assessments have ended, inside the transaction that ended them."""
    ended = list(assessments)
    for assessment in ended:
        event = _EVENTS.get(State(assessment.state))
        if event is not None:
            _announce(backend, session, assessment.organisation_id, event, assessment.id)
    session.flush()
    settle_dossiers(session, ended)
    for batch_id in sorted({assessment.batch_id for assessment in ended if assessment.batch_id}):
        _close_batch(backend, session, batch_id)


def _close_batch(backend: "Backend", session: "Session", batch_id: str) -> None:
    """Tell that a batch is complete when nothing in it is open any more."""
    # Locked, so that of two assessments that end at the same time the last one sees the other.
    batch = session.get(Batch, batch_id, with_for_update=True)
    still = select(Assessment.id).where(Assessment.batch_id == batch_id, Assessment.state.in_(OPEN))
    if batch is not None and batch.finished_at is None and session.scalar(still.limit(1)) is None:
        batch.finished_at = backend.services.now()
        _announce(backend, session, batch.organisation_id, BATCH_COMPLETED, batch_id)


def _announce(backend: "Backend", session: "Session", organisation: str, event: str, subject: str) -> None:
    for delivery in backend.webhooks.announce(session, organisation, event, subject):
        backend.queue.deliver(session, delivery)
