"""The intake service without models, workers or a network: jobs wait until a test does them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from corpus.strategies import Strategy
from corpus.strategy_files import load_strategy
from models.assessment import Assessment
from models.comparison import Weigh
from service.audit.log import DatabaseAuditLog
from service.backend import Backend
from service.jobs.work import Work, perform, steps_of
from service.local import PlainIntake
from service.outbound.addresses import Guard
from service.outbound.client import Client
from service.ports import ROLES, Authenticator, Principal
from service.services import Services, real_services
from service.store.database import Database, sqlite_url
from service.store.files import open_files
from service.store.migrating import upgrade
from service.store.tables import Base, Job
from service.use_cases import read_document
from service.webhooks.register import WebhookRegister
from tests.fakes.engines import FakeEngine, FakeScores, fake_services


@dataclass(slots=True)
class FakeQueue:
    """Holds jobs until `work_off`, those of the lowest priority number first."""

    waiting: list[tuple[int, str]] = field(default_factory=list)
    deliveries: list[str] = field(default_factory=list)
    trials: list[tuple[str, int, int]] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def prepare(self) -> None:
        pass

    def add(self, session: Session, job: Job) -> None:
        del session
        self.waiting.append((job.priority, job.id))

    def deliver(self, session: Session, delivery_id: str) -> None:
        del session
        self.deliveries.append(delivery_id)

    def try_strategy(self, session: Session, trial_id: str, round: int, done: int) -> None:
        del session
        self.trials.append((trial_id, round, done))

    def cancel(self, job: Job) -> None:
        self.cancelled.append(job.id)
        self.waiting = [item for item in self.waiting if item[1] != job.id]

    def unfinished(self, worker: str) -> bool:
        del worker
        return False

    def broken(self) -> list[str]:
        return list(self.faults)

    def drop(self, run: str) -> None:
        self.faults.remove(run)

    def tidy(self, before: datetime) -> int:
        del before
        return 0

    def forget(self, job: Job) -> None:
        self.forgotten.append(job.id)

    def close(self) -> None:
        pass


@dataclass(slots=True)
class FakeScorer:
    """Scores and weighs by the fake engine, in this process."""

    engine: FakeEngine

    def score(self, texts: Sequence[str], strategy: Strategy) -> list[FakeScores]:
        return by_strategy(self.engine, strategy).score(texts, background="shipped")

    def weigher(self, assessment: Assessment) -> Weigh | None:
        engine = by_strategy(self.engine, assessment.strategy)
        if engine.identity != assessment.engine:
            return None
        return lambda positions: engine.weigh(assessment.document, positions)

    def close(self) -> None:
        pass


class AnyoneMayDoAll:
    """Everybody is one administrator."""

    def principal(self, headers: Mapping[str, str]) -> Principal | None:
        del headers
        return Principal("test", "test", ROLES)


@dataclass(frozen=True, slots=True)
class FakeAuthenticator:
    """Knows callers by the name that they send as their key, as in `X-API-Key: anna@gent`."""

    roles: frozenset[str] = ROLES

    def principal(self, headers: Mapping[str, str]) -> Principal | None:
        name, _, organisation = headers.get("x-api-key", "").partition("@")
        return Principal(name, organisation, self.roles) if organisation else None


@dataclass(frozen=True, slots=True)
class TestService:
    """A backend with handles on its fakes."""

    __test__ = False

    backend: Backend
    engine: FakeEngine

    @property
    def queue(self) -> FakeQueue:
        """The queue, with what it was told."""
        assert isinstance(self.backend.queue, FakeQueue)
        return self.backend.queue

    def work_off(self) -> int:
        """Do every job that waits; gives their number. Trials of strategies come last."""
        work = Work(self.backend, partial(by_strategy, self.engine))
        steps = steps_of(work)
        count = 0
        while self.queue.waiting:
            self.queue.waiting.sort()
            perform(steps, self.queue.waiting.pop(0)[1])
            count += 1
        while self.queue.trials:
            trial_id, round, done = self.queue.trials.pop(0)
            more = work.try_strategy(trial_id, round, done)
            self.queue.trials += [] if more is None else [(trial_id, round, more)]
        return count


def by_strategy(engine: FakeEngine, strategy: Strategy) -> FakeEngine:
    """An engine of the same kind for a strategy."""
    return engine if engine.strategy.sha256 == strategy.sha256 else replace(engine, strategy=strategy)


def _somewhere(host: str, port: int) -> Sequence[str]:
    """Every name is a public address, without a look into the network."""
    del host, port
    return ("93.184.216.34",)


def a_service(
    folder: Path,
    url: str | None = None,
    authenticator: Authenticator | None = None,
    *,
    migrated: bool = True,
    **settings: object,
) -> TestService:
    """A service on a fresh database in a folder, or on the database at an address.

    Without migrations the tables are made at once, which is quicker.
    """
    engine = FakeEngine(load_strategy("vlaanderen-2025"))
    services = _services(engine, folder, **settings)
    database = _database(url or sqlite_url(folder / "speerwijzer.sqlite"), migrated=migrated)
    backend = Backend(
        settings=services.load_settings(),
        services=services,
        database=database,
        files=open_files(services.load_settings()),
        queue=FakeQueue(),
        intake=PlainIntake(read_document),
        scorer=FakeScorer(engine),
        authenticator=authenticator or AnyoneMayDoAll(),
        webhooks=WebhookRegister(database, Client(Guard(resolve=_somewhere)), services.now),
        audit=DatabaseAuditLog(services.now),
    )
    return TestService(backend, engine)


def _database(url: str, *, migrated: bool) -> Database:
    database = Database(url)
    if migrated:
        upgrade(url)
    else:
        Base.metadata.create_all(database.engine)
    return database


def _services(engine: FakeEngine, folder: Path, **settings: object) -> Services:
    """Services with a fake engine, but with real reading and rendering."""
    return replace(
        fake_services(engine, data_folder=folder, **settings),
        render=real_services().render,
        read_document=read_document,
    )
