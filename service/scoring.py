"""Scores texts and weighs passages in a process of its own, so that the API goes on answering."""

import base64
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import IO, TYPE_CHECKING, Any

from service.problems import Problem
from service.store.results import pack_document, unpack_document

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from corpus.strategies import Strategy
    from models.alignment import Grade
    from models.assessment import Assessment
    from models.comparison import Weigh
    from models.weighing import Weighed
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
        return [_unpacked(item) for item in self._answer(strategy, {"texts": list(texts)})]

    def weigher(self, assessment: "Assessment") -> "Weigh | None":
        """What weighs passages of a proposal; None where its engine is not the one of now.

        Raises Problem, as weighing does, when the process is lost.
        """
        strategy = assessment.strategy
        if self._answer(strategy, {}) != asdict(assessment.engine):
            return None
        document = base64.b64encode(pack_document(assessment.document)).decode()

        def weigh(positions: Sequence[int]) -> "Weighed":
            request = {"document": document, "positions": list(positions)}
            return _weights().validate_python(self._answer(strategy, request))

        return weigh

    def _answer(self, strategy: "Strategy", request: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- as asked
        with self._lock:
            answer = self._asked(strategy, request)
        if answer is None:
            raise Problem("unavailable", headers={"Retry-After": _AGAIN_SECONDS})
        return json.loads(answer)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _asked(self, strategy: "Strategy", request: Mapping[str, Any]) -> str | None:
        process = self._running()
        line = json.dumps({**request, "strategy": strategy.sha256, **self._content(strategy)})
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
    """Answer each line with a line, until there are no more lines."""
    known: dict[str, Strategy] = {}
    for line in asked:
        request = json.loads(line)
        if "content" in request:
            known[request["strategy"]] = _strategies().validate_python(request["content"])
        told.write(json.dumps(_answered(request, engine(known[request["strategy"]]))) + "\n")
        told.flush()


def _answered(request: Mapping[str, Any], engine: "OpenEngine") -> object:
    """The scores of texts, the weights of passages, or else which engine this is."""
    if "texts" in request:
        return [_packed(item) for item in engine.score(request["texts"], background="shipped")]
    if "positions" in request:
        document = unpack_document(base64.b64decode(request["document"]))
        return _weights().dump_python(engine.weigh(document, request["positions"]), mode="json")
    return asdict(engine.identity)


def main() -> None:
    """The process: requests come in on standard input, answers go out on standard output."""
    from service.engines import Engines
    from service.services import real_services
    from service.settings import load_settings

    answer_lines(sys.stdin, sys.stdout, Engines(load_settings(), real_services().open_engine))


@cache
def _weights() -> "TypeAdapter[Weighed]":
    from pydantic import TypeAdapter

    from models.weighing import Weighed

    return TypeAdapter(Weighed)


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
