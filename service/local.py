"""The simplest thing that works for each port: one person, on one machine."""
# Each of these answers the same whatever it is asked.
# ruff: noqa: ARG002

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.documents import Document
from corpus.limits import DocumentLimits
from service.ports import Fetched, Principal, RefusedAddress

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class PlainIntake:
    """Reads files in this very process."""

    read_document: Callable[[Path, DocumentLimits], Document]

    def read(self, path: Path, name: str, limits: DocumentLimits) -> Document:
        """The proposal in a file, under the name that its sender gave it."""
        place = path.with_name(f"proposal{Path(name).suffix}")
        if place != path:
            path.rename(place)
        return self.read_document(place, limits)

    def close(self) -> None:
        """There is nothing to let go of."""


class NoFetcher:
    """Asks no address at all."""

    def fetch(self, href: str, folder: Path, limits: DocumentLimits) -> Fetched:
        """Raises RefusedAddress."""
        raise RefusedAddress("not_allowed")


class NoAudit:
    """Remembers nothing."""

    def record(
        self, session: "Session", principal: Principal, action: str, subject: str, **details: object
    ) -> None:
        """Do nothing."""
