"""Strategy files as text, and an engine that grades by their terms alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.documents import Document
from corpus.passages import split
from models.alignment import Grade
from models.assessment import Assessment
from tests.fakes.assessments import an_alignment, an_assessment
from tests.fakes.engines import FakeEngine

GARDEN = {"W": "waterput", "B": "boomgaard"}


def a_file(version: str = "1", terms: Mapping[str, str] = GARDEN, *, id: str = "tuin") -> str:
    """A strategy with a spearhead for each term."""
    lines = [f'id: {id}\nversion: "{version}"\ntitle: {{nl: Tuinplan}}\nsource: tests\nspearheads:']
    lines += [
        f"  - id: {name}\n    title: {{nl: Titel {name}}}\n    statement: {{nl: Alles over {term} hier.}}\n"
        f"    terms: {{nl: [{term}]}}"
        for name, term in terms.items()
    ]
    return "\n".join(lines) + "\n"


@dataclass(slots=True)
class TermEngine(FakeEngine):
    """Core where a term of the spearhead stands in the text, and none elsewhere; FAULT meets a slip."""

    def assess(self, document: Document) -> Assessment:
        FakeEngine.assess(self, document)
        alignments = [
            an_alignment(
                spearhead,
                Grade.CORE
                if any(term.text in document.text for term in spearhead.terms.get("nl", ()))
                else Grade.NONE,
                None,
            )
            for spearhead in self.strategy.spearheads
        ]
        return an_assessment(document, split(document), alignments, strategy=self.strategy)
