"""Scores short texts in a process of its own, so that the API goes on answering."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import IO, TYPE_CHECKING, Any

from service.problems import Problem

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from corpus.strategies import Strategy
    from models.alignment import Grade
    from service.use_cases import OpenEngine, Scores

_AGAIN_SECONDS = "10"
_GOODBYE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class ScoredText:
    """What scoring says of one text, by the id of each spearhead."""

    probabilities: Mapping[str, float]
    grades: Mapping[str, "Grade"]


class ScoringProcess:
    """Starts its process with the first texts, and keeps the engine in it; one request at a time."""

    def __init__(self, command: Sequence[str] = (sys.executable, "-m", "service.scoring")) -> None:
        self._command = tuple(command)
        self._process: subprocess.Popen[str] | None = None
        self._told: set[str] = set()
        self._lock = threading.Lock()

    def score(self, texts: Sequence[str], strategy: "Strategy") -> "Sequence[Scores]":
        """One item a text, in the order of the texts. Raises Problem when the process is lost."""
        with self._lock:
            answer = self._asked(texts, strategy)
        if answer is None:
            raise Problem("unavailable", headers={"Retry-After": _AGAIN_SECONDS})
        return [_unpacked(item) for item in json.loads(answer)]

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _asked(self, texts: Sequence[str], strategy: "Strategy") -> str | None:
        process = self._running()
        line = json.dumps({"texts": list(texts), "strategy": strategy.sha256, **self._content(strategy)})
        try:
            _stream(process.stdin).write(line + "\n")
            _stream(process.stdin).flush()
            answer = _stream(process.stdout).readline()
        except OSError:
            answer = ""
        if not answer:
            self._end()
        return answer or None

    def _running(self) -> "subprocess.Popen[str]":
        """The process, begun anew where there is none; a new one has heard of no strategy."""
        if self._process is None or self._process.poll() is not None:
            self._told.clear()
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        return self._process

    def _content(self, strategy: "Strategy") -> dict[str, Any]:
        """The strategy itself, for a process that has not heard of it yet."""
        if strategy.sha256 in self._told:
            return {}
        self._told.add(strategy.sha256)
        return {"content": _strategies().dump_python(strategy, mode="json")}

    def _end(self) -> None:
        if self._process is None:
            return
        _stream(self._process.stdin).close()  # the process ends when nobody can ask it any more
        try:
            self._process.wait(_GOODBYE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        _stream(self._process.stdout).close()
        self._process = None


def answer_lines(asked: IO[str], told: IO[str], engine: "Callable[[Strategy], OpenEngine]") -> None:
    """Answer each line of texts with a line of scores, until there are no more lines."""
    known: dict[str, Strategy] = {}
    for line in asked:
        request = json.loads(line)
        sha256 = request["strategy"]
        if "content" in request:
            known[sha256] = _strategies().validate_python(request["content"])
        scored = engine(known[sha256]).score(request["texts"], background="shipped")
        told.write(json.dumps([_packed(item) for item in scored]) + "\n")
        told.flush()


def main() -> None:
    """The process: texts come in on standard input, scores go out on standard output."""
    from service.engines import Engines
    from service.services import real_services
    from service.settings import load_settings

    answer_lines(sys.stdin, sys.stdout, Engines(load_settings(), real_services().open_engine))


@cache
def _strategies() -> "TypeAdapter[Strategy]":
    from pydantic import TypeAdapter

    from corpus.strategies import Strategy

    return TypeAdapter(Strategy)


def _packed(scores: "Scores") -> dict[str, Any]:
    grades = {name: grade.value for name, grade in scores.grades.items()}
    return {"probabilities": dict(scores.probabilities), "grades": grades}


def _unpacked(item: dict[str, Any]) -> ScoredText:
    from models.alignment import Grade

    return ScoredText(item["probabilities"], {name: Grade(grade) for name, grade in item["grades"].items()})


def _stream(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise OSError("the process has no such stream")
    return stream


if __name__ == "__main__":
    main()
