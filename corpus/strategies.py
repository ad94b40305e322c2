"""Strategies: frameworks of spearheads, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Localized = Mapping[str, str]
"""A text by language code (nl, en, fr)."""


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
class Strategy:
    """A framework of spearheads; `sha256` is the hash of the file it was read from."""

    id: str
    version: str
    title: Localized
    source: str
    spearheads: tuple[Spearhead, ...]
    sha256: str
