"""Everything that the API and the workers share, opened once from the settings."""

from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import ip_network
from typing import TYPE_CHECKING

from service.audit.log import DatabaseAuditLog
from service.fingerprint import engine_version
from service.intake.confined import ConfinedIntake
from service.intake.fetching import AllowedFetcher
from service.known_strategies import KnownStrategies
from service.local import NoAudit, NoFetcher
from service.outbound.addresses import Guard
from service.outbound.client import Client
from service.ports import AuditLog, Authenticator, Fetcher, Intake, Scorer, Webhooks
from service.queue import DurableQueue, JobQueue
from service.scoring import ScoringProcess
from service.security.authenticators import SingleUser
from service.services import Services
from service.store.database import Database, database_url
from service.store.files import Files, open_files
from service.webhooks.register import WebhookRegister
from service.wording import wording_in

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    webhooks: Webhooks
    authenticator: Authenticator = field(default_factory=SingleUser)
    fetcher: Fetcher = field(default_factory=NoFetcher)
    audit: AuditLog = field(default_factory=NoAudit)

    @cached_property
    def strategies(self) -> KnownStrategies:
        """The strategies that proposals can be held against."""
        return KnownStrategies(self.database)

    @cached_property
    def engine_version(self) -> str:
        """Hash of everything that decides a result, apart from the strategy's own artefact."""
        return engine_version(self.settings)

    def prepare(self) -> None:
        """Load what the first requests would otherwise wait for, at a moment when many may come at once."""
        self.queue.prepare()
        wording_in(self.settings.language)
        strategy = self.strategies.find(self.settings.strategy)
        if strategy is not None:
            self.strategies.job_key("", "", strategy, self.engine_version)

    @cached_property
    def dossier(self) -> "Mapping[str, str]":
        """The dossier on responsible use, by file; takes a while, and stays the same while the service runs.

        Raises:
            StrategyError: there is no such strategy.
            WrongUsage: nothing was measured for it yet.
        """
        return self.services.dossier(self.settings, self.settings.strategy)

    def close(self) -> None:
        """Let go of connections."""
        self.scorer.close()
        self.intake.close()
        self.queue.close()
        self.database.close()


def open_backend(settings: "Settings", services: Services) -> Backend:
    """The service as users get it, for one user until `access` has chosen otherwise.

    Raises:
        ValueError: an encryption key or a network cannot be used.
    """
    url = database_url(settings)
    database = Database(url)
    networks = tuple(ip_network(part) for part in _listed(settings.outbound_networks))
    return Backend(
        settings=settings,
        services=services,
        database=database,
        files=open_files(settings),
        queue=DurableQueue(url),
        intake=ConfinedIntake(),
        scorer=ScoringProcess(),
        fetcher=AllowedFetcher(Client(Guard(_listed(settings.fetch_hosts), networks=networks))),
        audit=DatabaseAuditLog(services.now),
        webhooks=WebhookRegister(
            database, Client(Guard(networks=networks)), services.now, settings.public_url
        ),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
