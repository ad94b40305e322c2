"""The shipped engine measured on a folder of documents with known grades."""

from collections.abc import Sequence
from pathlib import Path

from corpus.annotated import PROPOSALS, read_proposals
from corpus.strategies import Strategy
from evaluation.baselines import applied_baselines, baselines_table
from evaluation.certainty import (
    abstention_table,
    calibration_table,
    reliability_table,
    risk_coverage_table,
)
from evaluation.charts import charts_of
from evaluation.measured_engine import Labelled, annotated, measure_engine, read_folder
from evaluation.quality import confusion_table, overall_table, slices_table, spearheads_table
from evaluation.results import Results
from models.encoders.base import Encoder, Progress
from models.engine import Engine, load_engine
from models.tables import read_table
from models.training import validation_path

_BASELINES = "Baselines learn from the annotated proposals that the product ships with, thresholds included."


def measure_folder(
    strategy: Strategy,
    encoder: Encoder,
    folder: Path,
    *,
    public: Encoder | None = None,
    with_charts: bool = False,
    progress: Progress | None = None,
) -> Results:
    """Measure the shipped engine, its calibration and its thresholds as they are."""
    documents = read_folder(folder)
    engine = load_engine(strategy, encoder, public=public, progress=progress)
    found = measure_engine(engine, documents, progress=progress)
    known = [annotated(proposal) for proposal in read_proposals(PROPOSALS)]
    baselines = applied_baselines(strategy, (public or encoder, encoder), known, documents, progress=progress)
    parts = {folder.name: found}
    tables = (
        overall_table(parts, folder.name),
        spearheads_table(found),
        calibration_table(parts),
        reliability_table(found),
        abstention_table(parts),
        risk_coverage_table(found),
        slices_table(found, found),
        confusion_table(found),
        baselines_table({folder.name: (found, baselines)}, _BASELINES),
    )
    note = _note(engine, len(documents), seen_before(strategy, known, found.facts.ids))
    return Results(f"Evaluation on {folder.name}", note, tables, charts_of(tables) if with_charts else {})


def _note(engine: Engine, documents: int, seen: int) -> str:
    note = (
        f"The shipped engine (artefact {engine.artefact_sha256[:12]}, encoder {engine.encoder.name}) on "
        f"{documents} documents. In brackets 95 % intervals, from documents drawn again 1,000 times."
    )
    if not seen:
        return note
    return note + (
        f"\n\n**{seen} of these documents had a part in fitting the engine: these numbers flatter.** "
        "`speerwijzer evaluate` without a dataset measures it on documents that it did not see."
    )


def seen_before(strategy: Strategy, annotated: Sequence[Labelled], ids: Sequence[str]) -> int:
    """How many documents have the id of an annotated proposal or of a validation text."""
    known = {item.facts.ids[0] for item in annotated}
    if validation_path(strategy).is_file():
        known |= set(read_table(validation_path(strategy)).ids)
    return len(known & set(ids))
