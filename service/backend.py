"""Everything that the API and the workers share, opened once from the settings."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from service.intake.confined import ConfinedIntake
from service.local import NoAudit, NoFetcher, NoWebhooks
from service.ports import AuditLog, Authenticator, Fetcher, Intake, Scorer, Webhooks
from service.queue import DurableQueue, JobQueue
from service.scoring import ScoringProcess
from service.security.authenticators import SingleUser
from service.services import Services
from service.store.database import Database, database_url
from service.store.files import Files, open_files

if TYPE_CHECKING:
    from service.settings import Settings


@dataclass(frozen=True)
class Backend:
    """The service without its web framework; every field can be replaced."""

    settings: "Settings"
    services: Services
    database: Database
    files: Files
    queue: JobQueue
    intake: Intake
    scorer: Scorer
    authenticator: Authenticator = field(default_factory=SingleUser)
    fetcher: Fetcher = field(default_factory=NoFetcher)
    audit: AuditLog = field(default_factory=NoAudit)

    webhooks: Webhooks = field(default_factory=NoWebhooks)

    @cached_property
    def engine_version(self) -> str:
        """Hash of everything that decides a result, apart from the strategy's own artefact."""
        from service.fingerprint import engine_version

        return engine_version(self.settings)

    def close(self) -> None:
        """Let go of connections."""
        self.scorer.close()
        self.queue.close()
        self.database.close()


def open_backend(settings: "Settings", services: Services) -> Backend:
    """The service as users get it.

    Raises:
        ValueError: an encryption key cannot be used.
    """
    url = database_url(settings)
    return Backend(
        settings=settings,
        services=services,
        database=Database(url),
        files=open_files(settings),
        queue=DurableQueue(url),
        intake=ConfinedIntake(),
        scorer=ScoringProcess(settings),
    )
