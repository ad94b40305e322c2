"""The engines of one worker: each strategy is loaded when its first proposal comes, and kept for a while."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.strategies import Strategy
    from models.encoders.base import Progress
    from service.settings import Settings
    from service.use_cases import OpenEngine

_KEPT = 4
"""Engines kept; the one that was not asked for the longest goes first, as strategies come and go."""


class Engines:
    """Engines by the hash of their strategy; loading is done by one thread at a time."""

    def __init__(
        self,
        settings: "Settings",
        open_engine: "Callable[[Settings, str | Strategy, Progress | None], OpenEngine]",
    ) -> None:
        self._settings = settings
        self._open = open_engine
        self._engines: OrderedDict[str, OpenEngine] = OrderedDict()
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Load the engine of the strategy in the settings, before anybody waits for it."""
        engine = self._open(self._settings, self._settings.strategy, None)
        with self._lock:
            self._engines[engine.strategy.sha256] = engine

    def __call__(self, strategy: "Strategy") -> "OpenEngine":
        """The engine of a strategy."""
        with self._lock:
            if strategy.sha256 not in self._engines:
                self._engines[strategy.sha256] = self._open(self._settings, strategy, None)
            self._engines.move_to_end(strategy.sha256)
            while len(self._engines) > _KEPT:
                self._engines.popitem(last=False)
            return self._engines[strategy.sha256]

    def identities(self) -> dict[str, Any]:
        """What is loaded: the id and version of each strategy by its hash."""
        return {
            sha256: {"id": engine.strategy.id, "version": engine.strategy.version}
            for sha256, engine in dict(self._engines).items()
        }
