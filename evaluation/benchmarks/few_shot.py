"""SetFit on the encoder that the product ships: what few-shot fine-tuning alone makes of the same labels.

Tunstall et al., 2022, "Efficient Few-Shot Learning Without Prompts", section 3: pairs of passages pull
the encoder's vectors apart, then a logistic head reads them. Each half of the groups is scored by a
model that saw passages of the other half only.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from uuid import uuid4

import numpy as np

from corpus.annotated import AnnotatedProposal, read_proposals
from evaluation import metrics
from evaluation.annotated_suite import APART, HEADLINE
from evaluation.benchmarks import MissingBenchmark
from evaluation.benchmarks.writing import write_benchmark
from evaluation.intervals import estimate
from evaluation.predictions import TARGETS, cross_fitted_claims
from evaluation.results import Cell, Results, Table, as_markdown
from models.encoders.base import Encoder, Progress
from models.matrices import Mask, Matrix

SHOTS = 24
"""Passages learned from for each spearhead; three times as many that are about none."""
_STEPS = 60
_TOP = 3
_PREFIX = "query: "

Predict = Callable[[Sequence[str]], Matrix]
"""Probabilities (texts, spearheads)."""
Fit = Callable[[Sequence[str], Matrix], Predict]
"""Learns from texts and what each is about, (texts, spearheads) of 0 and 1."""


def run(encoder: Encoder, output: Path | None, progress: Progress | None) -> str:
    """The report on this baseline; `output` is a folder for few-shot.json and few-shot.md.

    Raises:
        MissingBenchmark: setfit is not installed; the message says what to do.
    """
    results = measure(read_proposals(), fit_setfit, encoder.name, progress)
    if output is not None:
        write_benchmark(results, output, "few-shot")
    return as_markdown(results)


def measure(
    proposals: Sequence[AnnotatedProposal], fit: Fit, encoder: str, progress: Progress | None = None
) -> Results:
    """Both halves of the groups, each scored by what was learned from the other."""
    spearheads = sorted({name for proposal in proposals for name in proposal.grades})
    grades = np.array([[proposal.grades.get(name, 0) for name in spearheads] for proposal in proposals])
    groups = np.array([proposal.group for proposal in proposals])
    halves = [np.isin(groups, sorted(set(groups))[start::2]) for start in range(2)]
    scores = np.zeros(grades.shape)
    for done, half in enumerate(halves, start=1):
        predict = fit(*drawn([proposals[row] for row in np.flatnonzero(~half).tolist()], spearheads))
        for row in np.flatnonzero(half).tolist():
            scores[row] = _score(predict, proposals[row])
        if progress is not None:
            progress("evaluate", done, len(halves))
    parts = {HEADLINE: ~np.isin(groups, APART), "grey": groups == "grey"}
    note = (
        f"The engine's encoder is {encoder}. {SHOTS} passages a spearhead from the other half of the groups, "
        f"{_STEPS} steps of 16 pairs; a proposal's score is the mean of its three highest passages. "
        "F1 at the other half's best threshold."
    )
    return Results("Few-shot baseline (SetFit)", note, (_table(scores, grades, halves, parts),))


def drawn(proposals: Sequence[AnnotatedProposal], spearheads: Sequence[str]) -> tuple[list[str], Matrix]:
    """Passages to learn from, drawn by lot: as many for each spearhead, and some about none of them."""
    passages = [passage for proposal in proposals for passage in proposal.passages]
    about = np.array([[name in passage.spearheads for name in spearheads] for passage in passages])
    generator = np.random.default_rng(0)
    pools = [*about.T, ~about.any(axis=1)]
    wanted = [SHOTS] * len(spearheads) + [3 * SHOTS]
    chosen: list[int] = []
    for pool, size in zip(pools, wanted, strict=True):
        places = generator.permutation(np.flatnonzero(pool))[:size]
        chosen += [int(place) for place in places if int(place) not in chosen]
    return [passages[place].text for place in chosen], about[chosen].astype(float)


def fit_setfit(texts: Sequence[str], labels: Matrix) -> Predict:
    """Fine-tune the shipped encoder. Raises MissingBenchmark without the package."""
    try:
        from datasets import Dataset, fingerprint
        from setfit import SetFitModel, Trainer, TrainingArguments
    except ImportError as error:
        raise MissingBenchmark(name="few-shot", package="setfit") from error
    from models.encoders.packaged import unpacked_model

    # Data are hashed by pickling Arrow's types, which present versions cannot; nothing is looked up by it.
    fingerprint.Hasher.hash = classmethod(lambda _, __: uuid4().hex)
    model = SetFitModel.from_pretrained(
        str(unpacked_model().folder), multi_target_strategy="one-vs-rest", device="cpu"
    )
    model.model_body.float()  # the folder holds half precision, which is ten times slower to train
    rows = {"text": [_PREFIX + text for text in texts], "label": labels.astype(int).tolist()}
    settings = TrainingArguments(
        batch_size=16, max_steps=_STEPS, seed=0, report_to="none", save_strategy="no"
    )
    Trainer(model=model, args=settings, train_dataset=Dataset.from_dict(rows)).train()

    def predict(asked: Sequence[str]) -> Matrix:
        return np.asarray(model.predict_proba([_PREFIX + text for text in asked], as_numpy=True), dtype=float)

    return predict


def _score(predict: Predict, proposal: AnnotatedProposal) -> Matrix:
    found = predict([passage.text for passage in proposal.passages])
    return np.asarray(np.sort(found, axis=0)[-_TOP:].mean(axis=0))


def _table(scores: Matrix, grades: Matrix, halves: Sequence[Mask], parts: Mapping[str, Mask]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for target in TARGETS:
        true = np.asarray(grades >= (2 if target == TARGETS[0] else 1))
        claimed = cross_fitted_claims(scores, true, halves, np.ones(len(grades)))
        for part, mask in parts.items():
            n = int(mask.sum())
            ranking = partial(metrics.mean_average_precision, scores[mask], true[mask])
            claims = partial(metrics.f1, claimed[mask], true[mask])
            rows.append((target, part, n, estimate(ranking, n), estimate(claims, n)))
    return Table("few_shot", "SetFit", ("target", "documents of", "n", "mAP", "micro-F1"), tuple(rows))
