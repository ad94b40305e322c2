"""Strategies: frameworks of spearheads, as data."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

Localized = Mapping[str, str]
"""A text by language code (nl, en, fr)."""

_READ = ("id", "title", "statement", "belongs", "terms", "actions", "examples")


def in_language(text: Localized, language: str) -> str:
    """The text in `language`, else in Dutch, else in the first language there is; "" if none."""
    return text.get(language) or text.get("nl") or next(iter(text.values()), "")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that points at a spearhead; a weak one is never enough alone."""

    text: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Spearhead:
    """One theme of a strategy. Only `id`, `title` and `statement` are always filled."""

    id: str
    title: Localized
    statement: Localized
    belongs: Localized = field(default_factory=dict)
    excludes: Localized = field(default_factory=dict)
    terms: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    actions: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Confusable:
    """Two spearheads that look alike, by id, and the question that tells them apart."""

    pair: tuple[str, str]
    question: Localized

    def other(self, spearhead: str) -> str | None:
        """The other id of the pair; None for a spearhead that is not in it."""
        first, second = self.pair
        return {first: second, second: first}.get(spearhead)


@dataclass(frozen=True, slots=True)
class Strategy:
    """A framework of spearheads; `sha256` is the hash of the file it was read from."""

    id: str
    version: str
    title: Localized
    source: str
    spearheads: tuple[Spearhead, ...]
    sha256: str
    confusable: tuple[Confusable, ...] = ()

    @property
    def texts_sha256(self) -> str:
        """Hash of all that an engine reads: ids, titles, statements, belongs, terms, actions, examples.

        What is only shown to readers (source, excludes, confusable) and comments in the file do not
        change it, so that an artefact outlives them.
        """
        read = [{name: asdict(spearhead)[name] for name in _READ} for spearhead in self.spearheads]
        return hashlib.sha256(json.dumps(read, ensure_ascii=False).encode()).hexdigest()
