"""Whether the passages shown as evidence are those that carry the spearhead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from corpus.annotated import EVIDENCE_ROLES, AnnotatedProposal
from evaluation import metrics
from evaluation.intervals import estimate
from evaluation.results import Cell, Table
from models.abstention import document_reason
from models.encoders.base import Progress
from models.engine import Engine
from models.examples import Example
from models.explaining.findings import findings
from models.explanation import explain
from models.grading import Grader
from models.heads import Heads
from models.matrices import Matrix
from models.training import Training

DEPTH = 3
SAMPLE = 25
"""Proposals of each group that are explained: one costs a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The first three passages of evidence of one alignment that should have some.

    `topical` of the `shown` ones are annotated with the spearhead, `carrying` as an activity or goal
    of it; `possible` is how many could have been topical. `first` is 1 when the first one is.
    """

    document: int
    grade: int
    shown: int
    first: int
    topical: int
    carrying: int
    possible: int


def evidence_table(found: Sequence[Shown], proposals: int) -> Table:
    """Precision at 3 of evidence, by true grade; documents are resampled."""
    rows: list[tuple[Cell, ...]] = []
    for name, kept in (("core or contributes", {1, 2}), ("core", {2}), ("contributes", {1})):
        part = [item for item in found if item.grade in kept]
        some, shown, first, topical, carrying, possible = _sums(part, proposals)
        documents = len({item.document for item in part})
        shares = ((first, some), (topical, shown), (possible, shown), (carrying, shown))
        cells = [estimate(partial(metrics.pooled, *share), proposals) for share in shares]
        rows.append((name, documents, len(part), int(some.sum()), int(shown.sum()), *cells))
    note = (
        "Of the first three passages shown for a spearhead that is true of the proposal: how many are "
        "annotated with that spearhead (precision@3), how many could have been (there may be only one), and "
        "how many as an activity or goal of it. Heads and grader never saw the proposal's group."
    )
    columns = (
        "true grade", "proposals", "alignments", "with evidence", "passages", "precision@1",
        "precision@3", "highest possible @3", "activity or goal of it",
    )  # fmt: skip
    return Table("evidence", "Evidence", columns, tuple(rows), note)


def _sums(found: Sequence[Shown], proposals: int) -> Matrix:
    sums = np.zeros((6, proposals))
    for item in found:
        sums[:, item.document] += (
            item.shown > 0,
            item.shown,
            item.first,
            item.topical,
            item.carrying,
            item.possible,
        )
    return np.asarray(sums)


def sample_of(proposals: Sequence[AnnotatedProposal]) -> frozenset[str]:
    """The ids that are explained: evenly spread over each group."""
    chosen: set[str] = set()
    for group in {proposal.group for proposal in proposals}:
        ids = sorted(proposal.id for proposal in proposals if proposal.group == group)
        places = np.linspace(0, len(ids) - 1, min(SAMPLE, len(ids))).round().astype(int)
        chosen |= {ids[place] for place in places}
    return frozenset(chosen)


def shown_evidence(
    training: Training,
    examples: Sequence[Example],
    heads: Mapping[str, Heads],
    graders: Mapping[str, Grader],
    *,
    progress: Progress | None = None,
) -> tuple[Shown, ...]:
    """Explain a sample of the proposals with heads and a grader (by group) that never saw their group."""
    sample = sample_of([example.proposal for example in examples])
    found: list[Shown] = []
    done = 0
    for group, grader in sorted(graders.items()):
        engine = engine_of(training, heads[group], grader)
        for example in examples:
            if example.proposal.group == group and example.proposal.id in sample:
                found += _shown(engine, example, done)
                done += 1
                if progress is not None:
                    progress("evaluate", done, len(sample))
    return tuple(found)


def engine_of(training: Training, heads: Heads, grader: Grader) -> Engine:
    """A trained engine of the parts given."""
    reader = training.reader
    lexical = replace(reader.lexical, inverse_frequency=heads.inverse_frequency, topic=heads.words)
    complete = replace(reader, lexical=lexical, others=(heads.channel,))
    return Engine(complete, heads.roles, grader, "", trained=True)


def _shown(engine: Engine, example: Example, document: int) -> Iterable[Shown]:
    reading = engine.reader.read(example.proposal.title, example.reading.passages)
    found = findings(engine, reading)
    reason = document_reason(reading.passages, ())
    place = {passage.id: row for row, passage in enumerate(reading.passages)}
    for column in np.flatnonzero(example.grades):
        evidence = explain(found, int(column), reason).evidence[:DEPTH]
        rows = [place[item.passage.id] for item in evidence]
        yield judged(example.proposal, engine.strategy.spearheads[column].id, rows, document)


def judged(proposal: AnnotatedProposal, spearhead: str, rows: Sequence[int], document: int) -> Shown:
    """Evidence at `rows` of a proposal, held against its annotations."""
    passages = proposal.passages
    tagged = [passages[row] for row in rows if spearhead in passages[row].spearheads]
    return Shown(
        document,
        proposal.grades.get(spearhead, 0),
        shown=len(rows),
        first=int(bool(rows) and spearhead in passages[rows[0]].spearheads),
        topical=len(tagged),
        carrying=sum(passage.role in EVIDENCE_ROLES for passage in tagged),
        possible=min(len(rows), sum(spearhead in passage.spearheads for passage in passages)),
    )
