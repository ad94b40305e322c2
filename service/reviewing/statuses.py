"""Where a dossier stands in the work of its reviewers; none of these is a decision."""

from enum import StrEnum


class Status(StrEnum):
    """WAITING for anyone, READING by someone, SECOND reading to come, READ by all who should."""

    WAITING = "waiting"
    READING = "reading"
    SECOND = "second"
    READ = "read"
