"""What the product can do, for any edge: open an engine, read a file, assess it, score texts."""

import os
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from corpus.documents import Document, Passage
from corpus.errors import LimitExceeded
from corpus.limits import DocumentLimits
from service.errors import UnusableInput

if TYPE_CHECKING:
    from corpus.strategies import Strategy
    from evaluation.card import Figures
    from models.alignment import Grade
    from models.assessment import Assessment, EngineIdentity
    from models.encoders.base import Encoder, Progress
    from models.engine import Engine
    from models.weighing import Weighed
    from service.settings import Settings

Background = Literal["shipped", "batch"]


class Scores(Protocol):
    """What scoring says of one text, by the id of each spearhead."""

    @property
    def probabilities(self) -> Mapping[str, float]:
        """Calibrated probability that the text at least contributes, 0 to 1."""

    @property
    def grades(self) -> Mapping[str, "Grade"]:
        """The grade of the text."""


class OpenEngine(Protocol):
    """An engine with its strategy, ready for documents and texts."""

    @property
    def strategy(self) -> "Strategy":
        """The strategy that everything is held against."""

    @property
    def identity(self) -> "EngineIdentity":
        """Everything that decides a grade."""

    def assess(self, document: Document) -> "Assessment":
        """One proposal against the strategy."""

    def weigh(self, document: Document, positions: Sequence[int]) -> "Weighed":
        """What the passages at some positions of a proposal weigh, by deleting them."""

    def score(
        self, texts: Sequence[str], *, background: Background, progress: "Progress | None" = None
    ) -> Sequence[Scores]:
        """One item a text, in the order of the texts."""


@dataclass(frozen=True, slots=True)
class LoadedEngine:
    """The real engine behind `OpenEngine`."""

    engine: "Engine"

    @property
    def strategy(self) -> "Strategy":
        """The strategy that everything is held against."""
        return self.engine.strategy

    @property
    def identity(self) -> "EngineIdentity":
        """Everything that decides a grade."""
        from models.assessment import identity

        return identity(self.engine)

    def assess(self, document: Document) -> "Assessment":
        """One proposal against the strategy."""
        from models.assessment import assess

        return assess(document, self.engine)

    def weigh(self, document: Document, positions: Sequence[int]) -> "Weighed":
        """What the passages at some positions of a proposal weigh, by deleting them."""
        from models.weighing import weigh

        return weigh(self.engine, document, positions)

    def score(
        self, texts: Sequence[str], *, background: Background, progress: "Progress | None" = None
    ) -> Sequence[Scores]:
        """One item a text, in the order of the texts; personal data are masked, as in a proposal."""
        from corpus.personal_data import mask
        from models.scoring import score_texts

        masked = [mask(text).text for text in texts]
        return score_texts(masked, self.engine, background=background, progress=progress)


class EngineOpener:
    """Opens engines around one encoder, which is nearly all of what an engine takes in memory."""

    def __init__(self) -> None:
        self._encoders: dict[Settings, tuple[Encoder, Encoder]] = {}
        self._lock = threading.Lock()

    def __call__(
        self, settings: "Settings", strategy: "str | Strategy", progress: "Progress | None" = None
    ) -> OpenEngine:
        """The engine for a strategy. One by id or file is read first: it is the cheap way to fail.

        Raises:
            StrategyError: there is no such strategy, or its file has problems.
            ModelError: the encoder or the trained artefact cannot be used.
        """
        from corpus.strategy_files import load_strategy

        strategy = load_strategy(strategy) if isinstance(strategy, str) else strategy
        with self._lock:
            if settings not in self._encoders:
                self._encoders[settings] = remembering(settings, progress)
            private, public = self._encoders[settings]
        from models.engine import load_engine

        return LoadedEngine(load_engine(strategy, private, public=public, progress=progress))


def open_encoder(settings: "Settings", progress: "Progress | None" = None) -> "Encoder":
    """The encoder of the settings, on as many threads as they allow.

    Raises:
        ModelError: the encoder cannot be used.
    """
    if settings.threads is not None:  # read by the number libraries when they are first imported
        os.environ["OMP_NUM_THREADS"] = str(settings.threads)
    from models.encoders.selection import load_encoder

    return load_encoder(
        settings.encoder,
        cache_folder=settings.cache_folder,
        precision=settings.precision,
        progress=progress,
    )


