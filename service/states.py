"""The states of an assessment, and what may still change."""

from enum import StrEnum


class State(StrEnum):
    """Where an assessment, or the job behind it, stands."""

    QUEUED = "queued"
    RUNNING = "running"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DONE = "done"


OPEN = (State.QUEUED, State.RUNNING)
"""States that will still change by themselves."""
