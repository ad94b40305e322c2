"""Two artefacts of one strategy measured on the same documents: what is better, and which grades differ."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

import numpy as np

from corpus.strategies import Strategy
from evaluation import metrics
from evaluation.intervals import Measure, difference, estimate
from evaluation.measured_engine import Labelled, measure_engine
from evaluation.predictions import TARGETS, Predictions
from evaluation.quality import measures
from evaluation.results import Cell, Results, Table
from models.alignment import Grade
from models.artefact import Artefact
from models.encoders.base import Encoder, Progress
from models.engine import load_engine

MOST_LISTED = 200
"""Grades that differ and are listed one by one; the table says how many there are in all."""
_TRUE = (Grade.NONE, Grade.CONTRIBUTES, Grade.CORE)
_FLATTERS = (
    "**{seen} of these documents had a part in fitting the new artefact: its numbers flatter.** Measure on "
    "documents that it has not seen before you decide."
)


def compare_artefacts(
    strategy: Strategy,
    encoders: tuple[Encoder, Encoder],
    documents: Sequence[Labelled],
    artefacts: tuple[Artefact, Artefact],
    *,
    fitted_on: Collection[str] = (),
    progress: Progress | None = None,
) -> Results:
    """Measure the artefact of before and the new one on documents with known grades.

    `encoders` are the one for the documents and the one for public texts, see `run_evaluation`;
    `fitted_on` are the ids of the documents that the new artefact was made from.
    """
    private, public = encoders
    before, after = (
        measure_engine(
            load_engine(strategy, private, public=public, artefact=artefact, progress=progress),
            documents,
            progress=progress,
        )
        for artefact in artefacts
    )
    seen = len(set(before.facts.ids) & set(fitted_on))
    note = (
        f"Artefact {artefacts[0].sha256[:12]} (before) and {artefacts[1].sha256[:12]} (after) on "
        f"{len(documents)} documents. In brackets 95 % intervals, from documents drawn again 1,000 times."
    )
    note += "\n\n" + _FLATTERS.format(seen=seen) if seen else ""
    return Results("Before and after", note, (measures_table(before, after), flips_table(before, after)))


def measures_table(before: Predictions, after: Predictions) -> Table:
    """Every measure before and after, with the difference on the same resamples."""
    rows: list[tuple[Cell, ...]] = []
    documents = len(before)
    for target in TARGETS:
        for name, (old, new) in _pairs(before, after, target).items():
            ends = (estimate(old, documents), estimate(new, documents))
            rows.append((target, name, *ends, difference(old, new, documents)))
    old, new = (
        partial(metrics.share_of, part.uncertain, np.ones_like(part.uncertain)) for part in (before, after)
    )
    ends = (estimate(old, documents), estimate(new, documents))
    rows.append(("any", "share uncertain", *ends, difference(old, new, documents)))
    note = "Claims without abstaining. Brier score, calibration error and share uncertain: less is better."
    return Table(
        "before_after", "Measures", ("target", "measure", "before", "after", "rise"), tuple(rows), note
    )


def _pairs(before: Predictions, after: Predictions, target: str) -> Mapping[str, tuple[Measure, Measure]]:
    found = {name: (make(before, target), make(after, target)) for name, make in measures().items()}
    for name, measure in (("Brier score", metrics.brier), ("calibration error", metrics.calibration_error)):
        old, new = (partial(measure, part.scores(target), part.truth(target)) for part in (before, after))
        found[name] = (old, new)
    return found


def flips_table(before: Predictions, after: Predictions) -> Table:
    """Every grade that differs: of which document and spearhead, and whether it went to the true one."""
    old, new = grades_of(before), grades_of(after)
    rows: list[tuple[Cell, ...]] = []
    counts = {"better": 0, "worse": 0, "neither": 0}
    for row, document in enumerate(before.facts.ids):
        for column, spearhead in enumerate(before.spearheads):
            one, other = old[row][column], new[row][column]
            if one is not other:
                true = _TRUE[int(before.true[row, column])]
                verdict = "better" if other is true else "worse" if one is true else "neither"
                counts[verdict] += 1
                rows.append((document, spearhead, true.value, one.value, other.value, verdict))
    told = ", ".join(f"{number} {verdict}" for verdict, number in counts.items())
    note = f"{len(rows)} of {before.true.size} grades differ: {told}."
    if len(rows) > MOST_LISTED:
        note += f" The first {MOST_LISTED} are listed."
    columns = ("document", "spearhead", "true", "before", "after", "verdict")
    return Table("flips", "Grades that differ", columns, tuple(rows[:MOST_LISTED]), note)


def grades_of(predictions: Predictions) -> list[list[Grade]]:
    """The grade of each document and spearhead, as a report would give it."""
    return [
        [
            Grade.UNCERTAIN
            if predictions.uncertain[row, column]
            else Grade.CORE
            if predictions.core_claimed[row, column]
            else Grade.CONTRIBUTES
            if predictions.contributes_claimed[row, column]
            else Grade.NONE
            for column in range(len(predictions.spearheads))
        ]
        for row in range(len(predictions))
    ]
