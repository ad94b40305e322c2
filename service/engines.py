"""The engines of one worker: each strategy is loaded when its first proposal comes, and kept."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.encoders.base import Progress
    from service.settings import Settings
    from service.use_cases import OpenEngine


class Engines:
    """Engines by strategy; loading is done by one thread at a time."""

    def __init__(
        self, settings: "Settings", open_engine: "Callable[[Settings, str, Progress | None], OpenEngine]"
    ) -> None:
        self._settings = settings
        self._open = open_engine
        self._engines: dict[str, OpenEngine] = {}
        self._lock = threading.Lock()

    def __call__(self, strategy: str) -> "OpenEngine":
        """The engine of a strategy."""
        with self._lock:
            if strategy not in self._engines:
                self._engines[strategy] = self._open(self._settings, strategy, None)
            return self._engines[strategy]

    def identities(self) -> dict[str, Any]:
        """What is loaded: for each strategy its version and hash."""
        engines = dict(self._engines)
        return {
            name: {"version": engine.strategy.version, "sha256": engine.strategy.sha256}
            for name, engine in engines.items()
        }
