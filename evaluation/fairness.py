"""Does a change that should not matter move a grade? Swaps, styles, noise and attacks, measured."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.annotated import AnnotatedPassage, AnnotatedProposal, as_document
from evaluation.attacks import attacks
from evaluation.changes import Change, RobustnessResult, Verdict, summed
from evaluation.fixture_files import written_proposals
from evaluation.noise import noises
from evaluation.swaps import applicant_swaps, style_swaps
from evaluation.trials import Trial, balanced
from models.abstention import decide, document_reason
from models.alignment import Grade

if TYPE_CHECKING:
    from models.encoders.base import Progress
    from models.engine import Engine

SAMPLE = 27
"""Annotated proposals that every change is made to, beside nine that the engine never learned from."""


def run_robustness(
    engine: "Engine",
    proposals: Sequence[AnnotatedProposal],
    *,
    size: int = SAMPLE,
    progress: "Progress | None" = None,
) -> RobustnessResult:
    """Make every change to a fixed sample of `proposals` and compare the verdicts.

    The engine's encoder should remember texts: most of them stand in many variants.
    """
    return run_trials(engine, tuple(trials_on(engine, proposals, size)), progress=progress)


def run_trials(
    engine: "Engine", trials: Sequence[Trial], *, progress: "Progress | None" = None
) -> RobustnessResult:
    """Compare the verdicts before and after each change; a trial without pairs gives no row."""
    total = sum(len(trial.pairs) for trial in trials)
    judge = _Judge(engine)
    results, done = [], 0
    for trial in trials:
        changes: list[Change] = []
        for pair in trial.pairs:
            changes += judge.changes(pair.before, pair.after)
            done += 1
            if progress is not None:
                progress("robustness", done, total)
        if changes:
            results.append(summed(trial, changes))
    return RobustnessResult(tuple(results))


def trials_on(engine: "Engine", proposals: Sequence[AnnotatedProposal], size: int) -> Iterator[Trial]:
    """All trials, on `size` annotated proposals and on written ones that no engine learned from.

    A pair that a change leaves as it was is left out.
    """
    unseen = written_proposals("translations")["nl"].values()
    sample = (*balanced(proposals, size), *unseen)
    made = (
        *applicant_swaps(sample),
        *style_swaps(proposals, sample),
        *noises(sample),
        *attacks(engine.strategy, sample),
    )
    for trial in made:
        yield replace(trial, pairs=tuple(pair for pair in trial.pairs if pair.before != pair.after))


class _Judge:
    """Judges proposals, each once; the way of `assess`, without the explanation."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine
        self._known: dict[tuple[str, tuple[AnnotatedPassage, ...]], tuple[Verdict, ...]] = {}

    def changes(self, before: AnnotatedProposal, after: AnnotatedProposal) -> Iterator[Change]:
        """What differs between two proposals, for every spearhead."""
        verdicts = zip(self._verdicts(before), self._verdicts(after), strict=True)
        for spearhead, (one, other) in zip(self._engine.strategy.spearheads, verdicts, strict=True):
            yield Change(before.id, spearhead.id, one, other)

    def _verdicts(self, proposal: AnnotatedProposal) -> tuple[Verdict, ...]:
        key = (proposal.title, proposal.passages)
        if key not in self._known:
            self._known[key] = self._judged(proposal)
        return self._known[key]

    def _judged(self, proposal: AnnotatedProposal) -> tuple[Verdict, ...]:
        document, passages = as_document(proposal)
        judgement = self._engine.judge(self._engine.reader.read(document.title or "", passages))
        ungraded = document_reason(passages, document.remarks) is not None
        thresholds = self._engine.grader.thresholds
        return tuple(
            Verdict(
                float(judgement.core[column]),
                float(judgement.at_least_contributes[column]),
                Grade.UNCERTAIN if ungraded else decide(judgement, column, thresholds)[0],
            )
            for column in range(len(self._engine.strategy.spearheads))
        )
