"""Times the product on the machine at hand: the command line, the engine and its encoder."""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.annotated import AnnotatedProposal
from corpus.limits import DocumentLimits
from corpus.strategies import Strategy
from evaluation.bench_pdf import proposal_pdf

if TYPE_CHECKING:
    from models.assessment import Assessment
    from models.encoders.base import Encoder, Progress
    from models.engine import Engine

PAGES = 12
"""Pages of the proposal that is assessed."""
LONG = 40
"""Pages of the proposal whose report is rendered."""
_WHOLE_FROM = 10
RUNS = 3
"""Runs behind each median, apart from a first load, of which a process has only one."""
SENTENCES = 256
"""Sentences that the encoder is timed on."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One line of the page of benchmarks; `value` is a median over `runs` runs."""

    what: str
    value: float
    unit: str
    runs: int


@dataclass(frozen=True, slots=True)
class ProcessUse:
    """What one run of a command used: processor and wall-clock seconds, and its peak memory in bytes."""

    processor_seconds: float
    seconds: float
    peak_bytes: int


class BenchUnavailable(Exception):
    """The machine cannot tell what a process used, or the command to time fails; the message says which."""


def run_bench(
    strategy: Strategy,
    open_encoder: Callable[[], "Encoder"],
    proposals: Sequence[AnnotatedProposal],
    command: Sequence[str],
    *,
    progress: "Progress | None" = None,
    render: "Callable[[Assessment, bytes], object] | None" = None,
) -> tuple[Measurement, ...]:
    """Time everything; `command` starts the command line, such as (python, "-m", "service").

    `render` makes all renderings of an assessment of a PDF; without it they are not timed.

    Commands come first: on Linux a process counts the memory of the one that started it as its own.

    Raises:
        BenchUnavailable: a command fails, or the system does not tell what a process used.
    """
    sentences = [passage.text for proposal in proposals for passage in proposal.passages]
    pdf = proposal_pdf(sentences, PAGES)
    steps: list[Callable[[], list[Measurement]]] = [
        lambda: _time_help(command),
        lambda: _time_check(command, pdf),
        lambda: _time_engine(strategy, open_encoder, pdf, sentences[:SENTENCES]),
    ]
    if render is not None:
        steps.append(lambda: _time_render(strategy, open_encoder, proposal_pdf(sentences, LONG), render))
    measurements: list[Measurement] = []
    for number, step in enumerate(steps):
        if progress is not None:
            progress("bench", number, len(steps))
        measurements += step()
    return tuple(measurements)


def bench_page(measurements: Sequence[Measurement], machine: str, day: date) -> str:
    """The page docs/benchmarks.md."""
    lines = [
        "# Benchmarks",
        "",
        f"Measured on {day.isoformat()} by `speerwijzer bench`. Medians; what else the machine did counts.",
        "",
        f"Machine: {machine}.",
        "",
        "| what | value | runs |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {item.what} | {_shown(item.value)} {item.unit} | {item.runs} |" for item in measurements]
    return "\n".join(lines) + "\n"


def _shown(value: float) -> str:
    return f"{value:.0f}" if value >= _WHOLE_FROM else f"{value:.2g}"


def machine() -> str:
    """Processor, memory, system and versions, in one line."""
    parts = [_processor(), f"{os.cpu_count()} logical processors"]
    if hasattr(os, "sysconf"):
        parts.append(f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.1f} GiB memory")
    return ", ".join(
        [*parts, f"{platform.system()} {platform.machine()}", f"Python {platform.python_version()}"]
    )


def use_of(command: Sequence[str]) -> ProcessUse:
    """Run a command to its end and tell what it used.

    Raises:
        BenchUnavailable: the command fails, or the system does not tell what a process used.
    """
    if sys.platform == "win32":
        message = "This system does not tell what a process used; run the benchmarks on Linux or macOS."
        raise BenchUnavailable(message)
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        message = f"The command {command[-1]!r} to be timed ends with code {process.returncode}."
        raise BenchUnavailable(message)
    unit = 1 if sys.platform == "darwin" else 1024
    seconds = time.perf_counter() - start
    return ProcessUse(usage.ru_utime + usage.ru_stime, seconds, usage.ru_maxrss * unit)


def _time_help(command: Sequence[str]) -> list[Measurement]:
    uses = [use_of([*command, "--help"]) for _ in range(RUNS)]
    value = statistics.median(use.processor_seconds for use in uses)
    return [Measurement("`speerwijzer --help`, processor time", value, "s", RUNS)]


def _time_check(command: Sequence[str], pdf: bytes) -> list[Measurement]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "proposal.pdf"
        path.write_bytes(pdf)
        uses = [use_of([*command, "check", "--format", "json", str(path)]) for _ in range(RUNS)]
    what = f"`speerwijzer check` of a PDF of {PAGES} pages"
    return [
        Measurement(f"{what}, from start to end", statistics.median(use.seconds for use in uses), "s", RUNS),
        Measurement(
            f"{what}, peak memory", statistics.median(use.peak_bytes for use in uses) / 2**20, "MiB", RUNS
        ),
    ]


def _time_engine(
    strategy: Strategy, open_encoder: Callable[[], "Encoder"], pdf: bytes, sentences: Sequence[str]
) -> list[Measurement]:
    start = time.perf_counter()
    engine, encoder = _load(strategy, open_encoder)
    first = time.perf_counter() - start
    again = _median_seconds(lambda: _load(strategy, open_encoder))
    words = _assess(pdf, engine).document.words
    assess_seconds = _median_seconds(lambda: _assess(pdf, engine))
    encode_seconds = _median_seconds(lambda: encoder.encode(sentences))
    score_seconds = _median_seconds(lambda: _score(sentences, engine))
    return [
        Measurement("engine, first load in a process, nothing remembered on disk", first, "s", 1),
        Measurement("the same again, libraries loaded", again, "s", RUNS),
        Measurement(
            f"assessment of a PDF of {PAGES} pages and {words} words, engine loaded",
            assess_seconds,
            "s",
            RUNS,
        ),
        Measurement("encoder", len(sentences) / encode_seconds, "passages/s", RUNS),
        Measurement("scoring of the same passages", len(sentences) / score_seconds, "passages/s", RUNS),
    ]


def _time_render(
    strategy: Strategy,
    open_encoder: Callable[[], "Encoder"],
    pdf: bytes,
    render: "Callable[[Assessment, bytes], object]",
) -> list[Measurement]:
    engine, _ = _load(strategy, open_encoder)
    assessment = _assess(pdf, engine)
    start = time.perf_counter()
    render(assessment, pdf)
    first = time.perf_counter() - start
    what = f"all renderings of the report on a PDF of {LONG} pages"
    return [
        Measurement(f"{what}, first in a process", first, "s", 1),
        Measurement(what, _median_seconds(lambda: render(assessment, pdf)), "s", RUNS),
    ]


def _load(strategy: Strategy, open_encoder: Callable[[], "Encoder"]) -> tuple["Engine", "Encoder"]:
    from models.engine import load_engine

    encoder = open_encoder()
    return load_engine(strategy, encoder), encoder


def _assess(pdf: bytes, engine: "Engine") -> "Assessment":
    from corpus.parsing import parse
    from models.assessment import assess

    document = parse(pdf, "proposal.pdf", DocumentLimits())
    return assess(document, engine)


def _score(texts: Sequence[str], engine: "Engine") -> None:
    from models.scoring import score_texts

    score_texts(texts, engine)


def _median_seconds(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"
