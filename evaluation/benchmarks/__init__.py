"""Outside benchmarks: other texts, other labels, other frameworks than the engine was made for."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import CorpusError

if TYPE_CHECKING:
    from models.encoders.base import Encoder, Progress

    Run = Callable[[Encoder, Path | None, Progress | None], str]
    """Runs a benchmark with an encoder; results also go in the folder, if there is one."""

BENCHMARKS: Mapping[str, str] = {
    "few-shot": "evaluation.benchmarks.few_shot",
    "sdg": "evaluation.benchmarks.sdg",
}
"""Module of each benchmark by name; a module has a function `run` and is imported when it is asked for."""


class UnknownBenchmark(CorpusError):
    """No benchmark has this name."""

    code = "unknown_benchmark"
    template = "There is no benchmark called {name!r}. Known benchmarks: {known}."


class MissingBenchmark(CorpusError):
    """The package that a benchmark needs is not installed, or is of another make."""

    code = "missing_benchmark"
    template = (
        "The benchmark {name!r} needs the package {package}, which is not installed as expected. "
        "Install it with: pip install 'speerwijzer[benchmarks]'"
    )


def load_benchmark(name: str) -> "Run":
    """The benchmark called `name`.

    Raises:
        UnknownBenchmark: there is none; the message lists those that are.
    """
    if name not in BENCHMARKS:
        raise UnknownBenchmark(name=name, known=", ".join(sorted(BENCHMARKS)))
    run: Run = import_module(BENCHMARKS[name]).run
    return run


def run_benchmark(name: str, encoder: "Encoder", output: Path | None, progress: "Progress | None") -> str:
    """Run the benchmark called `name` and give its report; results also go in `output`, a folder.

    Raises:
        UnknownBenchmark: there is none; the message lists those that are.
        MissingBenchmark: its package is not installed; the message says what to install.
    """
    return load_benchmark(name)(encoder, output, progress)
