"""Scores short texts in a process of its own, so that the API goes on answering."""

import multiprocessing
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from service.problems import Problem

if TYPE_CHECKING:
    from service.engines import Engines
    from service.settings import Settings
    from service.use_cases import Scores


class ScoringProcess:
    """Starts its process with the first texts, and keeps the engine in it."""

    def __init__(self, settings: "Settings") -> None:
        self._settings = settings
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()

    def score(self, texts: Sequence[str], strategy: str) -> "Sequence[Scores]":
        """One item a text, in the order of the texts. Raises Problem when the process is lost."""
        try:
            return self._started().submit(_score, list(texts), strategy).result()
        except BrokenProcessPool as error:
            self.close()
            raise Problem("unavailable", headers={"Retry-After": "10"}) from error

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(cancel_futures=True)
                self._pool = None

    def _started(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    1,
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=_start,
                    initargs=(self._settings,),
                )
            return self._pool


class _Process:
    """What the scoring process holds."""

    engines: "Engines"


def _start(settings: "Settings") -> None:
    from service.engines import Engines
    from service.use_cases import open_engine

    _Process.engines = Engines(settings, open_engine)


def _score(texts: list[str], strategy: str) -> "Sequence[Scores]":
    return _Process.engines(strategy).score(texts, background="shipped")
