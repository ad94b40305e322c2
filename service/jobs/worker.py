"""A worker: one process that takes jobs from the queue."""

import threading
from typing import TYPE_CHECKING

from service.engines import Engines
from service.jobs.heartbeat import Heartbeat, wait_for_name
from service.jobs.stranded import Stranded
from service.jobs.work import Work

if TYPE_CHECKING:
    from service.backend import Backend

_GOODBYE_SECONDS = 30
"""How long a worker that is asked to stop may take to end the job it is doing."""


def run_worker(backend: "Backend", name: str, stop: threading.Event) -> None:
    """Work until `stop` is set; what is being done then is ended first, or left to others.

    Raises:
        NameTaken: another worker works under this name.
    """
    from dbos import DBOS

    from service.jobs import workflows

    database, settings, now = backend.database, backend.settings, backend.services.now
    wait_for_name(database, name, settings.lease_seconds, now, stop)
    engines = Engines(settings, backend.services.open_engine)
    engines.warm()
    DBOS(config=workflows.configuration(database.url, name))
    workflows.register(Work(backend, engines), backend.webhooks.deliver)
    workflows.launch()
    heartbeat = Heartbeat(
        database,
        name,
        settings.lease_seconds,
        now,
        workflows.recover,
        engines.identities,
        backend.queue.tidy,
        Stranded(backend, lambda: workflows.idle(name), lambda run: workflows.put_back(run, name)).look,
    )
    heartbeat.start()
    stop.wait()
    DBOS.destroy(workflow_completion_timeout_sec=_GOODBYE_SECONDS)
    heartbeat.stop(unfinished=backend.queue.unfinished(name))
