"""The strategies that proposals can be held against: those that ship, and those that were installed."""

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.store.admin_tables import InstalledStrategy
from service.store.database import Database

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from corpus.strategies import Strategy


def titled(name: str, strategy: "Strategy", language: str) -> str:
    """What people choose a strategy by: its title, with its version where several may share a title."""
    from corpus.strategies import in_language

    title = in_language(strategy.title, language)
    return title if name == strategy.id else f"{title}, {strategy.version}"


class KnownStrategies:
    """Strategies by name. A shipped one is there for everybody, an installed one for its organisation.

    What is installed or withdrawn is seen at once by every process: the database is asked each time.
    Only what a file says is remembered, by its hash.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._names: tuple[str, ...] = ()
        self._shipped: dict[str, Strategy] = {}
        self._read: dict[str, Strategy] = {}
        self._artefacts: dict[str, str] = {}

    def shipped(self) -> tuple[str, ...]:
        """The ids of the strategies that ship with the product, sorted."""
        from corpus.strategy_files import known_strategies

        self._names = self._names or known_strategies()
        return self._names

    def names(self, organisation: str | None) -> tuple[str, ...]:
        """The names that an organisation can choose from, sorted; None: of nobody in particular."""
        mine = select(InstalledStrategy.name).where(InstalledStrategy.organisation_id == organisation)
        with self._database.read() as session:
            return (*self.shipped(), *sorted(session.scalars(mine)))

    def all_of(self, organisation: str | None) -> "Mapping[str, Strategy]":
        """The strategies that an organisation can choose from, by name."""
        found = {name: self.find(name) for name in self.names(organisation)}
        return {name: strategy for name, strategy in found.items() if strategy is not None}

    def find(self, name: str) -> "Strategy | None":
        """The strategy with a name, whosever it is; never one from a path. See `chosen` for callers."""
        from corpus.strategy_files import load_strategy

        if name in self._shipped:
            return self._shipped[name]
        if name in self.shipped():
            self._shipped[name] = load_strategy(name)
            return self._shipped[name]
        with self._database.read() as session:
            return self._installed(session.get(InstalledStrategy, name))

    def chosen(self, name: str, organisation: str | None) -> "Strategy | None":
        """The strategy with a name; None where the organisation cannot choose it."""
        if name in self.shipped():
            return self.find(name)
        with self._database.read() as session:
            row = session.get(InstalledStrategy, name)
            return self._installed(row) if row and row.organisation_id == organisation else None

    def hold(self, session: "Session", name: str) -> None:
        """Keep an installed strategy from being withdrawn until the caller's transaction has ended."""
        if name not in self.shipped():
            session.get(InstalledStrategy, name, with_for_update={"read": True})

    def _installed(self, row: InstalledStrategy | None) -> "Strategy | None":
        """What the file of a row says; the caller's session is still open."""
        from corpus.strategy_files import validate

        if row is None:
            return None
        if row.sha256 not in self._read:
            self._read[row.sha256] = validate(row.content, row.name)
        return self._read[row.sha256]

    def job_key(self, sha256: str, suffix: str, strategy: "Strategy", engine: str) -> str:
        """Names a file with its kind, a strategy with its artefact, and an engine."""
        parts = [sha256, suffix.lower(), strategy.sha256, self.artefact(strategy), engine]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def artefact(self, strategy: "Strategy") -> str:
        """The hash of the artefact that ships for a strategy; that of nothing where there is none."""
        from models.artefact import artefact_path

        if strategy.id not in self._artefacts:
            path = artefact_path(strategy)
            content = path.read_bytes() if path.is_file() else b""
            self._artefacts[strategy.id] = hashlib.sha256(content).hexdigest()
        return self._artefacts[strategy.id]
