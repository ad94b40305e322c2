"""How good predictions are: overall, by spearhead, by kind of text, and what is taken for what."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from evaluation import metrics
from evaluation.intervals import Estimate, Measure, estimate
from evaluation.predictions import CORE, TARGETS, Predictions, counts
from evaluation.results import Cell, Table
from models.matrices import Mask, Matrix, Vector

LENGTHS = (0, 150, 300, 600)
"""Words from which a document falls in the next class of length."""
FEWEST = 10
"""A part with fewer documents is counted with the rest: its interval would say nothing."""

Maker = Callable[[Predictions, str], Measure]


def measures() -> Mapping[str, Maker]:
    """What is measured for a target, by name."""
    by_claim = {
        "precision": metrics.precision,
        "recall": metrics.recall,
        "micro-F1": metrics.f1,
        "macro-F1": metrics.mean_f1,
        "exact set": metrics.exact_set,
    }
    by_score = {"mAP": metrics.mean_average_precision, "nDCG@3": metrics.ndcg}
    found: dict[str, Maker] = {}
    for name, claim in by_claim.items():
        found[name] = partial(_of_claims, claim)
    for name, score in by_score.items():
        found[name] = partial(_of_scores, score)
    return found


def _of_claims(measure: Callable[[Mask, Mask, Matrix], Vector], part: Predictions, target: str) -> Measure:
    return partial(measure, part.claimed(target), part.truth(target))


def _of_scores(measure: Callable[[Matrix, Mask, Matrix], Vector], part: Predictions, target: str) -> Measure:
    return partial(measure, part.scores(target), part.truth(target))


def over_groups(predictions: Predictions, maker: Maker, target: str) -> Measure:
    """The mean over groups of a measure, each group counting alike however many documents it has."""
    groups = np.array(predictions.facts.groups)
    parts = [groups == group for group in sorted(set(predictions.facts.groups))]
    made = [(mask, maker(predictions.rows(mask), target)) for mask in parts]

    def mean(weights: Matrix) -> Vector:
        return metrics.mean_defined(np.stack([measure(weights[:, mask]) for mask, measure in made]))

    return mean


def overall_table(parts: Mapping[str, Predictions], mean_of: str) -> Table:
    """All measures for both targets, pooled over each part; `mean_of` also as a mean over its groups."""
    rows: list[tuple[Cell, ...]] = []
    for target in TARGETS:
        for name, part in parts.items():
            if name == mean_of and len(set(part.facts.groups)) > 1:
                made = [estimate(over_groups(part, make, target), len(part)) for make in measures().values()]
                rows.append((target, f"{name}: mean of groups", len(part), *made))
            made = [estimate(make(part, target), len(part)) for make in measures().values()]
            rows.append((target, name, len(part), *made))
    note = "Claims without abstaining: a cell near the threshold is forced to a side."
    return Table("overall", "Overall", ("target", "documents of", "n", *measures()), tuple(rows), note)


def spearheads_table(predictions: Predictions) -> Table:
    """Each spearhead by itself; n is the number of documents for which it is true."""
    rows: list[tuple[Cell, ...]] = []
    chosen = ("precision", "recall", "micro-F1", "mAP")
    for target in TARGETS:
        for column, name in enumerate(predictions.spearheads):
            part = column_of(predictions, column)
            made = [estimate(measures()[measure](part, target), len(part)) for measure in chosen]
            rows.append((target, name, int(part.truth(target).sum()), *made))
    columns = ("target", "spearhead", "n true", "precision", "recall", "F1", "average precision")
    return Table("spearheads", "By spearhead", columns, tuple(rows), f"{len(predictions)} documents.")


def column_of(predictions: Predictions, column: int) -> Predictions:
    """The predictions of one spearhead."""
    p, one = predictions, slice(column, column + 1)
    return Predictions(
        p.facts,
        p.spearheads[one],
        p.true[:, one],
        p.core[:, one],
        p.contributes[:, one],
        p.core_claimed[:, one],
        p.contributes_claimed[:, one],
        p.uncertain[:, one],
    )


def slices_table(predictions: Predictions, all_groups: Predictions) -> Table:
    """By language, kind, applicant, length and group: where the engine is worth less."""
    facts = predictions.facts
    lengths = [length_class(words) for words in facts.words]
    rows = [
        *_slices("language", facts.languages, predictions),
        *_slices("kind", facts.kinds, predictions),
        *_slices("applicant", _frequent(facts.applicants), predictions),
        *_slices("length", lengths, predictions),
        *_slices("group", all_groups.facts.groups, all_groups),
    ]
    columns = (
        "by", "value", "n", "F1 core", "F1 at least contributes", "wrong core claim in", "share uncertain",
    )  # fmt: skip
    note = (
        "Micro-F1 without abstaining; share of the documents with a wrong core claim; share of the cells "
        "that are uncertain. By language, kind, applicant and length only the headline documents count."
    )
    return Table("slices", "By kind of text", columns, tuple(rows), note)


def _slices(by: str, values: Sequence[str], predictions: Predictions) -> Iterator[tuple[Cell, ...]]:
    for value, documents in counts(values).items():
        part = predictions.rows(np.array(values) == value)
        wrong = np.asarray((part.claimed(CORE) & ~part.truth(CORE)).any(axis=1, keepdims=True))
        everything = np.ones_like(part.uncertain)
        yield (
            by,
            value,
            documents,
            *(_f1(part, target) for target in TARGETS),
            _share(wrong, np.ones_like(wrong)),
            _share(part.uncertain, everything),
        )


def _share(cells: Mask, among: Mask) -> Estimate:
    return estimate(partial(metrics.share_of, cells, among), len(cells))


def confusion_table(predictions: Predictions) -> Table:
    """What is taken for what: wrong core claims beside the true core."""
    true, claimed = predictions.truth(CORE), predictions.claimed(CORE)
    wrong = (claimed & ~true).astype(int)
    taken = true.astype(int).T @ wrong
    rows: list[tuple[Cell, ...]] = []
    for row, name in enumerate(predictions.spearheads):
        cells = [int(value) for value in taken[row]]
        cells[row] = int((true[:, row] & claimed[:, row]).sum())
        rows.append((name, int(true[:, row].sum()), *cells))
    nowhere = (wrong * ~true.any(axis=1, keepdims=True)).sum(axis=0)
    rows.append(("no core", int((~true.any(axis=1)).sum()), *(int(value) for value in nowhere)))
    note = (
        "Rows are what is core, columns what is claimed core. On the diagonal the documents that are right; "
        "elsewhere the documents of the row for which the column is claimed as well, or instead, and wrongly."
    )
    columns = ("core", "n", *predictions.spearheads)
    return Table("confusion", "Confusable pairs", columns, tuple(rows), note)


def length_class(words: int) -> str:
    """The class of length of a document, such as `150-299 words`."""
    if not words:
        return "unknown"
    place = sum(words >= bound for bound in LENGTHS) - 1
    last = place == len(LENGTHS) - 1
    return f"{LENGTHS[place]} or more words" if last else f"{LENGTHS[place]}-{LENGTHS[place + 1] - 1} words"


def _f1(part: Predictions, target: str) -> Estimate:
    return estimate(measures()["micro-F1"](part, target), len(part))


def _frequent(values: Sequence[str]) -> list[str]:
    times = counts(values)
    return [value if times[value] >= FEWEST else "others" for value in values]
