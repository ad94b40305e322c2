"""The durable side of the work: DBOS remembers which steps of a job are done, and goes on from there."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from service.jobs.work import Fault, perform, steps_of
from service.queue import APPLICATION, ASSESS_QUEUE, DELIVER_QUEUE, JOBS_VERSION, delivery, trial_step

if TYPE_CHECKING:
    from dbos import DBOSConfig

    from service.jobs.work import Work

P = ParamSpec("P")
R = TypeVar("R")

_STEP_ATTEMPTS = 3
_RETRY_SECONDS = 0.5
_POLL_SECONDS = 0.5
_DELIVERIES_AT_ONCE = 8
_CONNECTIONS = 10
"""Connections of DBOS itself: for one assessment, the deliveries beside it, and looking at the queues."""


def register(work: "Work", deliver: Callable[[str], float | None]) -> None:
    """Tell DBOS how a job and a delivery are done; once in a process, before `launch`."""
    from dbos import DBOS

    steps = replace(
        steps_of(work),
        parse=_step(work.parse),
        assess=_step(work.assess),
        finish=_step(work.finish),
        fail=_step(work.fail),
    )

    attempt, advance = _step(deliver), _step(work.try_strategy)

    @DBOS.workflow(name="assess", max_recovery_attempts=None)
    def _assess(job_id: str) -> None:
        perform(steps, job_id)

    @DBOS.workflow(name="deliver", max_recovery_attempts=None)
    def _deliver(delivery_id: str, round: str, number: int) -> None:
        seconds = attempt(delivery_id)
        if seconds is not None:
            # Not a sleep: a receiver that is away for days would take a place in the queue for days.
            options, *words = delivery(delivery_id, round, number + 1)
            DBOS.enqueue_workflow_with_options({**options, "delay_seconds": seconds}, *words)

    @DBOS.workflow(name="try_strategy", max_recovery_attempts=None)
    def _try_strategy(trial_id: str, round: int, done: int) -> None:
        try:
            more = advance(trial_id, round, done)
        except Exception:  # every attempt failed: the page of the trial says so
            work.give_up_trial(trial_id)
            return
        if more is not None:
            # Not a loop: checks that people wait for go in between.
            options, *words = trial_step(trial_id, round, more)
            DBOS.enqueue_workflow_with_options(options, *words)


def _step(function: Callable[P, R]) -> Callable[P, R]:
    """A step that DBOS tries a few times, and whose errors hold no text."""
    from dbos import DBOS

    def attempt(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except Exception as error:
            raise Fault(type(error).__name__) from None

    return DBOS.step(
        name=function.__name__,
        retries_allowed=True,
        max_attempts=_STEP_ATTEMPTS,
        interval_seconds=_RETRY_SECONDS,
    )(attempt)


def launch() -> None:
    """Start to take work from the queues, and first of all what this worker left unfinished before."""
    from dbos import DBOS

    DBOS.listen_queues([ASSESS_QUEUE, DELIVER_QUEUE])
    DBOS.launch()
    DBOS.register_queue(
        ASSESS_QUEUE, worker_concurrency=1, polling_interval_sec=_POLL_SECONDS, on_conflict="always_update"
    )
    DBOS.register_queue(
        DELIVER_QUEUE,
        worker_concurrency=_DELIVERIES_AT_ONCE,
        polling_interval_sec=_POLL_SECONDS,
        on_conflict="always_update",
    )


def configuration(url: str, name: str) -> "DBOSConfig":
    """How DBOS is set up: in the database of the service, under the stable name of the worker."""
    return {
        "name": APPLICATION,
        "system_database_url": url,
        "sys_db_pool_size": _CONNECTIONS,
        "executor_id": name,
        "application_version": JOBS_VERSION,
        "log_level": "ERROR",
        "enable_otlp": False,
    }


def recover(name: str) -> None:
    """Put the unfinished work of another worker, which does not answer any more, back on its queue."""
    from dbos import DBOS

    DBOS._recover_pending_workflows([name])


def idle(name: str) -> set[str]:
    """What the worker of this process has begun and is not busy with."""
    from dbos._dbos import _get_dbos_instance

    instance = _get_dbos_instance()
    begun = instance._sys_db.get_pending_workflows(name, JOBS_VERSION)
    return {each.workflow_id for each in begun} - set(instance._active_workflows_set.activeList())


def put_back(run: str, name: str) -> None:
    """Put a run that a worker has begun back on its queue."""
    from dbos._dbos import _get_dbos_instance
    from dbos._utils import INTERNAL_QUEUE_NAME

    _get_dbos_instance()._sys_db.reenqueue_for_recovery(run, [name], INTERNAL_QUEUE_NAME)
