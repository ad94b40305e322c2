"""What tells whether a result that is there already is the result that an engine would give."""

import hashlib
import json
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.strategies import Strategy
    from service.settings import Settings


def engine_version(settings: "Settings") -> str:
    """Hash of the product's version and the settings that decide a result."""
    limits = {name: value for name, value in settings if name.startswith("limit_")}
    decisive = [product_version(), settings.encoder, settings.precision, limits]
    return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()


class KnownStrategies:
    """The strategies that ship with the product, each read when it is first asked for, and kept."""

    def __init__(self) -> None:
        self._strategies: dict[str, Strategy] = {}
        self._artefacts: dict[str, str] = {}

    def names(self) -> tuple[str, ...]:
        """Their ids, sorted."""
        from corpus.strategy_files import known_strategies

        return known_strategies()

    def find(self, name: str) -> "Strategy | None":
        """The strategy of an id; never one from a path."""
        from corpus.strategy_files import load_strategy

        if name not in self._strategies and name in self.names():
            self._strategies[name] = load_strategy(name)
        return self._strategies.get(name)

    def job_key(self, sha256: str, suffix: str, strategy: "Strategy", engine: str) -> str:
        """Names a file with its kind, a strategy with its artefact, and an engine."""
        parts = [sha256, suffix.lower(), strategy.sha256, self._artefact(strategy), engine]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def _artefact(self, strategy: "Strategy") -> str:
        from models.artefact import artefact_path

        if strategy.id not in self._artefacts:
            path = artefact_path(strategy)
            content = path.read_bytes() if path.is_file() else b""
            self._artefacts[strategy.id] = hashlib.sha256(content).hexdigest()
        return self._artefacts[strategy.id]


@cache
def product_version() -> str:
    """The version of the product; "unknown" where it runs from a folder without being installed."""
    try:
        return version("speerwijzer")
    except PackageNotFoundError:
        return "unknown"
