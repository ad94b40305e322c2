"""The texts that describe a spearhead, family by family, with the place each comes from."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.sentences import sentence_spans
from corpus.strategies import Localized, Spearhead

STATEMENTS, SCOPE, TERMS, EXAMPLES = "statement", "scope", "terms", "examples"


@dataclass(frozen=True, slots=True)
class Facet:
    """One text that describes a spearhead; `source` is the key of the strategy file it stands under."""

    family: str
    source: str
    language: str
    text: str


def facets_of(spearhead: Spearhead) -> tuple[Facet, ...]:
    """Every text that describes `spearhead`, in every language of the strategy file.

    Weak terms are left out: a cue that is never enough alone says too little to be compared with.
    """
    return (
        *_localized(STATEMENTS, "title", spearhead.title),
        *_localized(STATEMENTS, "statement", spearhead.statement),
        *_sentences(SCOPE, "belongs", spearhead.belongs),
        *(
            Facet(TERMS, "terms", language, term.text)
            for language, terms in spearhead.terms.items()
            for term in terms
            if not term.weak
        ),
        *(Facet(EXAMPLES, "actions", "", text) for text in spearhead.actions),
        *(Facet(EXAMPLES, "examples", "", text) for text in spearhead.examples),
    )


def _localized(family: str, source: str, texts: Localized) -> Iterator[Facet]:
    for language, text in texts.items():
        yield Facet(family, source, language, text)


def _sentences(family: str, source: str, texts: Localized) -> Iterator[Facet]:
    for language, text in texts.items():
        for start, end in sentence_spans(text, language):
            yield Facet(family, source, language, text[start:end])
