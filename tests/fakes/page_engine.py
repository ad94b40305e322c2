"""An engine for the pages: evidence from every corner of a text, in no time and without a model."""

from dataclasses import dataclass, field

from corpus.documents import Document, Passage
from corpus.passages import split
from corpus.strategies import Spearhead
from models.alignment import Alignment, Element, Flag, FlagKind, Grade, Reason, Role
from models.assessment import Assessment
from tests.fakes.assessments import an_alignment, an_assessment, an_evidence
from tests.fakes.engines import FakeEngine, SlipError

_GRADES = (Grade.CORE, Grade.CONTRIBUTES, Grade.NONE, Grade.UNCERTAIN)
_CHANCES = {
    Grade.CORE: (0.91, 0.97),
    Grade.CONTRIBUTES: (0.12, 0.78),
    Grade.NONE: (0.01, 0.04),
    Grade.UNCERTAIN: (0.31, 0.52),
}
_REASONS = {Grade.NONE: Reason.MENTION_ONLY, Grade.UNCERTAIN: Reason.NEAR_THRESHOLD}


@dataclass(slots=True)
class PageEngine(FakeEngine):
    """Gives the spearheads the four grades in turn; NOTHING, FLAGS and FAULT in a text do as they say."""

    shift: int = field(default=0)

    def assess(self, document: Document) -> Assessment:
        if "FAULT" in document.text:
            raise SlipError(document.text)
        passages = split(document)
        empty = "NOTHING" in document.text
        alignments = [
            an_alignment(spearhead, Grade.NONE, Reason.NOTHING_FOUND)
            if empty
            else _alignment(place, spearhead, passages, self.shift)
            for place, spearhead in enumerate(self.strategy.spearheads)
        ]
        flags = _flags(passages) if "FLAGS" in document.text else ()
        return an_assessment(document, passages, alignments, strategy=self.strategy, flags=flags)


def _alignment(place: int, spearhead: Spearhead, passages: tuple[Passage, ...], shift: int) -> Alignment:
    grade = _GRADES[(place + shift) % 4]
    chosen = passages[place::9][:3] if grade is not Grade.NONE else passages[place : place + 1]
    evidence = tuple(
        an_evidence(passage, Role.ACTIVITY, 0.21, spearhead.statement["nl"], terms=("digitaal",))
        for passage in chosen
    )
    missing = (Element.INDICATOR, Element.TARGET) if place % 2 else ()
    return an_alignment(spearhead, grade, _REASONS.get(grade), _CHANCES[grade], evidence, missing=missing)


def _flags(passages: tuple[Passage, ...]) -> tuple[Flag, ...]:
    ids = tuple(passage.id for passage in passages)
    return tuple(
        Flag(kind, (ids * 200)[:200] if place == 0 else ids[:2]) for place, kind in enumerate(FlagKind)
    )
