"""Text that does nothing and would like to earn a grade: each attack aims at one spearhead."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from corpus.annotated import AnnotatedProposal
from corpus.strategies import Spearhead, Strategy, in_language
from corpus.strategy_files import background
from evaluation.fixture_files import proposal_of, wording
from evaluation.trials import Family, Pair, Trial, by_lot, extended, rewritten

_LISTED_TERMS = 12
_CLAIMED_TERMS = 5
_LEFT_OUT = 4
"""Every fourth word goes, so that no five words in a row are the strategy's."""
_WIDE_SPACE = "\u2003"


@dataclass(frozen=True, slots=True)
class Target:
    """A proposal and the spearhead that an attack aims at, with what attacks are worded with."""

    proposal: AnnotatedProposal
    spearhead: Spearhead
    words: Mapping[str, Any]

    @property
    def chance(self) -> Random:
        """A source of chance for this proposal alone."""
        return by_lot(self.proposal, "attack")

    def terms(self, count: int) -> str:
        """At most `count` strong terms of the spearhead, in the proposal's language, drawn by lot."""
        terms = self.spearhead.terms.get(self.proposal.language, ())
        strong = [term.text for term in terms if not term.weak]
        return ", ".join(self.chance.sample(strong, min(count, len(strong))))

    def pasted(self, texts: Sequence[str]) -> AnnotatedProposal:
        """The proposal with `texts` at its end, under a heading that promises action."""
        return extended(self.proposal, after=texts, section=self.words["section"][self.proposal.language])


def attacks(strategy: Strategy, proposals: Sequence[AnnotatedProposal]) -> Iterator[Trial]:
    """Every attack on every proposal; a proposal is aimed at a spearhead that it has no grade for."""
    words = wording("attacks")
    targets = [Target(proposal, _aimed_at(strategy, proposal), words) for proposal in proposals]
    for name, attack in _ATTACKS.items():
        yield Trial(name, Family.ATTACK, tuple(Pair(target.proposal, attack(target)) for target in targets))
    yield Trial("word with two senses", Family.ATTACK, _homographs(words))


def keyword_list(target: Target) -> AnnotatedProposal:
    """Terms of the strategy, and nothing else."""
    return target.pasted([target.terms(_LISTED_TERMS)])


def keyword_claim(target: Target) -> AnnotatedProposal:
    """Terms of the strategy in a sentence that commits to nothing."""
    claim, terms = target.words["claim"][target.proposal.language], target.terms(_CLAIMED_TERMS)
    return target.pasted([claim.format(terms=terms)] if terms else [])


def keyword_headings(target: Target) -> AnnotatedProposal:
    """Terms of the strategy behind the title and each heading."""
    terms = target.terms(_CLAIMED_TERMS)
    if not terms:
        return target.proposal
    passages = [
        replace(passage, section=f"{passage.section}: {terms}" if passage.section else "")
        for passage in target.proposal.passages
    ]
    return replace(target.proposal, title=f"{target.proposal.title}: {terms}", passages=tuple(passages))


def pasted_strategy(target: Target) -> AnnotatedProposal:
    """Title and statement of the strategy, word for word."""
    language = target.proposal.language
    spearhead = target.spearhead
    return target.pasted([in_language(spearhead.title, language), in_language(spearhead.statement, language)])


def disguised_strategy(target: Target) -> AnnotatedProposal:
    """The statement of the strategy with every fourth word left out."""
    words = in_language(target.spearhead.statement, target.proposal.language).split()
    kept = [word for place, word in enumerate(words, start=1) if place % _LEFT_OUT]
    return target.pasted([" ".join(kept)])


def pasted_scope(target: Target) -> AnnotatedProposal:
    """The sentences of the strategy file that say what belongs to the spearhead, word for word."""
    scope = in_language(target.spearhead.belongs, target.proposal.language).split(". ")
    return target.pasted([f"{sentence.strip().rstrip('.')}." for sentence in scope if sentence.strip()])


def instructions(target: Target) -> AnnotatedProposal:
    """Orders to the checker, at the start and at the end."""
    order = target.words["injection"][target.proposal.language].format(spearhead=target.spearhead.id)
    return extended(target.pasted([order]), before=[order])


def ordinary_text(target: Target) -> AnnotatedProposal:
    """As many passages of ordinary text as the proposal has itself."""
    ordinary = background()[target.proposal.language]
    return target.pasted(target.chance.sample(ordinary, len(target.proposal.passages)))


def one_passage_repeated(target: Target) -> AnnotatedProposal:
    """The first passage once more for each passage that the proposal has."""
    passages = target.proposal.passages
    return target.pasted([passages[0].text] * len(passages))


def all_said_again(target: Target) -> AnnotatedProposal:
    """Every passage once more, with words before it that say so."""
    again = target.words["again"][target.proposal.language]
    return target.pasted([again.format(text=passage.text) for passage in target.proposal.passages])


def all_respaced(target: Target) -> AnnotatedProposal:
    """Every passage once more, in capitals and with other spaces, so that it is no exact repeat."""
    shouted = rewritten(target.proposal, lambda text: text.upper().replace(" ", _WIDE_SPACE))
    return target.pasted([passage.text for passage in shouted.passages])


_ATTACKS: Mapping[str, Callable[[Target], AnnotatedProposal]] = {
    "keyword list": keyword_list,
    "keywords in a claim": keyword_claim,
    "keywords in headings": keyword_headings,
    "strategy pasted": pasted_strategy,
    "strategy pasted, words left out": disguised_strategy,
    "scope of the strategy pasted": pasted_scope,
    "instructions to the checker": instructions,
    "twice the length, ordinary text": ordinary_text,
    "twice the length, one passage repeated": one_passage_repeated,
    "everything said again": all_said_again,
    "everything again in capitals": all_respaced,
}


def _aimed_at(strategy: Strategy, proposal: AnnotatedProposal) -> Spearhead:
    ungraded = [spearhead for spearhead in strategy.spearheads if spearhead.id not in proposal.grades]
    return by_lot(proposal, "target").choice(ungraded or list(strategy.spearheads))


def _homographs(words: Mapping[str, Any]) -> tuple[Pair, ...]:
    def told(entry: Mapping[str, str], sense: str) -> AnnotatedProposal:
        text = entry["text"].format(word=entry[sense])
        return proposal_of(entry["homograph"], "nl", [f"# {text}", text, *words["around"]])

    return tuple(Pair(told(entry, "everyday"), told(entry, "homograph")) for entry in words["homographs"])
