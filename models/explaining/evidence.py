"""Two-sided evidence: a passage of the proposal beside the strategy's own words, both located."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from models.alignment import Evidence, FoundTerm, Match, Role
from models.channels.facets import SCOPE, STATEMENTS, Facet
from models.channels.lexical import TermFinder
from models.explaining.findings import SMALLEST_PULL, Findings
from models.relevance import ABOUT

_CANDIDATES = 8
_MOST_EVIDENCE = 5
_MOST_MENTIONS = 2
_MOST_TERMS = 8
_CLEAR_PULL = 0.5
"""What a passage that promises nothing must move before it is shown as evidence."""


def ranked(found: Findings, column: int) -> list[int]:
    """Passages that may carry the grade, the strongest pull first."""
    candidates = found.candidates(column, _CANDIDATES)
    return sorted(candidates, key=lambda row: (-found.deletions.pull(row, column), row))


def for_a_grade(found: Findings, column: int) -> list[int]:
    """The passages that moved a grade, at least one where any could."""
    order = ranked(found, column)
    moved = [row for row in order if found.deletions.pull(row, column) >= _needed_pull(found.roles[row])]
    return moved[:_MOST_EVIDENCE] or order[:1]


def mentions(found: Findings, column: int) -> list[int]:
    """Passages that are about a spearhead and earned it nothing."""
    order = np.argsort(-found.about[:, column], kind="stable")
    return [int(row) for row in order[:_MOST_MENTIONS] if found.about[row, column] >= ABOUT]


def evidence(found: Findings, column: int, position: int) -> Evidence:
    """One passage with its exact contributions and its counterpart in the strategy."""
    deletions = found.deletions
    return Evidence(
        found.reading.passages[position],
        found.roles[position],
        deletions.contribution(position, column),
        _match(found, column, position),
        deletions.contribution_to_core(position, column),
    )


def _needed_pull(role: Role) -> float:
    return _CLEAR_PULL if role in (Role.BOILERPLATE, Role.EXCLUDED) else SMALLEST_PULL


def _match(found: Findings, column: int, position: int) -> Match:
    passage = found.reading.passages[position]
    channel = found.engine.reader.zero_label
    rows = _comparable(channel.facets[column], passage.language)
    similarities = channel.facet_vectors[column][rows] @ found.reading.vectors[position]
    best = int(similarities.argmax())
    facet = channel.facets[column][rows[best]]
    start = _start(found, column, facet)
    terms = found_terms(found.engine.reader.lexical.finders[column], passage.text)
    return Match(
        spearhead_text=facet.text,
        source=facet.source,
        similarity=float(np.clip(similarities[best], 0.0, 1.0)),
        terms=distinct(terms),
        language=facet.language,
        start=start,
        end=start + len(facet.text),
        found=tuple(sorted(terms, key=lambda term: term.start)),
    )


def _comparable(facets: Sequence[Facet], language: str) -> list[int]:
    """The official texts and scope notes in the passage's own language, else in Dutch, else all."""
    official = [row for row, facet in enumerate(facets) if facet.family in (STATEMENTS, SCOPE)]
    own = [row for row in official if facets[row].language == language]
    return own or [row for row in official if facets[row].language == "nl"] or official


def _start(found: Findings, column: int, facet: Facet) -> int:
    spearhead = found.engine.strategy.spearheads[column]
    texts = {"title": spearhead.title, "statement": spearhead.statement, "belongs": spearhead.belongs}
    return texts[facet.source][facet.language].index(facet.text)


def found_terms(finder: TermFinder, text: str) -> list[FoundTerm]:
    """Every place where a term of one spearhead stands, strong terms first; places do not overlap."""
    strong = list(_places(finder.strong, text))
    taken = [range(term.start, term.end) for term in strong]
    weak = [term for term in _places(finder.weak, text) if not any(term.start in place for place in taken)]
    return [*strong, *weak]


def _places(pattern: re.Pattern[str] | None, text: str) -> Iterator[FoundTerm]:
    for match in pattern.finditer(text) if pattern else ():
        yield FoundTerm(match.group(1), match.start(1), match.end(1))


def distinct(terms: Sequence[FoundTerm]) -> tuple[str, ...]:
    """The terms as they stand in the text, each once whatever its capitals."""
    first: dict[str, str] = {}
    for term in terms:
        first.setdefault(term.text.casefold(), term.text)
    return tuple(first.values())[:_MOST_TERMS]
