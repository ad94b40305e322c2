"""The queue as the API sees it: put a job on it, take a job off it."""

import threading
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

if TYPE_CHECKING:
    from dbos import DBOSClient, EnqueueOptions
    from sqlalchemy.orm import Session

    from service.store.tables import Job

APPLICATION = "speerwijzer"
JOBS_VERSION = "1"
"""Raised when running work of before can no longer be continued by the code of now."""
ASSESS_QUEUE = "assessments"
DELIVER_QUEUE = "deliveries"
_DELIVERY, _TRIAL = "delivery-", "trial-"
_TIDY_AT_ONCE = 1000
INTERACTIVE, BATCH, TRIAL = 1, 100, 200
"""Priorities: the lowest number goes first."""


class JobQueue(Protocol):
    """Where jobs wait for a worker."""

    def prepare(self) -> None:
        """Load what is needed to use the queue, so that the first who does need not wait for that."""

    def add(self, session: "Session", job: "Job") -> None:
        """Put a job on the queue, inside the caller's transaction."""

    def deliver(self, session: "Session", delivery_id: str) -> None:
        """Have a webhook message sent, inside the caller's transaction."""

    def try_strategy(self, session: "Session", trial_id: str, round: int, done: int) -> None:
        """Have the next few assessments of a trial graded, inside the caller's transaction."""

    def cancel(self, job: "Job") -> None:
        """Take a job off the queue, or stop it before its next step."""

    def forget(self, job: "Job") -> None:
        """Remove every trace of a job."""

    def unfinished(self, worker: str) -> bool:
        """Whether a worker has begun something that has not ended."""

    def broken(self) -> list[str]:
        """The runs that ended by a fault around their steps, of which nothing else will come."""

    def drop(self, run: str) -> None:
        """Forget one run."""

    def tidy(self, before: datetime) -> int:
        """Forget work that was done before a moment; gives how much."""

    def close(self) -> None:
        """Close connections."""


class DurableQueue:
    """The queue in the database of the service, kept by DBOS."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opened: DBOSClient | None = None
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Load DBOS; connects to nothing yet."""
        self._open()

    def _open(self) -> "DBOSClient":
        """The client, connected when it is first needed: DBOS takes a moment to import."""
        with self._lock:
            if self._opened is None:
                from dbos import DBOSClient

                self._opened = DBOSClient(
                    system_database_url=self._url, application_name=APPLICATION, lazy=True
                )
            return self._opened

    def add(self, session: "Session", job: "Job") -> None:
        """Put a job on the queue, inside the caller's transaction."""
        self._open().enqueue_in_transaction(
            session,
            {
                "workflow_name": "assess",
                "queue_name": ASSESS_QUEUE,
                "workflow_id": workflow_id(job),
                "app_version": JOBS_VERSION,
                "priority": job.priority,
            },
            job.id,
        )

    def deliver(self, session: "Session", delivery_id: str) -> None:
        """Have a webhook message sent, inside the caller's transaction."""
        options, *words = delivery(delivery_id, uuid4().hex[:8], 1)
        self._open().enqueue_in_transaction(session, options, *words)

    def try_strategy(self, session: "Session", trial_id: str, round: int, done: int) -> None:
        """Have the next few assessments of a trial graded, inside the caller's transaction."""
        options, *words = trial_step(trial_id, round, done)
        self._open().enqueue_in_transaction(session, options, *words)

    def cancel(self, job: "Job") -> None:
        """Take a job off the queue, or stop it before its next step."""
        self._open().cancel_workflow(workflow_id(job))

    def forget(self, job: "Job") -> None:
        """Remove every trace of a job."""
        self._open().delete_workflows([f"{job.id}-{run}" for run in range(1, job.run + 1)])

    def unfinished(self, worker: str) -> bool:
        """Whether a worker has begun something that has not ended."""
        begun = self._open().list_workflows(
            status="PENDING", executor_id=worker, limit=1, load_input=False, load_output=False
        )
        return bool(begun)

    def broken(self) -> list[str]:
        """The runs that ended by a fault around their steps, of which nothing else will come."""
        ended = self._open().list_workflows(
            status="ERROR", limit=_TIDY_AT_ONCE, load_input=False, load_output=False
        )
        return [each.workflow_id for each in ended]

    def drop(self, run: str) -> None:
        """Forget one run."""
        self._open().delete_workflows([run])

    def tidy(self, before: datetime) -> int:
        """Forget work that was done before a moment; gives how much. It holds ids only."""
        ended = self._open().list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED"],
            completed_before=before.isoformat(),
            limit=_TIDY_AT_ONCE,
            load_input=False,
            load_output=False,
        )
        self._open().delete_workflows([each.workflow_id for each in ended])
        return len(ended)

    def close(self) -> None:
        """Close connections."""
        with self._lock:
            if self._opened is not None:
                self._opened.destroy()
                self._opened = None


def workflow_id(job: "Job") -> str:
    """The id of the present run of a job; a job that is tried anew gets a new one."""
    return f"{job.id}-{job.run}"


def delivery(delivery_id: str, round: str, attempt: int) -> "tuple[EnqueueOptions, str, str, int]":
    """One attempt at a webhook message as work for the queue; a replay is another round of attempts."""
    options: EnqueueOptions = {
        "workflow_name": "deliver",
        "queue_name": DELIVER_QUEUE,
        "workflow_id": f"{_DELIVERY}{delivery_id}-{round}-{attempt}",
        "app_version": JOBS_VERSION,
    }
    return options, delivery_id, round, attempt


def delivery_of(run: str) -> str | None:
    """The delivery of which a run is an attempt; None for any other run."""
    return run.removeprefix(_DELIVERY).rsplit("-", 2)[0] if run.startswith(_DELIVERY) else None


def trial_step(trial_id: str, round: int, done: int) -> "tuple[EnqueueOptions, str, int, int]":
    """The step of a trial that follows when `done` assessments are done, as work for the queue."""
    options: EnqueueOptions = {
        "workflow_name": "try_strategy",
        "queue_name": ASSESS_QUEUE,
        "workflow_id": f"{_TRIAL}{trial_id}-{round}-{done}",
        "app_version": JOBS_VERSION,
        "priority": TRIAL,
    }
    return options, trial_id, round, done


def trial_of(run: str) -> tuple[str, int] | None:
    """The trial of which a run is a step, with its round; None for any other run."""
    if not run.startswith(_TRIAL):
        return None
    trial_id, round, _ = run.removeprefix(_TRIAL).rsplit("-", 2)
    return trial_id, int(round)
