"""A trial: proposals, each before and after a change, and what the change may do to a grade."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from corpus.annotated import AnnotatedPassage, AnnotatedProposal

SEED = 20251
"""Everything that is drawn by lot is drawn with this seed, and with the proposal's id."""


class Family(StrEnum):
    """What kind of change a trial makes.

    SWAP: who applies changes; no grade may differ. STYLE: the same content said otherwise, and NOISE:
    the same content read badly; both are measured, without a target. ATTACK: text that does nothing is
    added; no grade may rise.
    """

    SWAP = "swap"
    STYLE = "style"
    NOISE = "noise"
    ATTACK = "attack"


@dataclass(frozen=True, slots=True)
class Pair:
    """One proposal before and after a change."""

    before: AnnotatedProposal
    after: AnnotatedProposal


@dataclass(frozen=True, slots=True)
class Trial:
    """One change made to many proposals."""

    name: str
    family: Family
    pairs: tuple[Pair, ...]


def balanced(proposals: Sequence[AnnotatedProposal], size: int) -> tuple[AnnotatedProposal, ...]:
    """At most `size` proposals, drawn by lot but even over kinds and over the first spearhead graded."""
    # Each has its own lot, so a proposal that is added to the collection replaces few of the sample.
    rest = sorted(proposals, key=lambda proposal: by_lot(proposal, "sample").random())
    tally: Counter[str] = Counter()
    chosen: list[AnnotatedProposal] = []
    while rest and len(chosen) < size:
        best = min(rest, key=lambda proposal: sum(tally[label] for label in _labels(proposal)))
        rest.remove(best)
        chosen.append(best)
        tally.update(_labels(best))
    return tuple(chosen)


def by_lot(proposal: AnnotatedProposal, purpose: str) -> Random:
    """A source of chance that depends on nothing but the proposal's id and the purpose."""
    return Random(f"{SEED} {purpose} {proposal.id}")


def rewritten(proposal: AnnotatedProposal, change: Callable[[str], str]) -> AnnotatedProposal:
    """The proposal with its title, headings and passages changed."""
    passages = tuple(
        replace(passage, text=change(passage.text), section=change(passage.section))
        for passage in proposal.passages
    )
    return replace(proposal, title=change(proposal.title), passages=passages)


def extended(
    proposal: AnnotatedProposal,
    *,
    before: Sequence[str] = (),
    after: Sequence[str] = (),
    section: str = "",
) -> AnnotatedProposal:
    """The proposal with passages added before its first heading, and after its end under `section`.

    A text without anything in it adds nothing.
    """
    first = tuple(AnnotatedPassage("bp", (), text, "") for text in before if text.strip())
    last = tuple(AnnotatedPassage("bp", (), text, section) for text in after if text.strip())
    return replace(proposal, passages=(*first, *proposal.passages, *last))


def _labels(proposal: AnnotatedProposal) -> tuple[str, str]:
    return proposal.kind, min(proposal.grades, default="no spearhead")