def remembering(settings: "Settings", progress: "Progress | None") -> tuple["Encoder", "Encoder"]:
    """The encoder of the settings twice: for proposals, in memory only, and for public texts, on disk too."""
    encoder = open_encoder(settings, progress)
    from models.encoders.cached import CachedEncoder

    return CachedEncoder(encoder), CachedEncoder(encoder, folder=settings.cache_folder)


def read_document(path: Path, limits: DocumentLimits) -> Document:
    """The proposal in a file; its size is checked before it is read.

    Raises:
        UnreadableDocument: the content cannot be read as a proposal.
        UnusableInput: the file cannot be opened.
    """
    from corpus.parsing import parse

    try:
        size = path.stat().st_size
        if size > limits.bytes:
            raise LimitExceeded(maximum=limits.bytes, unit="bytes")
        content = path.read_bytes()
    except OSError as error:
        raise UnusableInput("closed", reason=error.strerror or str(error)) from error
    # A name with bytes that are no text would fault wherever it is written down.
    name = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return parse(content, name, limits)


def read_passages(document: Document) -> tuple[Passage, ...]:
    """The passages that a proposal is assessed by, in reading order."""
    from corpus.passages import split

    return tuple(split(document))


def assess_file(path: Path, engine: OpenEngine, limits: DocumentLimits) -> "Assessment":
    """The assessment of the proposal in a file.

    Raises:
        UnreadableDocument: the content cannot be read as a proposal.
        UnusableInput: the file cannot be opened.
    """
    return engine.assess(read_document(path, limits))


def evaluate(
    settings: "Settings",
    strategy_name: str,
    *,
    dataset: Path | None = None,
    benchmark: str | None = None,
    output: Path | None = None,
    progress: "Progress | None" = None,
) -> str:
    """What the engine is worth, as text: on the annotated proposals, a dataset or an outside benchmark.

    Raises:
        CorpusError: the strategy or the dataset cannot be used.
        ModelError: the encoder cannot be used.
    """
    from corpus.strategy_files import load_strategy

    strategy = load_strategy(strategy_name)
    private, public = remembering(settings, progress)
    from evaluation.suite import run_evaluation

    return run_evaluation(strategy, private, dataset, benchmark, output, progress, public=public)


def bench(settings: "Settings", strategy_name: str, progress: "Progress | None" = None) -> str:
    """The page of benchmarks for this machine.

    Raises:
        BenchUnavailable: a command to be timed fails, or the system does not tell what it used.
    """
    from corpus.annotated import read_proposals
    from corpus.strategy_files import load_strategy
    from evaluation.bench import bench_page, machine, run_bench

    measurements = run_bench(
        load_strategy(strategy_name),
        lambda: open_encoder(settings),
        read_proposals(),
        (sys.executable, "-m", "service"),
        progress=progress,
        render=_render_all,
    )
    return bench_page(measurements, machine(), datetime.now(UTC).date())


def _render_all(assessment: "Assessment", content: bytes) -> None:
    from service.reports import RENDERERS, render

    for format in RENDERERS:
        render(assessment, format, id="bench", created_at=datetime(2026, 1, 1, tzinfo=UTC), original=content)


def measure_card(
    settings: "Settings", strategy_name: str, today: date, progress: "Progress | None" = None
) -> "Figures":
    """The figures of the model card, measured on the annotated proposals that the product ships with.

    Raises:
        StrategyError: there is no such strategy.
        ModelError: the encoder or the trained artefact cannot be used.
    """
    from corpus.annotated import read_proposals
    from corpus.strategy_files import load_strategy

    strategy = load_strategy(strategy_name)
    encoder = open_encoder(settings, progress)  # one that remembers nothing: its times are measured
    from evaluation.card_figures import measure_card as measure
    from models.encoders.cached import CachedEncoder

    public = CachedEncoder(encoder, folder=settings.cache_folder)
    return measure(strategy, read_proposals(), encoder, public=public, today=today, progress=progress)
