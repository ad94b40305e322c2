"""The same proposal by another applicant, or said in other words: swaps that may not move a grade."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from corpus.annotated import AnnotatedProposal
from evaluation.fixture_files import wording, written_proposals
from evaluation.trials import Family, Pair, Trial, balanced, extended, rewritten
from models.neutral import word_replacer

_LANGUAGE_PAIRS = (("nl", "en"), ("nl", "fr"), ("en", "fr"))
_FEWEST_SECTIONS = 2


def applicant_swaps(proposals: Sequence[AnnotatedProposal]) -> Iterator[Trial]:
    """Another municipality, province, size, contact person, amount or gender; nothing else differs."""
    words = wording("swaps")
    for slot, (first, *others) in words["values"].items():
        pairs = [
            Pair(_applied(proposal, words, slot, first), _applied(proposal, words, slot, other))
            for proposal in proposals
            for other in others
        ]
        yield Trial(slot, Family.SWAP, tuple(pairs))
    yield Trial("gender", Family.SWAP, tuple(_genders(proposal, words) for proposal in proposals))


def style_swaps(
    proposals: Sequence[AnnotatedProposal], sample: Sequence[AnnotatedProposal]
) -> Iterator[Trial]:
    """The same content in another language, register, vocabulary, case or order of sections."""
    translations, registers = written_proposals("translations"), written_proposals("registers")
    for one, other in _LANGUAGE_PAIRS:
        yield Trial(f"language {one}-{other}", Family.STYLE, _paired(translations[one], translations[other]))
    versions = {"neutral": translations["nl"], **registers}
    for one, other in (("neutral", "formal"), ("neutral", "plain"), ("formal", "plain")):
        yield Trial(f"register {one}-{other}", Family.STYLE, _paired(versions[one], versions[other]))
    yield Trial("vocabulary nl-BE nl-NL", Family.STYLE, _vocabularies(proposals, len(sample)))
    cases = (Pair(proposal, rewritten(proposal, str.upper)) for proposal in sample)
    yield Trial("upper case", Family.STYLE, tuple(cases))
    orders = (Pair(proposal, turned_round(proposal)) for proposal in sample if _sections(proposal))
    yield Trial("order of sections", Family.STYLE, tuple(orders))


def turned_round(proposal: AnnotatedProposal) -> AnnotatedProposal:
    """The proposal with its sections in reverse order, each with its passages in their own order."""
    order = list(dict.fromkeys(passage.section for passage in proposal.passages))
    passages = sorted(proposal.passages, key=lambda passage: -order.index(passage.section))
    return replace(proposal, passages=tuple(passages))


def _applied(
    proposal: AnnotatedProposal, words: Mapping[str, Any], slot: str, value: str
) -> AnnotatedProposal:
    """The proposal with its applicant told in front, and with the slot's value wherever it is told."""
    slots = {name: values[0] for name, values in words["values"].items()} | {slot: value}
    applicant = words["applicant"][proposal.language].format(**slots)
    changed = rewritten(proposal, lambda text: _told(text, words, slot, value))
    if slot == "municipality":
        changed = replace(changed, title=f"{changed.title} ({value})")
    return extended(changed, before=(applicant,))


def _told(text: str, words: Mapping[str, Any], slot: str, value: str) -> str:
    if slot in words["names"]:
        return word_replacer(dict.fromkeys(words["names"][slot], value))(text)
    if slot in words["numbers_before"]:
        units = "|".join(words["numbers_before"][slot])
        return re.sub(rf"\d[\d.,]*(?=\s(?:{units})\b)", value, text)
    return text


def _genders(proposal: AnnotatedProposal, words: Mapping[str, Any]) -> Pair:
    male, female = words["leader"][proposal.language]
    pairs = dict(words["gender"][proposal.language])
    changed = rewritten(proposal, word_replacer(pairs))
    return Pair(extended(proposal, before=(male,)), extended(changed, before=(female,)))


def _vocabularies(proposals: Sequence[AnnotatedProposal], size: int) -> tuple[Pair, ...]:
    """Proposals that hold a word that differs between Belgium and the Netherlands, at most `size`."""
    pairs = dict(wording("swaps")["vocabulary"])
    dutch = (proposal for proposal in proposals if proposal.language == "nl")
    changed = {proposal.id: rewritten(proposal, word_replacer(pairs)) for proposal in dutch}
    differing = [proposal for proposal in proposals if changed.get(proposal.id, proposal) != proposal]
    return tuple(Pair(proposal, changed[proposal.id]) for proposal in balanced(differing, size))


def _paired(
    ones: Mapping[str, AnnotatedProposal], others: Mapping[str, AnnotatedProposal]
) -> tuple[Pair, ...]:
    return tuple(Pair(one, others[name]) for name, one in ones.items())


def _sections(proposal: AnnotatedProposal) -> bool:
    return len({passage.section for passage in proposal.passages}) >= _FEWEST_SECTIONS
