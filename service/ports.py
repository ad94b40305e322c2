"""What the service needs of the world around it, as small Protocols; `service.app` hands in the real ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.documents import Document
from corpus.limits import DocumentLimits

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from corpus.strategies import Strategy
    from models.assessment import Assessment
    from models.comparison import Weigh
    from service.store.tables import Webhook
    from service.use_cases import Scores

SUBMITTER, REVIEWER, ADMINISTRATOR, PORTAL = "submitter", "reviewer", "administrator", "portal"
ROLES = frozenset({SUBMITTER, REVIEWER, ADMINISTRATOR, PORTAL})
LOCAL_ORGANISATION = "local"
"""The organisation of a service without configured access, on one person's own machine."""


OPERATOR, WHOLE_SERVICE = "operator", ""
"""Whoever uses the command line, and the organisation of what concerns all of them in the audit log."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking: a name for the audit log, one organisation, and the roles held in it.

    `scopes` narrows what the roles give; None leaves it as it is.
    """

    name: str
    organisation: str
    roles: frozenset[str] = field(default_factory=frozenset)
    scopes: frozenset[str] | None = None


class Authenticator(Protocol):
    """Finds out who is asking."""

    def principal(self, headers: Mapping[str, str]) -> Principal | None:
        """Who sends these headers (names in lower case); None where nobody can be recognised."""


class Intake(Protocol):
    """Reads files that strangers sent."""

    def read(self, path: Path, name: str, limits: DocumentLimits) -> Document:
        """The proposal in a file.

        Raises:
            UnreadableDocument: the content cannot be read as a proposal.
        """

    def close(self) -> None:
        """Let go of whatever does the reading."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that was fetched from an address, under the name that the address gives it."""

    path: Path
    name: str


class Fetcher(Protocol):
    """Gets a file from an address that a caller named."""

    def fetch(self, href: str, folder: Path, limits: DocumentLimits) -> Fetched:
        """Write the content to a file in `folder`.

        Raises:
            RefusedAddress: the address is not one that may be asked, or did not give a usable answer.
        """


class RefusedAddress(Exception):
    """An address that is not fetched; `reason` is a code and never holds what the address answered."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class AuditLog(Protocol):
    """Remembers who did what; append-only."""

    def record(
        self, session: "Session", principal: Principal, action: str, subject: str, **details: object
    ) -> None:
        """Add one entry inside the caller's transaction; never text of a proposal."""


class Scorer(Protocol):
    """Scores short texts and weighs passages, somewhere that does not keep the API from answering."""

    def score(self, texts: Sequence[str], strategy: "Strategy") -> "Sequence[Scores]":
        """One item a text, in the order of the texts."""

    def weigher(self, assessment: "Assessment") -> "Weigh | None":
        """What weighs passages of a proposal; None where its engine is not the one of now."""

    def close(self) -> None:
        """Let go of whatever does the scoring."""


ASSESSMENT_COMPLETED, ASSESSMENT_FAILED = "assessment.completed", "assessment.failed"
BATCH_COMPLETED = "batch.completed"
EVENTS = (ASSESSMENT_COMPLETED, ASSESSMENT_FAILED, BATCH_COMPLETED)


class Webhooks(Protocol):
    """Tells those who asked for it that something happened."""

    def add(self, session: "Session", webhook: "Webhook") -> str:
        """Keep a webhook and give its secret.

        Raises:
            RefusedAddress: the address is not one that messages are sent to.
        """

    def rotate(self, webhook: "Webhook") -> str:
        """Give a webhook a new secret beside the old one."""

    def replay(self, session: "Session", delivery_id: str) -> bool:
        """Have a message sent anew with the same id; the caller queues it. False where it is gone."""

    def announce(self, session: "Session", organisation: str, event: str, subject: str) -> Sequence[str]:
        """Write one delivery for each webhook that wants to hear of it, in the caller's transaction.

        `subject` is the id of the assessment or batch. Gives the ids of the deliveries, which the caller
        puts on the queue. Announcing an event about a subject again adds nothing.
        """

    def deliver(self, delivery_id: str) -> float | None:
        """Make one attempt; gives the seconds to wait before the next, None when there is none to come."""
