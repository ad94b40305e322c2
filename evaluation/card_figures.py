"""Measures everything that a model card tells: out of fold, by change, by deletion, and by the clock."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from importlib.metadata import version

import numpy as np

from corpus.annotated import AnnotatedProposal
from corpus.strategies import Strategy
from evaluation import fairness, faithfulness, metrics
from evaluation.ablation import ablation_table
from evaluation.annotated_suite import APART, HEADLINE, parts_of
from evaluation.baselines import baselines_table, cross_fitted_baselines
from evaluation.bench import machine
from evaluation.card import FORMAT, Figures
from evaluation.card_cost import assessment_cost
from evaluation.certainty import abstention_table, calibration_table
from evaluation.cross_fitting import cross_fitted, facts_of, fit_folds, unreadable_of
from evaluation.intervals import Difference, Estimate, estimate
from evaluation.measured_engine import annotated
from evaluation.predictions import TARGETS, Predictions
from evaluation.quality import confusion_table, overall_table, slices_table, spearheads_table
from evaluation.results import Cell, Table
from models.artefact import Artefact
from models.encoders.base import Encoder, Progress
from models.encoders.cached import CachedEncoder
from models.engine import Engine, load_engine
from models.matrices import Mask
from models.stacking import VALIDATION
from models.thresholds import RISK
from models.training import Training, prepare

_DIGITS = 4
"""Decimals kept: more than any interval can carry, few enough to read a difference between two files."""
_LANGUAGES = ("nl", "en", "fr")


def measure_card(
    strategy: Strategy,
    proposals: Sequence[AnnotatedProposal],
    encoder: Encoder,
    *,
    public: Encoder | None = None,
    today: date,
    artefact: Artefact | None = None,
    sample: int | None = None,
    progress: Progress | None = None,
) -> Figures:
    """Everything that the card of `strategy` tells, as plain values.

    Times are taken with `encoder`, which must not remember texts; all else goes through `public`,
    the same model, which may remember them: every text here is one that anybody may see. Without
    `artefact` the shipped one is measured. `sample` is how many proposals are changed, and how many
    have their evidence deleted; without it each takes its own number.

    Raises:
        ArtefactError: the shipped engine cannot be used.
    """
    shared = public or CachedEncoder(encoder)
    engine = load_engine(strategy, shared, artefact=artefact, progress=progress)
    tables = [
        *_told(_fitted_tables(strategy, proposals, shared, progress), progress),
        *_changed_tables(engine, proposals, sample, progress),
    ]
    cost = assessment_cost(load_engine(strategy, encoder, public=shared, artefact=artefact), proposals)
    return {
        "format": FORMAT,
        "measured_on": today.isoformat(),
        "machine": machine(),
        "version": version("speerwijzer"),
        **_identities(strategy, engine),
        "training": _training(proposals, tables),
        "cost": {name: _plain(value) for name, value in cost.items()},
        "tables": {table.name: _rows(table) for table in tables},
    }


def _changed_tables(
    engine: Engine, proposals: Sequence[AnnotatedProposal], sample: int | None, progress: Progress | None
) -> tuple[Table, Table]:
    """What the shipped engine does when a proposal changes, and when its evidence is deleted."""
    changed = fairness.run_robustness(engine, proposals, size=sample or fairness.SAMPLE, progress=progress)
    deleted = faithfulness.measure_faithfulness(
        engine, proposals, size=sample or faithfulness.SAMPLE, progress=progress
    )
    return changed.table(), deleted.table()


def _identities(strategy: Strategy, engine: Engine) -> Figures:
    thresholds = engine.grader.thresholds
    return {
        "strategy": {
            "id": strategy.id,
            "version": strategy.version,
            "sha256": strategy.sha256,
            "title": dict(strategy.title),
            "spearheads": {item.id: dict(item.title) for item in strategy.spearheads},
        },
        "encoder": {"name": engine.encoder.name, "sha256": engine.encoder.sha256},
        "artefact": {"sha256": engine.artefact_sha256},
        "thresholds": {
            "core": thresholds.core,
            "contributes": thresholds.contributes,
            "core_band": thresholds.core_band,
            "contributes_band": thresholds.contributes_band,
            "risk": RISK,
        },
    }


def _training(proposals: Sequence[AnnotatedProposal], tables: Sequence[Table]) -> Figures:
    """How many proposals and passages were learned from, by group; a language is a count too."""
    groups = []
    for group, documents in sorted(Counter(proposal.group for proposal in proposals).items()):
        languages = Counter(proposal.language for proposal in proposals if proposal.group == group)
        counts = {language: languages[language] for language in _LANGUAGES}
        groups.append({"group": group, "apart": group in APART, "documents": documents, **counts})
    overall = next(table for table in tables if table.name == "overall")
    validation = next((row[2] for row in overall.rows if row[1] == VALIDATION), 0)
    passages = sum(len(proposal.passages) for proposal in proposals)
    return {"documents": len(proposals), "passages": passages, "validation": validation, "groups": groups}


def _fitted_tables(
    strategy: Strategy,
    proposals: Sequence[AnnotatedProposal],
    encoder: Encoder,
    progress: Progress | None,
) -> Iterator[Table]:
    """The tables on annotated proposals and validation texts, each by an engine fitted without them."""
    training = prepare(strategy, proposals, encoder, progress=progress)
    found = _predictions(strategy, proposals, training, progress)
    parts = parts_of(found)
    yield overall_table(parts, HEADLINE)
    for name, part in parts.items():
        yield _named(spearheads_table(part), name)
        yield _named(confusion_table(part), name)
    yield calibration_table(parts)
    yield abstention_table(parts)
    yield risk_table(parts)
    yield slices_table(parts[HEADLINE], found)
    yield _baselines(strategy, proposals, encoder, parts, progress)
    yield ablation_table(training.stacked, _masks(training))


def _told(tables: Iterator[Table], progress: Progress | None) -> Iterator[Table]:
    """The same tables; each is told as a step of its own, since some take long."""
    for table in tables:
        if progress is not None:
            progress(f"table {table.name}", 1, 1)
        yield table


def _predictions(
    strategy: Strategy,
    proposals: Sequence[AnnotatedProposal],
    training: Training,
    progress: Progress | None,
) -> Predictions:
    table = training.stacked.table
    names = [spearhead.id for spearhead in strategy.spearheads]
    fitted = fit_folds(training, progress=progress)
    return cross_fitted(table, fitted, facts_of(table, proposals), names, unreadable_of(table, proposals))


def risk_table(parts: Mapping[str, Predictions]) -> Table:
    """What abstaining bounds: the share of all cells whose grade is given and wrong about a target."""
    rows: list[tuple[Cell, ...]] = []
    for target in TARGETS:
        for name, part in parts.items():
            wrong = ~part.uncertain & (part.claimed(target) != part.truth(target))
            share = partial(metrics.share_of, wrong, np.ones_like(wrong))
            rows.append((target, name, len(part), estimate(share, len(part))))
    columns = ("target", "documents of", "n", "given and wrong")
    return Table("risk", "Given and wrong", columns, tuple(rows), "Shares of cells (document x spearhead).")


def _masks(training: Training) -> dict[str, Mask]:
    groups = np.array(training.stacked.table.groups)
    masks = {HEADLINE: ~np.isin(groups, APART), **{name: groups == name for name in APART}}
    return {name: mask for name, mask in masks.items() if mask.any()}


def _baselines(
    strategy: Strategy,
    proposals: Sequence[AnnotatedProposal],
    encoder: Encoder,
    parts: Mapping[str, Predictions],
    progress: Progress | None,
) -> Table:
    documents = [annotated(proposal) for proposal in proposals]
    baselines = cross_fitted_baselines(strategy, encoder, documents, progress=progress)
    place = {proposal.id: row for row, proposal in enumerate(proposals)}
    measured = {}
    for name, part in parts.items():
        if name != VALIDATION:
            rows = [place[document] for document in part.facts.ids]
            measured[name] = part, {title: baseline.at(rows) for title, baseline in baselines.items()}
    return baselines_table(measured, "")


def _named(table: Table, part: str) -> Table:
    return Table(f"{table.name}_{part}", table.title, table.columns, table.rows, table.note)


def _rows(table: Table) -> list[dict[str, object]]:
    return [
        {column: _plain(cell) for column, cell in zip(table.columns, row, strict=True)} for row in table.rows
    ]


def _plain(cell: Cell) -> object:
    match cell:
        case Estimate(value, low, high, documents):
            bounds = {"value": _plain(value), "low": _plain(low), "high": _plain(high)}
            return None if np.isnan(value) else {**bounds, "n": documents}
        case Difference(above, p):
            plain = _plain(above)
            return {**plain, "p": _plain(p)} if isinstance(plain, dict) else None
        case float():
            return None if np.isnan(cell) else round(float(cell), _DIGITS)
        case _:
            return cell
