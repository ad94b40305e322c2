"""Where things stand in a report: anchors that point from the evidence to the text and back."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from corpus.strategies import in_language
from models.alignment import Grade
from models.assessment import Assessment
from service.reports.content import Link
from service.reports.escaping import one_line
from service.reports.sentences import place, short_place
from service.wording import LANGUAGES, Wording


def has_pages(assessment: Assessment) -> bool:
    """Whether page numbers mean something: a format without pages has one page without a size."""
    pages = assessment.document.pages
    return len(pages) > 1 or any(page.height is not None for page in pages)


class Places:
    """The anchors of one report.

    They are made of positions and never of ids, which a strategy file or a parser may choose.
    """

    def __init__(self, assessment: Assessment, wording: Wording) -> None:
        """Number the passages of an assessment."""
        self.wording = wording
        self._assessment = assessment
        self.paged = has_pages(assessment)
        self._numbers = {passage.id: number for number, passage in enumerate(assessment.passages, 1)}

    def spearhead(self, number: int) -> Link:
        """The section of the spearhead at a position, counted from 0."""
        spearhead = self._assessment.alignments[number].spearhead
        title = one_line(in_language(spearhead.title, self.wording.language))
        return Link(f"spearhead-{number + 1}", one_line(spearhead.id), title)

    def knows(self, passage_id: str) -> bool:
        """Whether the proposal has a passage with this id."""
        return passage_id in self._numbers

    def passage(self, passage_id: str) -> Link:
        """The passage in the full text."""
        number = self._numbers[passage_id]
        passage = self._assessment.passages[number - 1]
        return Link(f"passage-{number}", one_line(place(passage, self.wording, paged=self.paged)))

    def short(self, passage_id: str) -> str:
        """A passage as it is named in a sentence."""
        passage = self._assessment.passages[self._numbers[passage_id] - 1]
        return one_line(short_place(passage, self.wording, paged=self.paged))

    def evidence(self, number: int, passage_id: str) -> str:
        """The anchor of a passage as evidence under the spearhead at a position."""
        return f"evidence-{number + 1}-{self._numbers[passage_id]}"

    def uses(self, passage_id: str) -> tuple[Link, ...]:
        """Every place where a passage is evidence, in the strategy's order."""
        return tuple(self._uses.get(passage_id, ()))

    def counts(self, passage_id: str) -> bool:
        """Whether a passage is evidence under a grade other than none."""
        return passage_id in self._counting

    def pages(self, passage_ids: tuple[str, ...]) -> tuple[int, ...]:
        """The pages on which passages stand."""
        numbers = (self._numbers[passage_id] for passage_id in passage_ids if self.knows(passage_id))
        return tuple(self._assessment.passages[number - 1].page for number in numbers) if self.paged else ()

    def foreign(self, language: str) -> str:
        """A language code where it is known and differs from the report's, else ""."""
        return language if language in LANGUAGES and language != self.wording.language else ""

    @cached_property
    def _counting(self) -> frozenset[str]:
        graded = (item for item in self._assessment.alignments if item.grade is not Grade.NONE)
        return frozenset(evidence.passage.id for item in graded for evidence in item.evidence)

    @cached_property
    def _uses(self) -> Mapping[str, Sequence[Link]]:
        uses: dict[str, list[Link]] = {}
        for number, alignment in enumerate(self._assessment.alignments):
            label = self.spearhead(number)
            for evidence in alignment.evidence:
                anchor = self.evidence(number, evidence.passage.id)
                uses.setdefault(evidence.passage.id, []).append(Link(anchor, label.label, label.title))
        return uses
