"""The SDG classification benchmark: a framework that the engine was never trained on, no labels used.

What the checker knows of a goal are its title, the official wording and terms. Every text is held
against all goals; a label only serves to place the cut-off between yes and no, on the other half.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from corpus.documents import Passage
from corpus.strategies import Strategy
from corpus.strategy_files import load_strategy
from evaluation.benchmarks.cut_offs import cross_fitted
from evaluation.benchmarks.sdg_tables import System, results_of
from evaluation.benchmarks.sdg_texts import LabelledTexts, installed
from evaluation.benchmarks.writing import write_benchmark
from evaluation.results import Results, as_markdown
from models.channels.similarity import Background
from models.channels.zero_label import against
from models.encoders.base import Encoder, Progress
from models.encoders.cached import CachedEncoder
from models.engine import load_engine, zero_label_reader
from models.errors import ArtefactError
from models.matrices import Matrix
from models.scoring import score_texts

STRATEGY = "sdg-2030"
BackgroundName = Literal["shipped", "batch"]
BACKGROUNDS: tuple[BackgroundName, ...] = ("shipped", "batch")
_ONE_TERM = np.log(2.0)
"""What the lexical channel gives for one term."""
_HALF = 0.5
_SPREADS = 2.0
"""A term found weighs as much as a similarity two standard deviations above that of ordinary text."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of texts, each (texts, goals): `meaning` by background, and `words`, which have none."""

    meaning: Mapping[str, Matrix]
    words: Matrix


def run(
    encoder: Encoder, output: Path | None, progress: Progress | None, *, second: Encoder | None = None
) -> str:
    """The report on this benchmark; `output` is a folder for sdg.json and sdg.md.

    With `second` another encoder is measured too, alone and averaged with the first.

    Raises:
        MissingBenchmark: the package with the texts is not installed; the message says what to do.
    """
    asked, peers = installed()
    encoders = [CachedEncoder(each) for each in (encoder, second) if each is not None]
    results = measure(asked, peers, load_strategy(STRATEGY), encoders, progress)
    if output is not None:
        write_benchmark(results, output, "sdg")
    return as_markdown(results)


def measure(
    asked: LabelledTexts,
    peers: Mapping[str, Sequence[int]],
    strategy: Strategy,
    encoders: Sequence[Encoder],
    progress: Progress | None = None,
) -> Results:
    """Every system on both backgrounds; the first encoder is the one that the product ships."""
    scores = {encoder.name: scores_of(strategy, asked.texts, encoder, progress) for encoder in encoders}
    if len(encoders) > 1:
        scores["both encoders"] = averaged(list(scores.values()))
    systems = [_system(asked, "words", "none", next(iter(scores.values())).words)]
    for name, found in scores.items():
        for background in BACKGROUNDS:
            meaning = found.meaning[background]
            systems.append(_system(asked, f"meaning ({name})", background, meaning))
            systems.append(_system(asked, f"meaning ({name}) + words", background, meaning + found.words))
    shipped = _score_command(asked, strategy, encoders[0], progress)
    return results_of(asked, peers, systems, shipped, main=f"meaning ({encoders[0].name}) + words")


def scores_of(
    strategy: Strategy, texts: Sequence[str], encoder: Encoder, progress: Progress | None = None
) -> Scores:
    """Zero-label similarity and terms; a text of a few sentences is one passage."""
    reader = zero_label_reader(strategy, encoder, progress=progress)
    passages = [Passage(f"p{n}", 0, len(text), 1, "", "en", text) for n, text in enumerate(texts)]
    read = reader.read("", passages, progress=progress)
    own = against(reader.zero_label, Background(read.vectors, ("en",) * len(texts)))
    batch = own.alone(passages, read.vectors, read.words)
    meaning = {"shipped": read.alone["zero_label.all"], "batch": batch["zero_label.all"]}
    return Scores(meaning, read.alone["lexical.terms"] * (_SPREADS / _ONE_TERM))


def averaged(every: Sequence[Scores]) -> Scores:
    """The mean of what several encoders say."""
    meaning: dict[str, Matrix] = {
        name: np.mean([each.meaning[name] for each in every], axis=0) for name in BACKGROUNDS
    }
    return replace(every[0], meaning=meaning)


def _system(asked: LabelledTexts, name: str, background: str, scores: Matrix) -> System:
    shared, by_goal = cross_fitted(asked, scores), cross_fitted(asked, scores, by_goal=True)
    return System(name, background, shared == asked.labels, by_goal == asked.labels)


def _score_command(
    asked: LabelledTexts, strategy: Strategy, encoder: Encoder, progress: Progress | None
) -> list[System]:
    """What `speerwijzer score` says, yes from a probability of a half: nothing is fitted here at all."""
    try:
        engine = load_engine(strategy, encoder, progress=progress)
    except ArtefactError:
        return []
    systems = []
    for background in BACKGROUNDS:
        scored = score_texts(asked.texts, engine, background=background, progress=progress)
        found = np.array([[text.probabilities[goal.id] for goal in strategy.spearheads] for text in scored])
        right = (found[asked.rows, asked.goals] >= _HALF) == asked.labels
        systems.append(replace(_system(asked, "score", background, found), fixed=right[np.newaxis]))
    return systems
