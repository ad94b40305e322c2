"""Work that nobody does though its worker lives: left behind when the database was away for a moment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.queue import delivery_of, trial_of, workflow_id
from service.states import OPEN
from service.store.tables import Delivery, Job
from service.strategies import trials
from service.webhooks.register import PENDING

if TYPE_CHECKING:
    from service.backend import Backend


@dataclass(slots=True)
class Stranded:
    """Puts the stranded work of a worker back on its queue.

    `idle` gives what the worker has begun and is not busy with, `put_back` puts that back.
    """

    backend: "Backend"
    idle: Callable[[], set[str]]
    put_back: Callable[[str], None]
    _before: set[str] = field(default_factory=set)

    def look(self) -> None:
        """Look once. What was idle the last time too is stranded: before, it may have been about to begin."""
        idle = self.idle()
        for run in sorted(idle & self._before):
            self.put_back(run)
        self._before = idle
        for run in self.backend.queue.broken():
            self._begin_anew(run)
            self.backend.queue.drop(run)

    def _begin_anew(self, run: str) -> None:
        """Queue again what ended by a fault around its steps, where somebody still waits for it."""
        with self.backend.database.write() as session:
            delivery_id = delivery_of(run)
            if delivery_id is not None:
                delivery = session.get(Delivery, delivery_id, with_for_update=True)
                if delivery is not None and delivery.state == PENDING:
                    self.backend.queue.deliver(session, delivery_id)
                return
            trial = trial_of(run)
            if trial is not None:
                trials.begin_anew(self.backend, session, *trial)
                return
            job = session.get(Job, run.rpartition("-")[0], with_for_update=True)
            if job is not None and job.state in OPEN and workflow_id(job) == run:
                job.run += 1
                self.backend.queue.add(session, job)
